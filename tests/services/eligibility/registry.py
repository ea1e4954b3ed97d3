"""What registries and claimants send about a few people, mistakes included, and what the database holds in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from contracts.base import Envelope, Event, derived_id, seal
from contracts.values import Money
from services.eligibility.handlers import make_service
from services.eligibility.person import InsuredPerson
from services.eligibility.tables import assessment, determination, fact
from services.runtime.database.store import Database, inbox, outbox, parked, reached
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from services.runtime.service import Service
from services.worlds import served_schemes
from tests.stories.town import RECORDED, born, certifies, files_claim, lost_work, no_wages, wages

PEOPLE = ("p-ann", "p-bob", "p-cyd", "p-dan")
WITH_CLAIMS = ("p-bob", "p-dan")
ROUBLES = Money(minor=5, currency="RUB")

SCHEMES = served_schemes()


def keeping_service() -> Service[InsuredPerson]:
    """A fresh service; what it remembers of one database may not meet another."""
    return make_service(SCHEMES)


def one_by_one() -> Service[InsuredPerson]:
    """The same with every fact through its handler."""
    return replace(make_service(SCHEMES), keeping=None)


def message(event: Event, person: str, again: str = "") -> bytes:
    """A fact's bytes; `again` tells apart the ids under which the same was sent."""
    said = derived_id(person, event.model_dump_json(), again)
    return seal(event, subject=person, source="/registry", time=RECORDED, event_id=said).to_bytes()


def _recorded_later(event: Event) -> Event:
    return event.model_copy(update={"recorded_at": RECORDED + timedelta(days=9)})


def _under_the_id_of_another(event: Event, person: str) -> bytes:
    other = Envelope.from_bytes(message(born(), person))
    return seal(event, subject=person, source="/registry", time=RECORDED, event_id=other.id).to_bytes()


_registry = st.one_of(
    st.builds(wages, st.integers(1, 3), st.sampled_from((120_000, 90_000)), version=st.integers(1, 2)),
    st.builds(no_wages, st.integers(1, 3), version=st.integers(1, 3)),
    st.just(born()),
    st.builds(lost_work, version=st.integers(1, 2)),
)
_person = st.sampled_from(PEOPLE)
_again = st.sampled_from(("", "", "exported again"))
_fact = st.builds(message, _registry, _person, _again)
_message = st.one_of(
    _fact,
    _fact,
    _fact,
    _fact.map(lambda raw: b" " + raw),
    st.builds(message, _registry.map(_recorded_later), _person, st.just("later")),
    st.builds(_under_the_id_of_another, _registry, _person),
    st.builds(message, st.just(wages(1).model_copy(update={"earnings": ROUBLES})), _person),
    st.builds(lambda raw: raw.replace(b'"start":"20', b'"start":"90'), _fact),
    st.just(b"{nope"),
    st.builds(message, st.just(files_claim()), st.sampled_from(WITH_CLAIMS)),
    st.builds(message, st.just(certifies(0)), _person),
)
batches = st.lists(st.lists(_message, min_size=1, max_size=14), min_size=1, max_size=4)
"""What arrives, batch by batch: corrections, retractions, repeats, contradictions, broken messages, claims."""


def delivered(arriving: Sequence[Sequence[bytes]], to: Service[InsuredPerson], database: Database) -> list[BatchResult]:
    """Deliver batch by batch, then the last batch once more, as after a lost acknowledgement."""
    numbers = count()
    messages = [[Message(raw, _topic_of(raw), 0, next(numbers)) for raw in batch] for batch in arriving]
    return [deliver(batch, to, database) for batch in (*messages, messages[-1])]


def _topic_of(raw: bytes) -> str:
    """Its publisher's; what nobody can read came from a registry."""
    publishers = ("intake", "claims")
    return next((name for name in publishers if f'"tideover.{name}.'.encode() in raw), "registry")


def held(database: Database) -> dict[str, Any]:
    """All that the database holds: facts by person in the order in which they came to be known, the rest by row."""
    by_person: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    with database.begin() as connection:
        for row in connection.execute(select(fact).order_by(fact.c.number)):
            by_person[row.subject].append(tuple(row)[1:])
        return {
            "facts": dict(by_person),
            "inbox": _rows(connection.execute(select(inbox).order_by(inbox.c.event_id))),
            "outbox": _rows(connection.execute(select(outbox.c.event_id, outbox.c.body).order_by(outbox.c.position))),
            "parked": _rows(connection.execute(_PARKED)),
            "reached": _rows(connection.execute(select(reached).order_by(reached.c.topic))),
            "determinations": _rows(connection.execute(select(determination).order_by(determination.c.determination))),
            "assessments": _rows(connection.execute(select(assessment).order_by(assessment.c.assessment))),
        }


_PARKED = select(*(column for column in parked.c if column.name != "transaction")).order_by(parked.c.number)


def _rows(found: Iterable[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in found]
