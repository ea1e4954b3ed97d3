"""Tells when a program and the tables that it meets do not fit: another version has made them, or a right is missing.

That is nobody's event's fault. Whoever went on would park every event of everybody, so the process ends instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import DBAPIError

from contracts.in_words import InWords
from services.runtime.database.refusals import INSUFFICIENT_PRIVILEGE, refusal_in
from services.runtime.database.store import METADATA, Database

_NO_SUCH_THING, _NO_SCHEMA, _PLAN_OUT_OF_DATE, _NOT_NULL = "42", "3F", "0A000", "23502"
"""SQLSTATE or its class: a table, column or function that is not there or is another; a plan made for other tables."""
_SQLITE_NO_SUCH_THING, _SQLITE_NOT_NULL = ("no such ", "has no column named "), "SQLITE_CONSTRAINT_NOTNULL"
"""SQLite has one result code for all faults of a statement, and tells them apart by words alone."""


class SchemaMisfit(InWords):
    """This program cannot work with the tables that it meets; the message is one sentence."""


@contextmanager
def fitting(database: Database) -> Iterator[None]:
    """Work on a database. Raises `SchemaMisfit` in place of what the database says where the two do not fit."""
    try:
        yield
    except DBAPIError as fault:
        if misfit := misfit_in(fault, database):
            raise SchemaMisfit(misfit) from fault
        raise


def require_fit(connection: Connection, database: Database, fault: Exception | None = None) -> None:
    """Before an event is parked for a refusal: raise `SchemaMisfit` if the tables are not this program's."""
    misfit = misfit_in(fault, database) if isinstance(fault, DBAPIError) else None
    if misfit := misfit or database.schema_fault(connection):
        raise SchemaMisfit(misfit)


def misfit_in(fault: DBAPIError, database: Database) -> str | None:
    """Why this program cannot work with a database's tables, in one sentence; None if the fault is another.

    The server's message names tables and columns, never a row.
    """
    state = str(getattr(fault.orig, "sqlstate", None) or getattr(fault.orig, "sqlite_errorname", ""))
    if state == INSUFFICIENT_PRIVILEGE:
        return refusal_in(fault, database.engine.url.render_as_string())
    is_missing = state == _PLAN_OUT_OF_DATE or state.startswith((_NO_SUCH_THING, _NO_SCHEMA)) or _is_missing(fault)
    if is_missing or (state in {_NOT_NULL, _SQLITE_NOT_NULL} and _may_be_nothing_here(fault, database.tables)):
        return f"This program and the tables that it meets do not fit ({_message(fault)}): {_what_to_do(database)}."
    return None


def _is_missing(fault: DBAPIError) -> bool:
    """The same in SQLite's words."""
    says = str(fault.orig)
    return hasattr(fault.orig, "sqlite_errorname") and any(words in says for words in _SQLITE_NO_SUCH_THING)


def _may_be_nothing_here(fault: DBAPIError, tables: MetaData) -> bool:
    """Whether the column that must not be empty is one that this program does not know, or may leave empty."""
    diag = getattr(fault.orig, "diag", None)
    if diag is not None:
        table_name, column_name = diag.table_name, diag.column_name
    else:  # NOT NULL constraint failed: outbox.partition
        table_name, _, column_name = str(fault.orig).rpartition(" ")[2].partition(".")
    known = [each.tables[table_name] for each in (METADATA, tables) if table_name in each.tables]
    return not any(column_name in table.c and not table.c[column_name].nullable for table in known)


def _message(fault: DBAPIError) -> str:
    diag = getattr(fault.orig, "diag", None)
    return str(diag.message_primary if diag is not None else fault.orig)


def _what_to_do(database: Database) -> str:
    if database.engine.dialect.name == "sqlite":
        return "another version of it has made them"
    return "stop every process, run tideover migrate, and start the version that belongs to the tables"
