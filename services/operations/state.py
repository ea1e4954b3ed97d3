"""What a service's state is: what must come out of the log again, what may come out otherwise, what is not in the log.

How facts fall into batches, and which topic was read first where two came together, may change how many versions of a
decision there were on the way, never the last one. So what holds now is compared row by row; what was said on the way
is compared too, and a difference there is told and is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import MetaData, Select, Table, func, select

from services.claims.vault import vault
from services.payments import tables as payments
from services.runtime.database.store import inbox, outbox, parked, wake
from services.runtime.delivery.parking import REPLAYED


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a service's rows, by a name for people; `holds` if it must come out of the log equal."""

    name: str
    rows: Select[tuple[object, ...]]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Brought:
    """A table that no event fills, and why: it is copied from the live database."""

    table: Table
    reason: str


NOT_IN_THE_LOG: Mapping[str, tuple[Brought, ...]] = {
    "claims": (Brought(vault, "names and identity numbers are never in an event"),),
    "payments": (
        Brought(payments.bank_account, "accounts are never in an event"),
        Brought(payments.bank_message, "the bank's messages as they came hold accounts"),
    ),
}
"""Tables that are copied into the rebuilt database before the log is read."""


def parts_of(service: str, tables: MetaData) -> list[Part]:
    """Everything of a service that is compared."""
    brought = {one.table.name for one in NOT_IN_THE_LOG.get(service, ())}
    own = [table for name, table in sorted(tables.tables.items()) if name not in brought]
    special = _SPECIAL.get(service, {})
    parts = [part for table in own for part in special.get(table.name, _as_it_is)(table)]
    return [*parts, *_OF_EVERY_SERVICE]


def _as_it_is(table: Table) -> tuple[Part, ...]:
    return (Part(table.name, select(table)),)


def _but(table: Table, *left_out: str) -> Select[tuple[object, ...]]:
    return select(*(column for column in table.c if column.name not in left_out))


_OF_EVERY_SERVICE = (
    Part("inbox", select(inbox)),
    Part("wake", select(wake)),
    Part("parked", _but(parked, "number", "reason", "transaction").where(parked.c.state != REPLAYED)),
    Part("outbox", _but(outbox, "position", "transaction"), holds=False),
)


def _postings(posting: Table) -> tuple[Part, ...]:
    groups = (posting.c.account, posting.c.person, posting.c.currency)
    total = func.sum(posting.c.amount_minor)
    summed = select(*groups, total).group_by(*groups).having(total != 0)
    return (
        Part("posting, summed by account and person", summed),
        Part("posting", select(posting), holds=False),
    )


def _versions(table: Table, *compared: str) -> tuple[Part, ...]:
    latest = select(*(table.c[name] for name in compared)).where(table.c.latest)
    return (
        Part(f"{table.name}, latest", latest),
        Part(f"{table.name}, all versions", select(table), holds=False),
    )


_SPECIAL: Mapping[str, Mapping[str, Callable[[Table], tuple[Part, ...]]]] = {
    "eligibility": {
        "fact": lambda fact: (Part("fact", _but(fact, "number")),),
        "determination": lambda table: _versions(table, "subject", "claim", "content"),
        "assessment": lambda table: _versions(table, "subject", "claim", "certification", "content"),
    },
    "payments": {
        "payment_file": lambda table: (Part("payment_file", _but(table, "sha256", "wrapped_key", "body_sealed")),),
        "posting": _postings,
        "journal": lambda table: (Part("journal", select(table), holds=False),),
    },
}
