"""The schemas of the services on PostgreSQL: their state, what this program needs, and the migrations between.

A schema has two histories, alembic's branches: that of the tables every service has (services/runtime/migrations) and
that of the service's own (services/<service>/migrations). The steps are part of the package, so what a program needs
is what it carries, and is written down nowhere else. Steps go forward only. Alembic is imported by who takes steps or
draws them up: a worker only compares where its schema is with the heads that stand in the files.

A step that says `expands = True` only adds, so the program before it goes on under it, and can be put back. A program
does not carry the steps of a later one, so whoever takes them writes down in the schema which programs they leave at
work: in the comment on the table of versions, which every role may read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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


_STILL_SERVES = "still serves programs that need: "


class SchemaAhead(Exception):
    """A schema is at a step under which this program cannot work; the message is one sentence."""


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


class Step(NamedTuple):
    """A step as its file tells of itself: which one it follows, if any, and whether it only adds."""

    revision: str
    follows: str | None
    expands: bool


class Carried(NamedTuple):
    """The steps of a service's schema that this program carries: the last of each history, and all by their names."""

    heads: frozenset[str]
    all_steps: Mapping[str, Step]

    def still_served(self, there: Iterable[str]) -> frozenset[str]:
        """The steps that earlier programs need, and under which they may go on where the schema has come to `there`."""
        return frozenset(earlier for revision in there for earlier in self._before(revision))

    def _before(self, revision: str) -> Iterator[str]:
        step = self.all_steps.get(revision)
        while step and step.expands and step.follows:
            yield step.follows
            step = self.all_steps.get(step.follows)


def carried(service: str) -> Carried:
    """What this program needs of a service's schema; read from the steps once, since it may be asked for each event."""
    return _carried_in(_SERVICES, service)


_REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
_FOLLOWS = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)
_EXPANDS = re.compile(r"^expands = True\b", re.MULTILINE)


@cache
def _carried_in(_folder: Path, service: str) -> Carried:
    told = (path.read_text("utf-8") for folder in _folders_of(service) for path in folder.glob("*_*.py"))
    steps = {step.revision: step for text in told if (step := _step_in(text))}
    return Carried(frozenset(steps.keys() - {step.follows for step in steps.values()}), steps)


def _step_in(told: str) -> Step | None:
    if (revision := _REVISION.search(told)) is None:
        return None
    follows = _FOLLOWS.search(told)
    return Step(revision[1], follows[1] if follows else None, _EXPANDS.search(told) is not None)


def engine_on(url: str, schema: str) -> Engine:
    """Connections whose unqualified names are the schema's."""
    told = {**connected_as(schema), "options": f"-csearch_path={schema},{EXTENSIONS}"}
    return create_engine(url, poolclass=NullPool, connect_args=told)


def reached_by(connection: Connection) -> frozenset[str]:
    """The last steps that were taken in the connection's schema, one a history; none in an empty schema."""
    if not connection.scalar(select(func.to_regclass(VERSION_TABLE))):
        return frozenset()
    return frozenset(connection.scalars(text(f"SELECT version_num FROM {VERSION_TABLE}")))  # noqa: S608 - our own table


def _left_at_work(connection: Connection) -> frozenset[str]:
    """The steps that earlier programs need and under which whoever took the last step has left them at work."""
    said = connection.scalar(select(func.obj_description(func.to_regclass(VERSION_TABLE), "pg_class"))) or ""
    return frozenset(said.removeprefix(_STILL_SERVES).split()) if said.startswith(_STILL_SERVES) else frozenset()


def _write_left_at_work(connection: Connection, service: str) -> None:
    """Write it down for the earlier programs; its owner may."""
    serves = carried(service).still_served(reached_by(connection))
    if serves != _left_at_work(connection):
        said = f"'{_STILL_SERVES}{' '.join(sorted(serves))}'" if serves else "NULL"
        connection.execute(text(f"COMMENT ON TABLE {VERSION_TABLE} IS {said}"))


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
    if there == needed or _goes_on(connection, service, there):
        return None
    if not there:
        return _unseen(connection, service) or f"The schema {service} was never migrated: run tideover migrate first."
    if ahead := _ahead(service, there):
        return ahead
    missing = _words(needed - there)
    fault = f"The schema {service} is at {_words(there)}, and this program needs {missing}: run tideover migrate."
    if there <= needed | carried(service).still_served(needed):
        fault += " The program of before may go on meanwhile: the steps only add."
    return fault


def _goes_on(connection: Connection, service: str, there: frozenset[str]) -> bool:
    """Whether later steps that only add are all that the schema has and this program does not carry."""
    return bool(there) and carried(service).heads <= there | _left_at_work(connection)


def _unseen(connection: Connection, service: str) -> str | None:
    """To a role without rights on a schema it looks empty: name the missing right instead."""
    hidden = text(
        "SELECT current_user FROM pg_namespace WHERE nspname = :name AND NOT has_schema_privilege(oid, 'USAGE')"
    )
    role = connection.scalar(hidden, {"name": service})
    return f"The role {role} may not look into the schema {service}." if role else None


def _ahead(service: str, there: frozenset[str]) -> str | None:
    unknown = there - carried(service).all_steps.keys()
    sentence = (
        f"The schema {service} is at {_words(unknown)}, under which this program cannot work: it is older, and a step "
        "since then does more than add. Start the version that belongs to the tables."
    )
    return sentence if unknown else None


def _words(revisions: Iterable[str]) -> str:
    return " and ".join(sorted(revisions))


def upgrade(url: str, service: str, to: str = "heads") -> tuple[str, ...]:
    """Take the steps that a service's schema still needs, all or none; returns those taken, in order.

    Creates the schema if there is none. A second call at the same time waits. A schema that is ahead and leaves this
    program at work stays as it is. Raises `SchemaAhead`.
    """
    import alembic.command  # noqa: PLC0415 - likewise

    engine = engine_on(url, service)
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        for schema in (EXTENSIONS, service):
            if not inspect(connection).has_schema(schema):
                connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_MAX_MS}"))
        taken: list[str] = []
        config = configuration(
            service,
            connection=connection,
            on_version_apply=lambda *, step, **_: taken.append(step.up_revision_id),
        )
        if ahead := _ahead(service, there := reached_by(connection)):
            if not _goes_on(connection, service, there):
                raise SchemaAhead(ahead)
        else:
            alembic.command.upgrade(config, to)
            _write_left_at_work(connection, service)
    engine.dispose()
    return tuple(taken)
