"""An index over some rows of a table, on SQLite and on PostgreSQL: of rows that wait, and not of all there ever were.

A query finds it only if it says the condition in the same words, with a literal and no bound value.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement


def only_where(condition: ColumnElement[bool]) -> dict[str, Any]:
    """The options of `Index`; the condition names columns that stand alone, since the table is not there yet."""
    return {"sqlite_where": condition, "postgresql_where": condition}
