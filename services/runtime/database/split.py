"""A service on several servers, each with some of its partitions: what asks it chooses one, or asks each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NoReturn

from sqlalchemy import Connection, MetaData

from contracts.in_words import InWords
from services.runtime.database.store import CONNECTIONS_KEPT, Database
from services.runtime.process.places import places_of
from services.runtime.process.settings import Settings


class AsksOneServer(InWords):
    """Something asks a service that is split as if it lay on one server; the message is one sentence."""


class SplitDatabase(Database):
    """The databases of one service by partition. It is no place of its own: whoever asks it names a part."""

    def __init__(self, parts: Sequence[Database]) -> None:
        first = parts[0]
        super().__init__(
            first.engine, first.tables, partitions=first.partitions, schema=first.schema, log_is_whole=True
        )
        self._parts = tuple(parts)
        self._by_partition: Mapping[int, Database] = {
            partition: part for part in parts for partition in part.held or ()
        }

    @property
    def parts(self) -> Sequence[Database]:
        """One database a server."""
        return self._parts

    def of(self, partition: int) -> Database:
        """Where a partition lies."""
        return self._by_partition[partition]

    def to_write(self) -> AbstractContextManager[Connection]:
        """Raise `AsksOneServer`."""
        self._refuse()

    def to_read(self) -> AbstractContextManager[Connection]:
        """Raise `AsksOneServer`."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise AsksOneServer(
            f"{self.schema.capitalize()} lies on {len(self._parts)} servers (TIDEOVER_DATABASES), and this asks one of"
            " them alone: ask where it lies on one."
        )

    def close(self) -> None:
        """Close the connections."""
        for part in self._parts:
            part.close()


def database_at_its_places(
    settings: Settings, service: str, tables: MetaData, *, kept: int = CONNECTIONS_KEPT
) -> Database:
    """The service's database, in parts where TIDEOVER_DATABASES says so; nothing is connected yet.

    Raises `WrongSetting`.
    """
    parts = []
    for place in places_of(settings, service):
        part = Database.on_postgresql(place.url, service, tables, partitions=settings.partitions, kept=kept)
        part.held = place.partitions
        parts.append(part)
    return parts[0] if len(parts) == 1 else SplitDatabase(parts)
