"""The parts of a service's state: what must come out of the log again, what may differ, what is not in the log.

How facts fall into batches, and which topic was read first, may change how many versions of a decision there were,
never the last one. So what holds now is compared row by row; earlier versions are compared too, and a difference there
is reported but is no fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import MetaData, Select, Table, func, select
from sqlalchemy.sql.elements import ColumnElement

from services.claims.views import employers_words, vault, words_read
from services.eligibility import views as eligibility
from services.oversight import views as oversight
from services.payments import views as payments
from services.runtime.database import tallies
from services.runtime.database.store import inbox, outbox, parked, wake
from services.runtime.delivery.parking import REPLAYED


@dataclass(frozen=True, slots=True)
class StatePart:
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
    "claims": (
        Brought(vault, "names and identity numbers are never in an event"),
        Brought(employers_words, "the words of employers are never in an event"),
        Brought(words_read, "who reads them is said beside the log"),
    ),
    "oversight": (Brought(oversight.kept_figures, "figures are kept as they were told, whatever is counted later"),),
    "payments": (
        Brought(payments.bank_account, "accounts are never in an event"),
        Brought(payments.bank_message, "the bank's messages as they came hold accounts"),
        Brought(payments.credit_entry, "what the bank credited is never in an event before somebody waits for it"),
        Brought(payments.open_item, "what nobody understood stands in the bank's messages"),
        Brought(payments.waiting_settled, "what a named person said of days that wait is said beside the log"),
        Brought(payments.release_rule, "that one person is enough on a laptop is said beside the log"),
        Brought(payments.statement_day, "what a statement says of our account is never in an event"),
        Brought(payments.told_entry, "the bank's references of entries are never in an event"),
    ),
}
"""Tables that are copied into the rebuilt database before the log is read."""


def parts_of(service: str, tables: MetaData) -> list[StatePart]:
    """Everything of a service that is compared."""
    copied = {brought.table.name for brought in NOT_IN_THE_LOG.get(service, ())}
    own = [table for name, table in sorted(tables.tables.items()) if name not in copied]
    special = _SPECIAL.get(service, {})
    parts = [part for table in own for part in special.get(table.name, (_whole(table),))]
    return [*parts, *_OF_EVERY_SERVICE]


def _whole(table: Table) -> StatePart:
    """All rows; of tallies what they add up to, since any transaction may take any slot."""
    if table.name != tallies.NAME:
        return StatePart(table.name, select(table))
    total = func.sum(table.c.value)
    summed = select(table.c.name, table.c.label, total).group_by(table.c.name, table.c.label).having(total != 0)
    return StatePart(table.name, summed)


def _but(table: Table, *left_out: str) -> Select[tuple[object, ...]]:
    return select(*(column for column in table.c if column.name not in left_out))


_OF_EVERY_SERVICE = (
    StatePart("inbox", select(inbox)),
    StatePart("wake", select(wake)),
    StatePart("parked", _but(parked, "number", "reason", "transaction").where(parked.c.state != REPLAYED)),
    StatePart("outbox", _but(outbox, "position", "transaction"), holds=False),
)


def _per_person(column: ColumnElement[int]) -> Select[tuple[object, ...]]:
    posting = payments.posting
    groups = (posting.c.account, posting.c.person, posting.c.currency)
    total = func.sum(column)
    return select(*groups, total).group_by(*groups).having(total != 0)


def _latest(table: Table, *columns: str) -> Select[tuple[object, ...]]:
    return select(*(table.c[name] for name in columns)).where(table.c.latest)


_SPECIAL: Mapping[str, Mapping[str, tuple[StatePart, ...]]] = {
    "eligibility": {
        "fact": (StatePart("fact", _but(eligibility.fact, "number", "arrived")),),
        "determination": (
            StatePart("determination, latest", _latest(eligibility.determination, "subject", "claim", "content")),
            StatePart("determination, all versions", select(eligibility.determination), holds=False),
        ),
        "assessment": (
            StatePart(
                "assessment, latest", _latest(eligibility.assessment, "subject", "claim", "certification", "content")
            ),
            StatePart("assessment, all versions", select(eligibility.assessment), holds=False),
        ),
        "sheet": (StatePart("sheet", select(eligibility.sheet.c.digest, eligibility.sheet.c.scheme), holds=False),),
    },
    "oversight": {"observation": (StatePart("observation", _but(oversight.observation, "position")),)},
    "payments": {
        "payment_file": (StatePart("payment_file", _but(payments.payment_file, "sha256", "body_sealed")),),
        "posting": (
            StatePart("posting, summed by account and person", _per_person(payments.posting.c.amount_minor)),
            StatePart("posting", select(payments.posting), holds=False),
        ),
        "journal": (StatePart("journal", select(payments.journal), holds=False),),
        "reissue_order": (StatePart("reissue_order", select(payments.reissue_order), holds=False),),
        "left_out": (StatePart("left_out", select(payments.left_out), holds=False),),  # by the accounts of that day
    },
}
