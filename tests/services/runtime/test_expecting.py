"""A batch that is expected to be news is not looked up, and is looked up after all where it is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.base import Envelope
from services.runtime.database.expected_news import CAREFUL_BATCHES
from services.runtime.delivery import parking
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.laptop.laptop import Laptop
from tests.services.runtime.tally import claim, counts, world


class Log:
    """A partition that is carried to the door as it grows."""

    def __init__(self, folder: Path) -> None:
        self.laptop: Laptop = world(folder)
        self.database = self.laptop.databases["claims"]
        self.end = 0

    def brings(self, *events: Envelope) -> BatchResult:
        """The next batch, at positions that were never there before."""
        batch = [Message(one.to_bytes(), "intake", 0, self.end + place) for place, one in enumerate(events)]
        self.end += len(batch)
        return deliver(batch, self.laptop.services["claims"], self.database)

    def expects_news(self) -> bool:
        """Whether the next position would be taken for news; asking tells nobody anything."""
        kept = self.database.expectation._careful
        expected = self.database.expectation.is_news([Message(b"", "intake", 0, self.end)])
        self.database.expectation._careful = kept
        return expected


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log of which this process has carried the beginning."""
    log = Log(tmp_path)
    log.brings(claim("zoe"))
    return log


def test_nothing_is_expected_of_a_partition_that_this_process_has_not_seen(tmp_path: Path) -> None:
    log = Log(tmp_path)
    assert not log.expects_news()
    log.brings(claim("ann"))
    assert log.expects_news()


def test_what_was_read_before_is_not_expected_to_be_news(log: Log) -> None:
    assert not log.database.expectation.is_news([Message(b"", "intake", 0, 0)])
    assert not log.database.expectation.is_news([Message(b"", "intake", 1, 5)])


def test_news_is_not_looked_up(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(*_: Any) -> dict[Any, bytes]:
        raise AssertionError("looked up")

    monkeypatch.setattr("services.runtime.delivery.inbox._contents", looked)
    log.brings(claim("ann"), claim("bob"))
    assert counts(log.database) == {"ann": (1, 0), "bob": (1, 0), "zoe": (1, 0)}


def test_an_event_that_was_sent_again_takes_effect_once(log: Log) -> None:
    receipt = log.brings(claim("ann"), claim("zoe"), claim("bob"))
    assert (receipt.done, receipt.duplicates, receipt.parked) == (2, 1, 0)
    assert counts(log.database) == {"ann": (1, 0), "bob": (1, 0), "zoe": (1, 0)}


def test_after_a_surprise_batches_are_looked_at_closely_for_a_while(log: Log) -> None:
    log.brings(claim("zoe"))
    for number in range(CAREFUL_BATCHES):
        assert not log.expects_news()
        log.brings(claim("ann", f"c-{number}"))
    assert log.expects_news()


def test_an_event_sent_again_that_would_now_be_refused_is_not_parked(tmp_path: Path) -> None:
    """Its handler would meet its own effect and refuse; only the inbox knows that this is a repeat."""
    log = Log(tmp_path)
    service = log.laptop.services["claims"]
    (model,) = service.handlers
    first_time = service.handlers[model]

    def once_only(event: Any, state: Any, cause: Envelope) -> Any:
        if state.claims:
            raise ValueError("a second claim")
        return first_time(event, state, cause)

    service.handlers[model] = once_only
    log.brings(claim("zoe"))
    assert log.expects_news()
    receipt = log.brings(claim("zoe"))
    assert (receipt.done, receipt.duplicates, receipt.parked) == (0, 1, 0)


def test_a_discarded_event_sent_again_stays_discarded(log: Log) -> None:
    log.brings(claim("ann", "bad"))
    with log.database.begin() as connection:
        (waiting,) = parking.waiting(connection)
    parking.discard(log.database, waiting.number, officer="R. Osei", because="no such scheme")
    for number in range(CAREFUL_BATCHES):
        log.brings(claim("bob", f"c-{number}"))
    assert log.expects_news()
    receipt = log.brings(claim("ann", "bad"))
    assert (receipt.done, receipt.duplicates, receipt.parked) == (0, 1, 0)


@pytest.mark.parametrize("few", [parking.FEW, 0])
def test_a_person_who_waits_goes_on_waiting_however_much_is_parked(
    log: Log, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(parking, "FEW", few)
    log.brings(claim("ann", "bad"), claim("bob", "bad"))
    receipt = log.brings(claim("ann", "c-2"), claim("ann", "c-2"), claim("cyd"))
    assert (receipt.done, receipt.duplicates, receipt.parked) == (1, 1, 1)
    assert counts(log.database) == {"cyd": (1, 0), "zoe": (1, 0)}
