#!/usr/bin/env python3
"""Reads topics of Kafka as every reader with read_committed sees them and prints one JSON object a record:
topic, partition, offset, timestamp, key, value (both base64, or null) and headers.

Without --follow it ends when it has come to the end of every partition. With --follow it goes on until its standard input ends.
"""

import argparse
import base64
import json
import os
import sys
import threading

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition


def read(brokers, topics, follow):
    """Yields every committed record from the beginning of every partition."""
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": "not-used",
            "enable.auto.commit": False,
            "enable.partition.eof": True,
            "isolation.level": "read_committed",
            "auto.offset.reset": "error",
            "reconnect.backoff.max.ms": 500,
            "topic.metadata.refresh.interval.ms": 5_000,
            "fetch.wait.max.ms": 100,
            "log_level": 2,
        }
    )
    partitions = [
        TopicPartition(topic, partition, OFFSET_BEGINNING)
        for topic in topics
        for partition in consumer.list_topics(topic, timeout=30).topics[topic].partitions
    ]
    consumer.assign(partitions)
    open_ends = {(each.topic, each.partition) for each in partitions}
    while follow or open_ends:
        for message in consumer.consume(1000, timeout=0.1):
            error = message.error()
            if error is None:
                yield message
            elif error.code() == KafkaError._PARTITION_EOF:
                open_ends.discard((message.topic(), message.partition()))
            elif not follow or error.fatal():
                raise KafkaException(error)
    consumer.close()


def encoded(value):
    return None if value is None else base64.b64encode(value).decode("ascii")


def line_of(message):
    return json.dumps(
        {
            "topic": message.topic(),
            "partition": message.partition(),
            "offset": message.offset(),
            "timestamp": message.timestamp()[1],
            "key": encoded(message.key()),
            "value": encoded(message.value()),
            "headers": [[name, encoded(value)] for name, value in message.headers() or []],
        }
    )


def end_with_input():
    sys.stdin.read()
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description="Prints committed records as lines of JSON.")
    parser.add_argument("--brokers", required=True)
    parser.add_argument("--topics", required=True, help="separated by commas")
    parser.add_argument("--follow", action="store_true")
    options = parser.parse_args()
    if options.follow:
        threading.Thread(target=end_with_input, daemon=True).start()
    for message in read(options.brokers, options.topics.split(","), options.follow):
        sys.stdout.write(line_of(message) + "\n")
        if options.follow:
            sys.stdout.flush()


if __name__ == "__main__":
    main()
