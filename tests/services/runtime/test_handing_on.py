"""What one service says the next hears: before a day is closed, whoever wrote it, and whatever was pruned before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import MetaData

from services.runtime.database.store import Database
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.chained_carrier import ChainedCarrier, OutboxTail
from services.runtime.delivery.messages import Message
from services.runtime.delivery.offsets import Missed, all_missed, note_reached
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.process.health import Health
from tests.services.runtime.tally import service

DAY = Message(b"", "clock", 0, 0, key=b"partition-0")
SAID = Message(b"", "claims", 0, 0, from_outbox=True)


def test_a_day_waits_for_what_another_process_has_said_meanwhile() -> None:
    heard: list[tuple[str, str]] = []

    def deliver(name: str, batch: Sequence[Message]) -> BatchResult:
        heard.extend((name, message.topic) for message in batch)
        return BatchResult()

    def look() -> bool:
        line = chain.lines["claims"][0]
        before = line.end
        line.ends_at(1)
        return line.end > before

    services = {name: service(name) for name in ("claims", "payments")}
    topics = {"claims": ["clock"], "payments": ["claims"]}
    chain = ChainedCarrier(services, deliver, lambda *_: [SAID], topics, look)
    chain.lines = {"claims": {0: OutboxTail()}}
    chain.tell([DAY], services)
    chain.run(services)
    assert heard == [("payments", "claims"), ("claims", "clock")]


def test_a_catch_up_reads_each_event_of_each_partition_once() -> None:
    said = [Message(b"", "claims", number % 4, number // 4, from_outbox=True) for number in range(3_000)]
    heard: list[Message] = []
    asked: list[int] = []

    def deliver(_name: str, batch: Sequence[Message]) -> BatchResult:
        heard.extend(batch)
        return BatchResult()

    def read(_name: str, partition: int, start: int, most: int) -> list[Message]:
        rows = [message for message in said if message.partition == partition and message.offset >= start][:most]
        asked.append(len(rows))
        return rows

    services = {name: service(name) for name in ("claims", "payments")}
    chain = ChainedCarrier(services, deliver, read, {"claims": [], "payments": ["claims"]})
    chain.lines = {"claims": {partition: OutboxTail(end=750) for partition in range(4)}}
    chain.run(services)
    assert sorted(heard, key=lambda message: (message.offset, message.partition)) == said
    assert sum(asked) == len(said)


@pytest.mark.parametrize(("message", "gaps"), [(7, [Missed("claims", 0, 0, 7)]), (0, [])])
def test_a_log_that_begins_late_has_lost_something(message: int, gaps: list[Missed]) -> None:
    assert gaps_at(Message(b"", "claims", 0, message)) == gaps


def test_an_outbox_that_begins_late_was_pruned_and_has_no_gap() -> None:
    assert gaps_at(Message(b"", "claims", 0, 7, from_outbox=True)) == []


def gaps_at(message: Message) -> list[Missed]:
    database = Database.in_memory("gaps", MetaData())
    database.log_is_whole = True
    with database.begin() as connection:
        note_reached(connection, database, [message])
        gaps = all_missed(connection)
    database.close()
    return gaps


def test_a_worker_that_has_no_partition_yet_publishes_none() -> None:
    database = Database.in_memory("none", MetaData())
    publisher = Publisher(Relay({"claims": database}, {}, Health()))
    ChainedWorker({"claims": Carrier(service(), database, Health())}, publisher, {"claims": []})
    assert publisher.relay.partitions == frozenset()
    database.close()
