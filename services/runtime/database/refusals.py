"""Tells what a database refuses from a database that does not answer, and says in a sentence what a role may not do."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from contracts.in_words import InWords

INSUFFICIENT_PRIVILEGE, READ_ONLY_TRANSACTION = "42501", "25006"
DATA_EXCEPTION, CONSTRAINT_VIOLATION, LIMIT_EXCEEDED = "22", "23", "54"
"""SQLSTATE, and classes of it. Source: PostgreSQL manual, appendix A."""
_ABOUT_CONTENT = (DATA_EXCEPTION, CONSTRAINT_VIOLATION, LIMIT_EXCEEDED)


def is_about_content(fault: Exception) -> bool:
    """Whether something was refused for what it is, so that trying again cannot help and everything else may go on.

    So are values that a driver cannot write, and what our own code cannot work with. A database that is away, slow or
    not ours to use is not, and neither is a machine without room.
    """
    if isinstance(fault, DBAPIError):
        if fault.connection_invalidated:
            return False
        state = str(getattr(fault.orig, "sqlstate", None) or "")
        return isinstance(fault, IntegrityError | DataError) or state.startswith(_ABOUT_CONTENT)
    if isinstance(fault, SQLAlchemyError):
        return isinstance(fault, StatementError)  # a value that its column cannot be given
    return not isinstance(fault, OSError | MemoryError | InWords)


def refusal_in(fault: DBAPIError, database_url: str) -> str | None:
    """Why the role of an address may not do what it tried; None if the fault is not about rights.

    The server's message names a table or a schema, never a row.
    """
    orig = fault.orig
    if getattr(orig, "sqlstate", None) not in {INSUFFICIENT_PRIVILEGE, READ_ONLY_TRANSACTION}:
        return None
    message = getattr(orig, "diag").message_primary  # noqa: B009 - only the driver's own errors have it
    return f"The role {make_url(database_url).username} may not do this: {message}."
