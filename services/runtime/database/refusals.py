"""Says in one sentence what PostgreSQL did not allow a role to do; the statement and its values are not repeated."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

INSUFFICIENT_PRIVILEGE, READ_ONLY_TRANSACTION = "42501", "25006"
"""SQLSTATE. Source: PostgreSQL manual, appendix A."""


def refusal_in(fault: DBAPIError, database_url: str) -> str | None:
    """Why the role of an address may not do what it tried; None if the fault is not about rights.

    The server's message names a table or a schema, never a row.
    """
    orig = fault.orig
    if getattr(orig, "sqlstate", None) not in {INSUFFICIENT_PRIVILEGE, READ_ONLY_TRANSACTION}:
        return None
    message = getattr(orig, "diag").message_primary  # noqa: B009 - only the driver's own errors have it
    return f"The role {make_url(database_url).username} may not do this: {message}."
