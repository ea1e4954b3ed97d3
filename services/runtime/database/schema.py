"""The schemas of the services on PostgreSQL: their state, what this program needs, and the migrations between.

A schema has two histories, alembic's branches: that of the tables every service has (services/runtime/migrations) and
that of the service's own (services/<service>/migrations). The steps are part of the package, so what a program needs
is what it carries, and is written down nowhere else. Steps go forward only. Alembic is imported by who takes steps or
draws them up: a worker only compares where its schema is with the heads that stand in the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, Engine, NullPool, create_engine, func, inspect, select, text

from services.names import KEYS
from services.runtime.process.role import connected_as

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

VERSION_TABLE = "schema_version"
COMMON = "runtime"
"""The history of the tables that every service has."""
EXTENSIONS = "extensions"
"""The schema of what PostgreSQL brings itself; deploy/postgres/roles.sql makes it too."""

LOCK_MAX_MS = 15_000
"""A step that waits longer for a table gives up, since all other transactions wait behind it."""

_SERVICES = Path(__file__).parents[2]
_MIGRATOR = Path(__file__).parent / "migrator"
_ONE_AT_A_TIME = 0x7465_6D70  # the advisory lock of whoever changes schemas


class SchemaAhead(Exception):
    """A schema is at a step that this program does not carry; the message is one sentence."""


def folder_of(history: str) -> Path:
    """Where the steps of a history lie."""
    if history == KEYS:
        return _SERVICES / COMMON / "privacy" / "migrations"
    return _SERVICES / history / "migrations"


def _folders_of(service: str) -> list[Path]:
    return [folder_of(history) for history in ((KEYS,) if service == KEYS else (COMMON, service))]


def configuration(service: str, **options: object) -> Config:
    """Alembic's configuration for one service's schema; `options` are those of its environment."""
    from alembic.config import Config  # noqa: PLC0415 - a tenth of what a process imports

    config = Config()
    config.set_main_option("script_location", str(_MIGRATOR))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, _folders_of(service))))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["options"] = {"version_table": VERSION_TABLE, **options}
    return config


def steps_of(service: str) -> ScriptDirectory:
    """Every step of a service's schema that this program carries."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - likewise

    return ScriptDirectory.from_config(configuration(service))


class Carried(NamedTuple):
    """The steps of a service's schema that this program carries: the last of each history, and all."""

    heads: frozenset[str]
    all_steps: frozenset[str]


def carried(service: str) -> Carried:
    """What this program needs of a service's schema; read from the steps once, since it may be asked for each event."""
    return _carried_in(_SERVICES, service)


_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_FOLLOWS = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


@cache
def _carried_in(_folder: Path, service: str) -> Carried:
    steps = [path.read_text("utf-8") for folder in _folders_of(service) for path in folder.glob("*_*.py")]
    revisions = frozenset(found[1] for step in steps if (found := _REVISION.search(step)))
    followed = frozenset(found[1] for step in steps if (found := _FOLLOWS.search(step)))
    return Carried(revisions - followed, revisions)


def engine_on(url: str, schema: str) -> Engine:
    """Connections whose unqualified names are the schema's."""
    told = {**connected_as(schema), "options": f"-csearch_path={schema},{EXTENSIONS}"}
    return create_engine(url, poolclass=NullPool, connect_args=told)


def reached_by(connection: Connection) -> frozenset[str]:
    """The last steps that were taken in the connection's schema, one a history; none in an empty schema."""
    if not connection.scalar(select(func.to_regclass(VERSION_TABLE))):
        return frozenset()
    return frozenset(connection.scalars(text(f"SELECT version_num FROM {VERSION_TABLE}")))  # noqa: S608 - our own table


def schema_fault(connection: Connection) -> str | None:
    """Why this program must not work on the connection's schema, in one sentence; nothing if it may.

    The schema is the first of the connection's search path, as `Database.on_postgresql` sets it. SQLite's files are
    made by the program itself, so there is nothing to say about them.
    """
    if connection.dialect.name != "postgresql":
        return None
    schema = connection.scalar(select(func.split_part(func.current_setting("search_path"), ",", 1)))
    service = str(schema).strip(' "')
    needed, there = carried(service).heads, reached_by(connection)
    if there == needed:
        return None
    if not there:
        return _unseen(connection, service) or f"The schema {service} was never migrated: run tideover migrate first."
    if ahead := _ahead(service, there):
        return ahead
    missing = _words(needed - there)
    return f"The schema {service} is at {_words(there)}, and this program needs {missing}: run tideover migrate."


def _unseen(connection: Connection, service: str) -> str | None:
    """To a role without rights on a schema it looks empty: name the missing right instead."""
    hidden = text(
        "SELECT current_user FROM pg_namespace WHERE nspname = :name AND NOT has_schema_privilege(oid, 'USAGE')"
    )
    role = connection.scalar(hidden, {"name": service})
    return f"The role {role} may not look into the schema {service}." if role else None


def _ahead(service: str, there: frozenset[str]) -> str | None:
    unknown = there - carried(service).all_steps
    sentence = f"The schema {service} is at {_words(unknown)}, which this program does not know: the program is older."
    return sentence if unknown else None


def _words(revisions: Iterable[str]) -> str:
    return " and ".join(sorted(revisions))


def upgrade(url: str, service: str, to: str = "heads") -> tuple[str, ...]:
    """Take the steps that a service's schema still needs, all or none; returns those taken, in order.

    Creates the schema if there is none. A second call at the same time waits. Raises `SchemaAhead`.
    """
    import alembic.command  # noqa: PLC0415 - likewise

    engine = engine_on(url, service)
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        for schema in (EXTENSIONS, service):
            if not inspect(connection).has_schema(schema):
                connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MAX_MS}"))
        if ahead := _ahead(service, reached_by(connection)):
            raise SchemaAhead(ahead)
        taken: list[str] = []
        config = configuration(
            service,
            connection=connection,
            on_version_apply=lambda *, step, **_: taken.append(step.up_revision_id),
        )
        alembic.command.upgrade(config, to)
    engine.dispose()
    return tuple(taken)
