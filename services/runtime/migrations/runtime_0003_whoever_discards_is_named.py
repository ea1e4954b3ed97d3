"""An event is set aside by a named person, for a reason. Rows that name nobody say so from now on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "runtime_0003"
down_revision = "runtime_0002"
branch_labels = None

NAMED = "state <> 'discarded' OR (coalesce(trim(closed_by), '') <> '' AND coalesce(trim(closed_because), '') <> '')"

parked = sa.table(
    "parked",
    sa.column("state", sa.String()),
    sa.column("closed_by", sa.String()),
    sa.column("closed_because", sa.Text()),
)


def upgrade() -> None:
    """Take the step."""
    for column in (parked.c.closed_by, parked.c.closed_because):
        unsaid = sa.func.coalesce(sa.func.trim(column), "") == ""
        op.execute(sa.update(parked).where(parked.c.state == "discarded", unsaid).values({column: "not said"}))
    op.create_check_constraint("somebody_answers", "parked", NAMED)
