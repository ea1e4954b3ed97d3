"""Which process this is: what it writes to its log, and its connections to PostgreSQL, bear the name."""

from __future__ import annotations

from importlib.metadata import version

VERSION = version("tideover")
"""Of the program that runs."""


class _ThisProcess:
    role = "command"


def take_role(role: str) -> None:
    """Say which process this is: a worker by its name, any other by the words of its command."""
    _ThisProcess.role = role


def role() -> str:
    """Which process this is, as Prometheus labels it where it is one that lasts."""
    return _ThisProcess.role


def connected_as(schema: str) -> dict[str, str]:
    """What a connection tells PostgreSQL of itself, for `pg_stat_activity`: the role, and the schema that it is for.

    An address or an environment that names something else, as PGAPPNAME does, goes before it.
    """
    return {"fallback_application_name": f"tideover {role()}/{schema}"}
