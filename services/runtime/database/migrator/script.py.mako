"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
expands = False  # True where the program before works under it too: see deploy/ROLLBACK.md


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}
