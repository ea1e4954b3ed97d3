"""Where a batch stands that cannot be unpacked here, in a sentence for the operator.

The fault of kafka-python does not say where, and a consumer that met it must not be polled again: it would turn round
in that poll for ever. So each partition is read by a consumer of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import UnsupportedCodecError

from services.runtime.kafka.clients import opened, unreadable

POLL_MS = 1_000


def unreadable_batch(
    fault: UnsupportedCodecError, clients: Mapping[str, Any], left: Mapping[TopicPartition, int]
) -> str:
    """The sentence; `left` is how far each partition was read, by Kafka's name of the topic."""
    for place, position in left.items():
        reader = opened(KafkaConsumer, **clients, enable_auto_commit=False, group_id=None)
        try:
            reader.assign([place])
            reader.seek(place, position)
            while reader.poll(timeout_ms=POLL_MS):
                pass
        except UnsupportedCodecError as same:
            return unreadable(same, place.topic, place.partition, reader.position(place))
        finally:
            reader.close()
    return unreadable(fault)
