"""Decisions say by kind what they are about: facts of version 1 become the same facts of version 2.

Version 1 wrote it as a text, `week:2020-03-29`; version 2 writes fields. A log is read as version 2 whatever it holds,
so a database that is rebuilt from it has version 2 only, and the live one must have the same rows.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "eligibility_0002"
down_revision = "eligibility_0001"
branch_labels = None

DECISION = "claims.claim-decision"
FIELDS = {"week": "first_day", "overpayment": "first_day", "referral": "referral"}
AT_ONCE = 1_000

fact = sa.table(
    "fact",
    sa.column("number", sa.BigInteger()),
    sa.column("kind", sa.String()),
    sa.column("event_version", sa.Integer()),
    sa.column("body", sa.LargeBinary()),
)


def upgrade() -> None:
    """Take the step."""
    connection = op.get_bind()
    raised = (
        sa.update(fact)
        .where(fact.c.number == sa.bindparam("of_number"))
        .values(event_version=2, body=sa.bindparam("raised_body"))
    )
    last = 0
    while rows := connection.execute(_decisions_after(last)).all():
        connection.execute(raised, [{"of_number": number, "raised_body": _raised(body)} for number, body in rows])
        last = rows[-1].number


def _decisions_after(number: int) -> sa.Select[Any]:
    is_old = (fact.c.kind == DECISION) & (fact.c.event_version == 1) & (fact.c.number > number)
    return sa.select(fact.c.number, fact.c.body).where(is_old).order_by(fact.c.number).limit(AT_ONCE)


def _raised(body: bytes) -> bytes:
    decision = json.loads(body)
    kind, colon, named = decision["about"].partition(":")
    if colon and kind in FIELDS:
        decision["about"] = {"kind": kind, FIELDS[kind]: named}
    else:
        decision["about"] = {"kind": "condition", "condition": decision["about"]}
    return json.dumps(decision, ensure_ascii=False, separators=(",", ":")).encode()
