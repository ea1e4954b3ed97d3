"""Who released the payments of one person, for those who tell their case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from contracts.values import Money
from services.payments.release import rows
from services.payments.release.model import ActKind, ReleaseStanding
from services.payments.release.standing import standing_of
from services.payments.tables import instruction
from services.runtime.database.prepared import Prepared

_OWN = instruction.c
_SEALED = Prepared(
    select(_OWN.file, _OWN.amount_minor, _OWN.currency)
    .where(_OWN.person == bindparam("of"), _OWN.file.is_not(None))
    .order_by(_OWN.file, _OWN.end_to_end)
)


@dataclass(frozen=True, slots=True)
class PersonsRelease:
    """A payment of a person that was released: by whom, and on the day of the last of them."""

    on: date
    money: Money
    officers: Sequence[str]


def releases_for(connection: Connection, person: str) -> list[PersonsRelease]:
    """Every released payment of a person, in the order of the files' names."""
    payments = _SEALED.rows(connection, {"of": person})
    standings, judgements = standing_of(
        connection, rows.files_named(connection, sorted({row.file for row in payments}))
    )
    counting = [each.act for each in judgements if not each.why_not and each.act.kind is ActKind.RELEASED]
    by_name = {
        each.file.name: each for each in standings if each.standing is ReleaseStanding.RELEASED and each.released_by
    }
    return [
        PersonsRelease(
            max(act.acted_on for act in counting if by_name[row.file].file.key in act.files),
            Money(minor=row.amount_minor, currency=row.currency),
            by_name[row.file].released_by,
        )
        for row in payments
        if row.file in by_name
    ]
