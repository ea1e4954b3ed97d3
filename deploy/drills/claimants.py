"""People who lose work and claim today, one after another, all alike: what goes on while something breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache

from contracts.base import derived_id, seal
from law.catalogue import load_scheme
from law.language.sheet.scheme import Scheme
from law.people.as_facts import facts_of
from law.people.life import BenefitClaim, Job, Life
from law.people.stretches import paid_each

SCHEME = "us/mississippi"
PAY_MINOR = 120_000
MONTHS = 24


Message = tuple[str, str, bytes]
"""Topic, key and body."""


def messages_of(number: int, today: date) -> Iterator[Message]:
    """All that is told of one person: the job that ended, its pay, and the claim."""
    first = (today - timedelta(days=31 * MONTHS)).replace(day=1)
    pay = tuple(paid_each("month", first, MONTHS, PAY_MINOR // 100))
    person = f"p-{derived_id('drill', str(today), number).hex}"
    claim = BenefitClaim(today, key=f"c-{person[2:18]}")
    life = Life(born="1980-05", region="delta", jobs=(Job(ended=today, pay=pay),), claims=(claim,))
    moment = datetime.combine(today, datetime.min.time(), UTC)
    for event in facts_of(life, _law()):
        event_id = derived_id(person, event.model_dump_json())
        envelope = seal(event, subject=person, source="/drill", time=moment, event_id=event_id)
        yield envelope.type.split(".")[1], person, envelope.to_bytes()


@cache
def _law() -> Scheme:
    return load_scheme(SCHEME, accept_unverified=True)
