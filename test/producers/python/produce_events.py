#!/usr/bin/env python3
"""A source that writes its events to Signalbox's topic itself. An example to start from; schemas/README.md says what is expected of it.

    python3 -m venv venv
    venv/bin/pip install -r requirements.txt
    venv/bin/python produce_events.py ada bob

Of each customer it sends a consent, then a product view, and prints how many events Kafka has taken.
"""

import argparse
import sys
from datetime import datetime, timezone

from confluent_kafka import KafkaException, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

SOURCE = "/shop/python"


class Source:
    def __init__(self, brokers, registry, prefix, partitioner):
        self.topic = f"{prefix}customer.events"
        self.prefix = prefix
        self.registry = SchemaRegistryClient({"url": registry})
        self.producer = Producer(
            {
                "bootstrap.servers": brokers,
                # The one setting that matters most: librdkafka's default (consistent_random, CRC32) places keys elsewhere than Java's clients do.
                "partitioner": partitioner,
                # An event is sent when every replica in sync has it, and a retry neither stores it twice nor changes the order.
                "acks": "all",
                "enable.idempotence": True,
                "linger.ms": 5,
            }
        )
        self.serializers = {}
        self.taken = 0
        self.refused = []

    def send(self, kind, event):
        """The key is the event's subject: it decides the partition, and so the order."""
        value = self.serializer(kind)(event, SerializationContext(self.topic, MessageField.VALUE))
        self.producer.produce(self.topic, key=event["subject"], value=value, on_delivery=self.told)
        self.producer.poll(0)

    def serializer(self, kind):
        """Writes 0x00, the schema's id in four bytes, and Avro. Schemas are registered by the pipeline; a source only looks them up."""
        if kind not in self.serializers:
            subject = f"{self.prefix}signalbox.customer.{kind}"
            schema = self.registry.get_latest_version(subject).schema
            settings = {
                "auto.register.schemas": False,
                "use.latest.version": True,
                "subject.name.strategy": lambda _context, _record: subject,
            }
            self.serializers[kind] = AvroSerializer(self.registry, schema, conf=settings)
        return self.serializers[kind]

    def told(self, error, _message):
        if error is None:
            self.taken += 1
        else:
            self.refused.append(error)

    def close(self):
        """An event counts as sent when this returns: until then it only waits in memory."""
        left = self.producer.flush(30)
        if left or self.refused:
            raise KafkaException(self.refused[0] if self.refused else f"{left} events were not sent")


def events_of(customer):
    """The id is the happening's own and the same whenever it is sent again: Signalbox drops what it has seen."""
    now = datetime.now(timezone.utc)
    common = {"subject": customer, "occurredAt": now, "source": SOURCE, "extra": {}}
    nothing = {"productName": None, "category": None, "price": None, "currency": None, "url": None}
    yield "CustomerConsentChanged", {**common, "eventId": f"{customer}-consent", "purpose": "marketing", "granted": True}
    yield "CustomerProductViewed", {**common, **nothing, "eventId": f"{customer}-view", "productId": "p-1"}


def main():
    parser = argparse.ArgumentParser(description="Sends events of customers to Signalbox through Kafka.")
    parser.add_argument("customers", nargs="+")
    parser.add_argument("--brokers", default="127.0.0.1:9092", help="host:port of Kafka brokers, separated by commas")
    parser.add_argument("--registry", default="http://127.0.0.1:8081/apis/ccompat/v7", help="the registry's Confluent API")
    parser.add_argument("--prefix", default="", help="what the names of topics and registry subjects begin with")
    parser.add_argument("--partitioner", default="murmur2_random", help="as it should be; another shows what Signalbox makes of it")
    options = parser.parse_args()
    source = Source(options.brokers, options.registry, options.prefix, options.partitioner)
    for customer in options.customers:
        for kind, event in events_of(customer):
            source.send(kind, event)
    source.close()
    print(f"sent {source.taken}")


if __name__ == "__main__":
    sys.exit(main())
