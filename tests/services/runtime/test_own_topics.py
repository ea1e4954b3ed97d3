"""Nobody speaks on another's topic: an event takes effect only where its publisher, and nobody else, may write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contracts.base import Envelope
from contracts.schemas import EXAMPLES
from services.eligibility.tables import fact
from services.runtime.database.store import Database, outbox, parked
from services.runtime.delivery import parking
from services.runtime.delivery.delivery import deliver, replay
from services.runtime.delivery.messages import Message, read_all
from services.runtime.delivery.parking import ToPark
from services.runtime.delivery.reading_ahead import read_ahead
from services.runtime.process.settings import Settings
from services.runtime.service import Service
from services.worlds import real_services
from tests.services.eligibility.registry import keeping_service
from tests.services.runtime.tally import FIRST, claim, counts, day_closed, service, world
from tests.stories.town import said, wages

SERVICES = real_services(Settings())


def examples() -> list[Envelope]:
    return [Envelope.from_bytes(path.read_bytes()) for path in sorted(EXAMPLES.glob("*.json"))]


def codes(read: list[Any]) -> list[str | None]:
    return [item.code if isinstance(item, ToPark) else None for item in read]


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_takes_an_event_from_a_topic_that_is_not_its_publishers(name: str) -> None:
    heard = SERVICES[name].topics()
    for envelope in examples():
        own = envelope.type.split(".")[1]
        for raw in (envelope.to_bytes(), b" " + envelope.to_bytes()):
            wrong = [Message(raw, topic, 0, 0) for topic in heard if topic != own]
            assert codes(read_all(wrong, SERVICES[name])) == ["wrong-topic"] * len(wrong), envelope.type
            assert "wrong-topic" not in codes(read_all([Message(raw, own, 0, 0)], SERVICES[name])), envelope.type


def test_what_stands_in_a_wrong_topic_takes_no_effect_holds_up_nobody_and_uses_up_no_id(tmp_path: Path) -> None:
    laptop = world(tmp_path)
    database = laptop.databases["claims"]
    forged = Message(claim("ann").to_bytes(), "registry", 2, 40)
    closed = Message(day_closed(FIRST, 0).to_bytes(), "intake", 0, 7)
    misled = Message(claim("bob").to_bytes(), "clock", 0, 1)

    result = deliver([forged, closed, misled, forged], service(), database)
    assert (result.done, result.parked, result.published) == (0, 3, 0)
    assert counts(database) == {}
    with database.begin() as connection:
        assert [(event.subject, event.origin) for event in parking.waiting(connection)] == [
            (None, "registry/2/40"),
            (None, "intake/0/7"),
            (None, "clock/0/1"),
        ]

    laptop.publish([claim("ann"), claim("bob")])
    laptop.run_until_quiet()
    assert counts(database) == {"ann": (1, 0), "bob": (1, 0)}, "the true events have the same ids, and count"


def test_a_sentence_says_whose_event_stands_where(tmp_path: Path) -> None:
    database = world(tmp_path).databases["claims"]
    deliver([Message(claim("ann").to_bytes(), "registry", 0, 0)], service(), database)
    with database.begin() as connection:
        [event] = parking.waiting(connection)
    assert event.reason == ("an event of intake stands in the topic of registry; only the topic of intake may hold it")


def test_a_replay_knows_the_topic_that_it_came_from(tmp_path: Path) -> None:
    database = world(tmp_path).databases["claims"]
    deliver([Message(claim("ann").to_bytes(), "registry", 0, 0)], service(), database)
    assert replay(service(), database, None).parked == 1
    assert counts(database) == {}


def test_a_type_that_nobody_publishes_is_unknown_wherever_it_stands() -> None:
    raw = claim("eve").to_bytes().replace(b"tideover.intake.", b"tideover.intaek.")
    assert codes(read_all([Message(raw, "intake", 0, 0)], service())) == ["unknown-type"]


def test_facts_that_are_only_kept_are_not_kept_from_a_wrong_topic(tmp_path: Path) -> None:
    keeping: Service[Any] = keeping_service()
    database = Database.on_sqlite(tmp_path / "eligibility.db", keeping.tables)
    batches = [[Message(said(wages(month)).to_bytes(), "intake", 0, month)] for month in (1, 2, 3)]
    for batch in read_ahead(batches, keeping, worth=1):
        deliver(batch, keeping, database)
    with database.begin() as connection:
        assert connection.execute(select(fact.c.subject)).all() == []
        assert connection.execute(select(outbox.c.event_id)).all() == []
        assert connection.scalars(select(parked.c.code)).all() == ["wrong-topic"] * 3
    database.close()
