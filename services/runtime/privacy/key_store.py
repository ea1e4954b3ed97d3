"""Where data keys lie, wrapped: apart from what they seal, with copies of their own.

A person is erased by destroying their keys here. What they sealed may then lie in any copy of any database: nobody
opens it again. On a laptop the store is a file of its own, for its owner alone; on PostgreSQL it is a schema of its
own, here or on another server, which is in no copy of the data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    LargeBinary,
    MetaData,
    NullPool,
    StaticPool,
    String,
    Table,
    Text,
    Uuid,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    select,
    update,
)
from sqlalchemy.exc import ProgrammingError

from services.names import KEYS
from services.runtime.database import sqlite_schema
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import Position, chunks
from services.runtime.process.private_files import private_file
from services.runtime.process.role import connected_as

TABLES = MetaData()
OFFICER_MAX = 80
EXCHANGED_AT_ONCE = 500
UNDEFINED_TABLE = "42P01"
"""SQLSTATE. Source: PostgreSQL manual, appendix A."""

data_key = Table(
    "data_key",
    TABLES,
    Column("id", Uuid(), primary_key=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("master", String(16), nullable=False),
    Column("wrapped", LargeBinary(), nullable=False),
)
"""A key for one sealing: of a person, or of a file or message by its name, and under which master key it is wrapped."""

destroyed = Table(
    "destroyed",
    TABLES,
    Column("number", Position, primary_key=True, autoincrement=True),
    Column("owner", String(64), nullable=False),
    Column("officer", String(OFFICER_MAX), nullable=False),
    Column("because", Text(), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""Whose keys were destroyed, by whom and why. After a restore of older keys they are destroyed again by this list."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """A wrapped key; `master` is empty for keys from before they were named."""

    id: UUID
    owner: str
    master: str
    wrapped: bytes


class KeyStore:
    """Keeps wrapped data keys. Each call is a transaction of its own, before that of the data which it seals."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def on_sqlite(cls, file: Path) -> KeyStore:
        """The store in a file, made for its owner alone. What is deleted there is overwritten."""
        private_file(file)
        engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
        event.listen(engine, "connect", _overwriting)
        sqlite_schema.complete(engine, TABLES)
        return cls(engine)

    @classmethod
    def in_memory(cls) -> KeyStore:
        """A store that ends with the process, where nothing is kept."""
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
        sqlite_schema.complete(engine, TABLES)
        return cls(engine)

    @classmethod
    def on_postgresql(cls, url: str) -> KeyStore:
        """The store in the schema of keys of a database. Raises nothing yet: each use connects."""
        told = {**connected_as(KEYS), "options": f"-csearch_path={KEYS}"}
        return cls(create_engine(url, poolclass=NullPool, connect_args=told))

    def fault(self) -> str | None:
        """Why the store cannot be worked on, in one sentence; None if it can. Raises what the database raises."""
        try:
            with self._engine.connect() as connection:
                connection.execute(select(data_key.c.id).limit(0))
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE:
                return f"The schema {KEYS} was never migrated: run tideover migrate first."
            raise
        return None

    def keep(self, keys: Sequence[DataKey]) -> None:
        """Add keys."""
        with self._engine.begin() as connection:
            for part in chunks(keys):
                _KEEP.run_each(connection, [asdict(key) for key in part])

    def find(self, ids: Collection[UUID]) -> dict[UUID, DataKey]:
        """The keys of these ids; those that were destroyed are left out."""
        return {key.id: key for part in chunks(ids) for key in self._read(_OF_IDS, {"any_of": part})}

    def of(self, owner: str) -> list[DataKey]:
        """Every key of an owner."""
        return self._read(_OF_OWNER, {"of": owner})

    def _read(self, which: Prepared, asked: Mapping[str, Any]) -> list[DataKey]:
        with self._engine.connect() as connection:
            return [DataKey(row.id, row.owner, row.master, row.wrapped) for row in which.rows(connection, asked)]

    def under(self, masters: Sequence[str]) -> Iterator[list[DataKey]]:
        """Every key that one of these master keys wraps, some at once in the order of their ids."""
        after = UUID(int=0)
        theirs = select(data_key).where(data_key.c.master.in_(masters)).order_by(data_key.c.id)
        while True:
            with self._engine.connect() as connection:
                rows = connection.execute(theirs.where(data_key.c.id > after).limit(EXCHANGED_AT_ONCE))
                some = [DataKey(row.id, row.owner, row.master, row.wrapped) for row in rows]
            if not some:
                return
            yield some
            after = some[-1].id

    def exchange(self, keys: Sequence[tuple[DataKey, DataKey]]) -> int:
        """Keep keys as they are wrapped anew, unless one was destroyed or exchanged meanwhile; how many."""
        with self._engine.begin() as connection:
            return sum(_exchange(connection, before, after) for before, after in keys)

    def counts(self) -> dict[str, int]:
        """How many keys each master key wraps, by its name."""
        with self._engine.connect() as connection:
            counted = select(data_key.c.master, func.count()).group_by(data_key.c.master).order_by(data_key.c.master)
            return {row[0]: row[1] for row in connection.execute(counted)}

    def destroyed_of(self, owners: Collection[str]) -> set[str]:
        """Those of these owners whose keys were destroyed."""
        with self._engine.connect() as connection:
            return {
                owner
                for part in chunks(owners)
                for owner in connection.scalars(select(destroyed.c.owner).where(destroyed.c.owner.in_(part)))
            }

    def erased(self, owners: Collection[str]) -> set[str]:
        """Those of these owners whose keys were destroyed, and who have had none since."""
        gone = self.destroyed_of(owners)
        with self._engine.connect() as connection:
            for part in chunks(gone.copy()):
                gone -= set(connection.scalars(select(data_key.c.owner).where(data_key.c.owner.in_(part))))
        return gone

    def destroy(self, owner: str, *, officer: str, because: str) -> int:
        """Destroy every key of an owner, in a named person's name and with a reason; how many there were."""
        with self._engine.begin() as connection:
            connection.execute(destroyed.insert().values(owner=owner, officer=officer, because=because))
            return _destroy(connection, owner)

    def destroy_again(self) -> int:
        """After older keys were restored: destroy what the list of destroyed keys names; how many keys there were."""
        with self._engine.begin() as connection:
            owners = connection.scalars(select(destroyed.c.owner).distinct()).all()
            return sum(_destroy(connection, owner) for owner in owners)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads, for copies and comparisons."""
        with self._engine.connect() as connection:
            yield connection


_KEEP = Prepared(data_key.insert().inline(), [column.name for column in fields(DataKey)])
_OF_IDS = Prepared(select(data_key).where(among(data_key.c.id)).order_by(data_key.c.id))
_OF_OWNER = Prepared(select(data_key).where(data_key.c.owner == bindparam("of")).order_by(data_key.c.id))


def _exchange(connection: Connection, before: DataKey, after: DataKey) -> int:
    as_it_was = update(data_key).where(data_key.c.id == before.id, data_key.c.master == before.master)
    return int(connection.execute(as_it_was.values(master=after.master, wrapped=after.wrapped)).rowcount)


def _destroy(connection: Connection, owner: str) -> int:
    return int(connection.execute(delete(data_key).where(data_key.c.owner == owner)).rowcount)


def _overwriting(connection: Any, _record: Any) -> None:
    """No byte of a destroyed key stays in the file, nor in a log beside it."""
    for pragma in ("secure_delete=ON", "journal_mode=DELETE", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
