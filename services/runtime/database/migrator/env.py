"""Run by alembic for each command; `schema.py` beside this folder says on which connection, towards which tables."""

from __future__ import annotations

from alembic import context

context.configure(**context.config.attributes["options"])
with context.begin_transaction():
    context.run_migrations()
