"""Facts of people without a claim are only kept, a batch at once: nothing is computed from them until one is filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from contracts.base import Envelope, Event
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
from services.eligibility.fact_rows import add_facts, fact_row, in_place_of, place_of, stated_in, with_claim
from services.eligibility.person import say_the_same
from services.runtime.database.bulk import Row
from services.runtime.service import Keeping

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
_ONLY_KEPT = frozenset(REGISTRY_FACTS)


def amounts_in(event: Event) -> Iterator[Money]:
    """Every amount of money that a fact states."""
    if isinstance(event, ContributionRecorded):
        yield event.earnings
        if event.contribution is not None:
            yield event.contribution
    elif isinstance(event, CertificationFiled):
        yield from (week.earnings for week in event.weeks)


def keeping(currencies: Collection[str]) -> Keeping:
    """Keeps the registry facts of those who never filed a claim.

    Any other event goes the ordinary way, and so do an amount in another currency, a place that is stated twice in
    the batch, and a statement that contradicts an earlier one.
    """

    def row(event: Event, envelope: Envelope) -> Row | None:
        if type(event) not in _ONLY_KEPT:
            return None
        if type(event) is ContributionRecorded and not _all_in(currencies, event):
            return None
        return fact_row(envelope.subject, event, envelope.id)

    return Keeping(row, _keep)


def _all_in(currencies: Collection[str], event: ContributionRecorded) -> bool:
    """Asked for every contribution of a country, so without a loop."""
    contribution = event.contribution
    return event.earnings.currency in currencies and (contribution is None or contribution.currency in currencies)


def _keep(connection: Connection, rows: Sequence[Row], *, expecting_news: bool = False) -> Collection[str]:
    """Of news, no place was stated before: the table refuses a place that was."""
    people = {row[0] for row in rows}
    kept = people - with_claim(connection, list(people)) - _stating_twice(rows)
    if len(kept) < len(people):
        rows = [row for row in rows if row[0] in kept]
    before = {} if expecting_news else in_place_of(connection, rows)
    if before:
        kept -= {row[0] for row in rows if _contradicts(row, before)}
        rows = [row for row in rows if row[0] in kept and place_of(row) not in before]
    add_facts(connection, rows)
    return kept


def _contradicts(row: Row, before: Mapping[Row, Event]) -> bool:
    earlier = before.get(place_of(row))
    return earlier is not None and not say_the_same(earlier, stated_in(row))


def _stating_twice(rows: Sequence[Row]) -> set[str]:
    places = Counter(map(place_of, rows))
    return {place[0] for place, count in places.items() if count > 1} if len(places) < len(rows) else set()
