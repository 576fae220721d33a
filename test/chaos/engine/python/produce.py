#!/usr/bin/env python3
"""Produces what it is given on standard input: one JSON object a line with topic, key and value (both base64), and a partition where it must be a certain one.

Idempotent, acks=all; keys are placed as Java's clients place them. Whoever writes the lines sets the pace. At the end of the input it waits until every record is
acknowledged and prints {"delivered": N, "failed": N}. A broker that goes away costs nothing: records wait for its successor.
"""

import argparse
import base64
import json
import sys

from confluent_kafka import Producer

FLUSH_SECONDS = 120


class Tally:
    def __init__(self):
        self.delivered = 0
        self.failed = 0

    def report(self, error, _message):
        if error is None:
            self.delivered += 1
        else:
            self.failed += 1
            print(f"not delivered: {error}", file=sys.stderr, flush=True)


def produce(producer, lines, tally):
    for line in lines:
        record = json.loads(line)
        where = {"partition": record["partition"]} if "partition" in record else {}
        key, value = (base64.b64decode(record[name]) for name in ("key", "value"))
        while True:
            try:
                producer.produce(record["topic"], key=key, value=value, on_delivery=tally.report, **where)
                break
            except BufferError:
                producer.poll(0.1)
        producer.poll(0)
    producer.flush(FLUSH_SECONDS)


def main():
    parser = argparse.ArgumentParser(description="Produces lines of JSON to Kafka.")
    parser.add_argument("--brokers", required=True)
    options = parser.parse_args()
    settings = {
        "bootstrap.servers": options.brokers,
        "enable.idempotence": True,
        "acks": "all",
        "partitioner": "murmur2_random",
        "linger.ms": 5,
        # For as long as the run may take: a record that was given up would be missing in the input.
        "message.timeout.ms": 600_000,
        "socket.timeout.ms": 10_000,
        "reconnect.backoff.max.ms": 500,
        "topic.metadata.refresh.interval.ms": 5_000,
        "log_level": 2,
    }
    tally = Tally()
    produce(Producer(settings), sys.stdin, tally)
    print(json.dumps({"delivered": tally.delivered, "failed": tally.failed}), flush=True)


if __name__ == "__main__":
    main()
