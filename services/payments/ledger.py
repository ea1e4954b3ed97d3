"""The double-entry ledger: written once, zero-sum per entry and currency, read as balances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select

from services.payments.accounts import is_of_a_claimant
from services.payments.model import JournalEntry
from services.payments.tables import journal, posting
from services.runtime.database import chain
from services.runtime.database.prepared import Prepared


class Unbalanced(Exception):
    """An entry that does not sum to zero, or moves nothing: a fault of ours, never written."""


def postings_of(person: str, entry: JournalEntry) -> list[dict[str, Any]]:
    """Two lines a leg, debit first; raises `Unbalanced` on a leg that moves nothing."""
    lines: list[tuple[str, int]] = []
    for leg in entry.legs:
        if leg.minor <= 0:
            raise Unbalanced(f"a {entry.kind} leg from {leg.credit} to {leg.debit} moves {leg.minor}")
        lines += [(leg.debit, leg.minor), (leg.credit, -leg.minor)]
    return [
        {
            "journal": entry.id,
            "line": number,
            "account": account,
            "person": person if is_of_a_claimant(account) else None,
            "amount_minor": minor,
            "currency": entry.currency,
        }
        for number, (account, minor) in enumerate(lines)
    ]


def book(connection: Connection, entries: Sequence[tuple[str, JournalEntry]]) -> None:
    """Write entries, each for a person."""
    journals = [
        {
            "id": entry.id,
            "cause": entry.cause,
            "kind": entry.kind,
            "effective_on": entry.effective_on,
            "recorded_at": entry.recorded_at.astimezone(UTC),  # SQLite keeps no zone
            "claim": entry.claim,
            "certification": entry.certification,
            "lines": 2 * len(entry.legs),
        }
        for _, entry in entries
    ]
    write(connection, journals, [line for person, entry in entries for line in postings_of(person, entry)])


def write(connection: Connection, journals: Sequence[dict[str, Any]], lines: Sequence[dict[str, Any]]) -> None:
    """Append journals with their lines. Raises `Unbalanced` unless every journal sums to zero per currency."""
    sums: Counter[tuple[UUID, str]] = Counter()
    for line in lines:
        sums[line["journal"], line["currency"]] += line["amount_minor"]
    if any(sums.values()):
        raise Unbalanced("a journal must sum to zero")
    if Counter(line["journal"] for line in lines) != Counter({row["id"]: row["lines"] for row in journals}):
        raise Unbalanced("every journal has all its lines, and every line a journal")
    chain.insert(connection, journal, journals)
    chain.insert(connection, posting, lines)


def trial_balance(connection: Connection) -> dict[str, int]:
    """The sum of all postings per currency; anything but zero means that money appeared or vanished.

    Also zero only if every single journal is: two faults that cancel out count as faults.
    """
    totals = {currency: int(total) for currency, total in _TOTALS.rows(connection)}
    for _, currency, off in unbalanced(connection):
        totals[currency] = totals[currency] or abs(off)
    return totals


def unbalanced(connection: Connection) -> list[tuple[UUID, str, int]]:
    """The journals that do not sum to zero, with by how much."""
    return [(journal, currency, int(total)) for journal, currency, total in _UNBALANCED.rows(connection)]


def incomplete(connection: Connection) -> list[tuple[UUID, int, int]]:
    """The journals that do not have all their lines: how many they have, and how many they were written with."""
    return [tuple(row) for row in _INCOMPLETE.rows(connection)]


def balances(connection: Connection, until: date | None = None) -> dict[tuple[str, str], int]:
    """Every account's balance by account and currency, debits above zero; with a day, as it was at the end of it."""
    rows = _BALANCES.rows(connection) if until is None else _BALANCES_THEN.rows(connection, {"until": until})
    return {(account, currency): int(total) for account, currency, total in rows}


_SUM, _LINES = func.sum(posting.c.amount_minor), func.count(posting.c.line)
_TOTALS = Prepared(select(posting.c.currency, _SUM).group_by(posting.c.currency))
_UNBALANCED = Prepared(
    select(posting.c.journal, posting.c.currency, _SUM)
    .group_by(posting.c.journal, posting.c.currency)
    .having(_SUM != 0)
)
_INCOMPLETE = Prepared(
    select(journal.c.id, _LINES, journal.c.lines)
    .outerjoin(posting, posting.c.journal == journal.c.id)
    .group_by(journal.c.id, journal.c.lines)
    .having(journal.c.lines != _LINES)
)
_BY_ACCOUNT = select(posting.c.account, posting.c.currency, _SUM).group_by(posting.c.account, posting.c.currency)
_BALANCES = Prepared(_BY_ACCOUNT)
_BALANCES_THEN = Prepared(
    _BY_ACCOUNT.join(journal, journal.c.id == posting.c.journal).where(journal.c.effective_on <= bindparam("until"))
)


def midnight(day: date) -> datetime:
    """The start of a day, where a moment is asked for and only a day is known."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
