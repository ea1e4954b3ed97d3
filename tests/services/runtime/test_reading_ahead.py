"""Reading ahead changes nothing but who reads: the same batches, in order, each read before it is handed out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from services.runtime.database.store import Database
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.delivery.reading_ahead import read_ahead
from tests.services.runtime.tally import TABLES, claim, counts, service


def batches(*sizes: int) -> list[list[Message]]:
    people = iter(f"p{number}" for number in range(sum(sizes)))
    return [[Message(claim(next(people)).to_bytes(), "intake", 0, 0) for _ in range(size)] for size in sizes]


def test_the_batches_come_in_order_and_are_read_already() -> None:
    mine, of = service(), batches(3, 1, 4, 2)
    handed_out = list(read_ahead(of, mine, worth=2))
    assert handed_out == of
    assert all(message.read_by is mine and message.item for batch in handed_out for message in batch)


def test_what_was_read_ahead_takes_effect_as_it_would_have(tmp_path: Path) -> None:
    mine = service()
    database = Database.on_sqlite(tmp_path / "claims.db", TABLES)
    done = sum(deliver(batch, mine, database).done for batch in read_ahead(batches(2, 5, 1), mine, worth=2))
    assert done == 8
    assert len(counts(database)) == 8


def test_a_small_batch_waits_for_no_other() -> None:
    asked: list[int] = []

    def arriving() -> Iterator[Sequence[Message]]:
        for number, batch in enumerate(batches(3, 1, 3, 3)):
            asked.append(number)
            yield batch

    handed_out = read_ahead(arriving(), service(), worth=2)
    assert [(len(next(handed_out)), list(asked)) for _ in range(2)] == [(3, [0, 1]), (1, [0, 1])]
    assert len(next(handed_out)) == 3
    assert asked == [0, 1, 2, 3], "a large one is handed out when the next is being read"


def test_a_service_reads_for_itself_what_another_has_read() -> None:
    one, other = service("one"), service("other")
    [batch] = read_ahead(batches(1), one)
    list(read_ahead([batch], other))
    assert batch[0].read_by is other


def test_what_fails_in_fetching_is_raised_after_what_came_before() -> None:
    def arriving() -> Iterator[Sequence[Message]]:
        yield from batches(1)
        raise ConnectionError("the log is gone")

    before = sys.getswitchinterval()
    handed_out = read_ahead(arriving(), service())
    assert len(next(handed_out)) == 1
    with pytest.raises(ConnectionError, match="the log is gone"):
        next(handed_out)
    assert sys.getswitchinterval() == before
