"""Reads again what a consumer passed over, so that everything acknowledged has its effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from services.runtime.delivery.offsets import Missed, all_missed, no_longer_missed
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.loop import messages_of
from services.runtime.kafka.topics import topic_name
from services.runtime.process.logs import log

POLL_MS = 1_000
EMPTY_POLLS_MAX = 10


def read_again(carrier: Carrier, clients: Mapping[str, Any]) -> int:
    """Deliver the messages of every noted gap; how many there were.

    What the log no longer keeps cannot be read again: the gap is closed and an error is logged.
    """
    with carrier.database.begin() as connection:
        gaps = all_missed(connection)
    return sum(_read_gap(carrier, clients, gap) for gap in gaps)


def _read_gap(carrier: Carrier, clients: Mapping[str, Any], gap: Missed) -> int:
    place = TopicPartition(topic_name(gap.topic), gap.partition)
    reader = KafkaConsumer(**clients, enable_auto_commit=False, auto_offset_reset="earliest", group_id=None)
    delivered = 0
    try:
        reader.assign([place])
        kept_from = reader.beginning_offsets([place])[place]
        reader.seek(place, max(gap.start, kept_from))
        next_position, empty = max(gap.start, kept_from), 0
        while next_position < gap.end and empty < EMPTY_POLLS_MAX:
            records = [record for record in reader.poll(timeout_ms=POLL_MS).get(place, []) if record.offset < gap.end]
            empty = 0 if records else empty + 1
            if records:
                carrier.carry(messages_of({place: records}))
                next_position = records[-1].offset + 1
                delivered += len(records)
    finally:
        reader.close()
    if next_position < gap.end:
        log.error("gap_not_readable", service=carrier.service.name, topic=gap.topic, partition=gap.partition)
        return delivered
    if kept_from > gap.start:
        log.error("gap_lost_to_retention", service=carrier.service.name, topic=gap.topic, partition=gap.partition)
    with carrier.database.begin() as connection:
        no_longer_missed(connection, gap)
    log.warning("gap_read_again", service=carrier.service.name, topic=gap.topic, count=delivered)
    return delivered
