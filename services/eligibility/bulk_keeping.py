"""Stores registry facts of people without a claim in bulk, without running handlers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from contracts.base import Event
from contracts.closing_audits import LineAudited
from contracts.intake import CertificationFiled
from contracts.reading import OpenedMessage
from contracts.registry import FACTS, ContributionRecorded, Fact, FactRetracted, LayoffAnnounced, LeavingPaymentRecorded
from contracts.values import Money
from services.eligibility.fact_rows import add_facts, fact_row, key_of, of_consequence, stated_before, stated_in
from services.eligibility.model import state_the_same
from services.runtime.database.driver import Row
from services.runtime.service import Keeping

REGISTRY_FACTS: tuple[type[Fact], ...] = (*FACTS, FactRetracted)
_ONLY_KEPT = frozenset(REGISTRY_FACTS) - {LayoffAnnounced}
"""Nothing follows from these for a person without a claim."""


def amounts_in(event: Event) -> Iterator[Money]:
    """Every amount of money that a fact states and the scheme counts; pay abroad stays in the other currency."""
    if isinstance(event, ContributionRecorded):
        yield event.earnings
        if event.contribution is not None:
            yield event.contribution
    elif isinstance(event, LeavingPaymentRecorded):
        yield event.amount
    elif isinstance(event, LineAudited):
        yield event.found
    elif isinstance(event, CertificationFiled):
        yield from (week.earnings for week in event.weeks)


def keeping(currencies: Collection[str]) -> Keeping:
    """Keeps the registry facts of those who never filed a claim and were never merged with another pseudonym.

    Any other event goes through its handler, and so do an amount in another currency, a fact of which one version is
    stated twice in the batch, and a statement that contradicts an earlier one.
    """

    def row(opened: OpenedMessage) -> Row | None:
        event = opened.event
        if type(event) not in _ONLY_KEPT:
            return None
        if type(event) is FactRetracted and event.kind == LayoffAnnounced.name:
            return None
        if type(event) is ContributionRecorded and not _all_in(currencies, event):
            return None
        if type(event) is LeavingPaymentRecorded and event.amount.currency not in currencies:
            return None
        return fact_row(opened.subject, event, opened.id, opened.written)

    return Keeping(row, _keep)


def _all_in(currencies: Collection[str], event: ContributionRecorded) -> bool:
    """Asked for every contribution of a country, so without a loop."""
    contribution = event.contribution
    return event.earnings.currency in currencies and (contribution is None or contribution.currency in currencies)


def _keep(connection: Connection, rows: Sequence[Row], *, expecting_news: bool = False) -> Collection[str]:
    """Store the rows and say whose; where news is expected, the table refuses what was stated before."""
    people = {row[0] for row in rows}
    kept = people - of_consequence(connection, list(people)) - _stating_twice(rows)
    if len(kept) < len(people):
        rows = [row for row in rows if row[0] in kept]
    before = {} if expecting_news else stated_before(connection, rows)
    if before:
        kept -= {row[0] for row in rows if _contradicts(row, before)}
        rows = [row for row in rows if row[0] in kept and key_of(row) not in before]
    add_facts(connection, rows)
    return kept


def _contradicts(row: Row, before: Mapping[Row, Event]) -> bool:
    earlier = before.get(key_of(row))
    return earlier is not None and not state_the_same(earlier, stated_in(row))


def _stating_twice(rows: Sequence[Row]) -> set[str]:
    """Those of whom the rows state one version of a fact more than once."""
    times = Counter(map(key_of, rows))
    return {key[0] for key, count in times.items() if count > 1} if len(times) < len(rows) else set()
