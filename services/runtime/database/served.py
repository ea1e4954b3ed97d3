"""Which schemes a database serves: the migrator writes it down, and a worker that was set otherwise does not start.

It stands in PostgreSQL's comment on each service's schema, which every role may read of every schema. Where none
stands, nobody has said it yet. SQLite's files belong to one process, so there is nothing to say about them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, text

from services.names import SERVICES

_SERVES = "schemes that are served: "
_COMMENTS = text(
    "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname IN :services ORDER BY nspname"
).bindparams(bindparam("services", expanding=True))


def in_one_form(schemes: Collection[str]) -> str:
    """The names of schemes as they are written down and compared."""
    return ",".join(sorted(set(schemes)))


def served_by(connection: Connection) -> Mapping[str, str]:
    """By service, the schemes that were written down for its schema; without those of which nobody has said it."""
    if connection.dialect.name != "postgresql":
        return {}
    rows = connection.execute(_COMMENTS, {"services": SERVICES})
    return {name: said.removeprefix(_SERVES) for name, said in rows if said and said.startswith(_SERVES)}


def write_served(connection: Connection, service: str, schemes: str) -> None:
    """Write down what a service's schema serves; its owner may."""
    connection.execute(text(f"COMMENT ON SCHEMA \"{service}\" IS '{_SERVES}{schemes}'"))


def served_fault(connection: Connection, schemes: Collection[str]) -> str | None:
    """Why a worker that serves these schemes must not start on the database, in one sentence; None if it may."""
    ours = in_one_form(schemes)
    other = next(((service, theirs) for service, theirs in served_by(connection).items() if theirs != ours), None)
    if other is None:
        return None
    service, theirs = other
    return (
        f"TIDEOVER_SCHEMES names {ours}, and the database serves {theirs} (schema {service}): set that, or change what "
        "is served with tideover migrate --change-schemes and start every worker anew."
    )
