"""Facts of people without a claim are only kept, a batch at once: nothing is computed from them until one is filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from contracts.base import Event
from contracts.intake import CertificationFiled
from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    EmploymentSuspended,
    FactRetracted,
    HoursChanged,
    ParticularStated,
    PersonRecorded,
)
from contracts.values import Money
from services.eligibility import store
from services.eligibility.known import KnownFact, known_fact, say_the_same
from services.runtime.handlers import Stower
from services.runtime.messages import Readable

REGISTRY_FACTS = (
    PersonRecorded,
    EmploymentStarted,
    EmploymentEnded,
    HoursChanged,
    EmploymentSuspended,
    ContributionRecorded,
    ParticularStated,
    FactRetracted,
)


def amounts_in(event: Event) -> Iterator[Money]:
    """Every amount of money that a fact states."""
    if isinstance(event, ContributionRecorded):
        yield event.earnings
        if event.contribution is not None:
            yield event.contribution
    elif isinstance(event, CertificationFiled):
        yield from (week.earnings for week in event.weeks)


def make_stow(currencies: Collection[str]) -> Stower:
    """Keeps the registry facts of those who never filed a claim; whatever is to be judged goes the ordinary way.

    That is: any other event, an amount in another currency, a place stated twice in the batch, and a statement
    that contradicts what was stated before.
    """

    def stow(connection: Connection, events: Sequence[Readable]) -> Collection[str]:
        to_judge = {item.envelope.subject for item in events if not _is_plain(item.event, currencies)}
        facts = [
            (item.envelope.subject, known_fact(item.event, item.envelope.id))
            for item in events
            if item.envelope.subject not in to_judge
        ]
        to_judge |= store.with_claim(connection, sorted({subject for subject, _ in facts}))
        to_judge |= _stated_twice(facts)
        facts = [(subject, known) for subject, known in facts if subject not in to_judge]
        before = store.stated(connection, facts)
        for subject, known in facts:
            known_before = before.get((subject, known.place))
            if known_before is not None and not say_the_same(known_before, known.event):
                to_judge.add(subject)
        new = [
            (subject, known)
            for subject, known in facts
            if subject not in to_judge and (subject, known.place) not in before
        ]
        store.add_facts(connection, new)
        return {subject for subject, _ in facts} - to_judge

    return stow


def _is_plain(event: Event, currencies: Collection[str]) -> bool:
    return isinstance(event, REGISTRY_FACTS) and all(money.currency in currencies for money in amounts_in(event))


def _stated_twice(facts: Sequence[tuple[str, KnownFact]]) -> set[str]:
    places = Counter((subject, known.place) for subject, known in facts)
    return {subject for (subject, _), count in places.items() if count > 1}
