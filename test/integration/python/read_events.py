#!/usr/bin/env python3
"""Reads events of Signalbox from Kafka and prints each as one line of JSON.

An example to start from: everything that a reader in Python needs is in read().

    python3 -m venv venv
    venv/bin/pip install -r requirements.txt
    venv/bin/python read_events.py --brokers 127.0.0.1:9092 --topic customer.events \\
        --registry http://127.0.0.1:8081/apis/ccompat/v7 --count 10

A line has "type" (the full name of the Avro record), "key", "partition", "offset", "headers" and "value" (the decoded record).
Times are Avro timestamps, which Python decodes as datetime in UTC; they are printed in ISO 8601.
"""

import argparse
import json
import sys
import time
import uuid
from datetime import datetime

from confluent_kafka import Consumer, KafkaException
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext


def read(brokers, registry, topic, count, seconds):
    """Yields up to `count` events of the topic from its beginning; stops when none has come for `seconds`."""
    # A value is 0x00, the id of the writer's schema in four bytes, and Avro. The deserializer asks the registry for each id
    # once. Several kinds of events lie in one topic, so no schema is given here: each record is read with its writer's.
    client = SchemaRegistryClient({"url": registry})
    deserialize = AvroDeserializer(client)
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            # A group of its own that commits nothing: every run reads everything. A real reader has a fixed group.id,
            # commits, and goes on where it stopped.
            "group.id": f"read-events-{uuid.uuid4()}",
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
            # What Signalbox writes in transactions counts when they are committed, not before.
            "isolation.level": "read_committed",
        }
    )
    consumer.subscribe([topic])
    try:
        last = time.monotonic()
        while count > 0 and time.monotonic() - last < seconds:
            message = consumer.poll(0.5)
            if message is None:
                continue
            if message.error():
                raise KafkaException(message.error())
            last = time.monotonic()
            count -= 1
            yield {
                "type": type_of(client, message.value()),
                "key": text(message.key()),
                "partition": message.partition(),
                "offset": message.offset(),
                "headers": {name: text(value) for name, value in message.headers() or []},
                "value": deserialize(message.value(), SerializationContext(topic, MessageField.VALUE)),
            }
    finally:
        consumer.close()


def type_of(client, value):
    """The full name of the record that the value holds. The client keeps the schemas it has seen."""
    schema = json.loads(client.get_schema(int.from_bytes(value[1:5], "big")).schema_str)
    return f"{schema['namespace']}.{schema['name']}"


def text(value):
    return None if value is None else value.decode("utf-8")


def as_json(value):
    """What JSON has no word for: times become ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def main():
    parser = argparse.ArgumentParser(description="Prints events of Signalbox as lines of JSON.")
    parser.add_argument("--brokers", default="127.0.0.1:9092", help="host:port of Kafka brokers, separated by commas")
    parser.add_argument("--registry", default="http://127.0.0.1:8081/apis/ccompat/v7", help="the registry's Confluent API")
    parser.add_argument("--topic", default="customer.events", help="with its prefix, where there is one")
    parser.add_argument("--count", type=int, default=10, help="ends after so many events")
    parser.add_argument("--seconds", type=float, default=10, help="ends when no event has come for so long")
    options = parser.parse_args()
    for event in read(**vars(options)):
        print(json.dumps(event, default=as_json, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    try:
        main()
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
