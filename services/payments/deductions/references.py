"""What a creditor reads beside a payment: the rule or order it was taken under, and the month; nothing of a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from services.payments.model import PaymentKind
from services.payments.tables import instruction
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks

_OTHER_SIGNS = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
"""What not every bank takes in a text (EPC implementation guidelines, section 1.4)."""
_REMITTED = Prepared(
    select(instruction.c.id, instruction.c.claim, instruction.c.period_start).where(
        among(instruction.c.id), instruction.c.kind == PaymentKind.REMITTANCE.value
    )
)


def references_of(connection: Connection, payments: Sequence[UUID]) -> Mapping[UUID, str]:
    """By payment, what stands beside those that go to creditors."""
    rows = (row for chunk in chunks(payments) for row in _REMITTED.rows(connection, {"any_of": chunk}))
    return {row.id: _OTHER_SIGNS.sub("-", f"{row.claim} {row.period_start:%Y-%m}") for row in rows}
