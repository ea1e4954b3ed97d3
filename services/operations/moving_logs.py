"""Before a step moves rows from one log to another: whether everybody has heard what stands in the old one.

The step that gave outboxes partitions puts all earlier rows into the first. What is not heard by then would be heard
there, beside newer events of the same person in another partition, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from services.runtime.database.schema import engine_on
from services.runtime.service import Service

MOVED = "partition"
"""The column of an outbox whose rows were moved."""

_UNPUBLISHED = text("""
SELECT count(*) FROM outbox WHERE ("transaction", position) > (
    COALESCE((SELECT "transaction" FROM relayed WHERE reader = 'kafka'), '0'),
    COALESCE((SELECT position FROM relayed WHERE reader = 'kafka'), 0))
""")
_UNHEARD = """
SELECT count(*) FROM "{said}".outbox AS said
WHERE regexp_replace(said.type, '[.]v[0-9]+$', '') = ANY(:types)
  AND NOT EXISTS (SELECT FROM "{hears}".inbox WHERE event_id = said.event_id)
  AND NOT EXISTS (SELECT FROM "{hears}".parked WHERE split_part(identity, '#', 1) = said.event_id::text)
"""
_LISTENED = 'SELECT EXISTS (SELECT FROM "{hears}".reached WHERE topic = :topic)'
_VERSION = re.compile(r"\.v[0-9]+$")


def unrest_before_moving(url: str, service: str, services: Mapping[str, Service[Any]]) -> str | None:
    """Why a service's outbox must not be moved now, in one sentence; None if it may be, or is not going to be.

    Looks at the services of the same database that have heard anything of this one.
    """
    with _connected(url, service) as connection:
        columns = [column["name"] for column in _columns(connection, service)]
        if not columns or MOVED in columns:
            return None
        if waiting := connection.scalar(_UNPUBLISHED):
            return _sentence(f"Kafka does not have all events of {service} yet ({waiting:,} missing)")
        for name, hearer in services.items():
            if unheard := _unheard(connection, service, hearer):
                return _sentence(f"{name} has not heard all events of {service} yet ({unheard:,} missing)")
    return None


def _unheard(connection: Connection, said: str, hearer: Service[Any]) -> int:
    """How many events neither took effect nor are parked; none where somebody never listened at all."""
    if said not in hearer.topics() or not inspect(connection).has_table("reached", hearer.name):
        return 0
    if not connection.scalar(text(_LISTENED.format(hears=hearer.name)), {"topic": said}):
        return 0
    types = sorted({_VERSION.sub("", type_) for type_ in hearer.types()})
    return connection.scalar(text(_UNHEARD.format(said=said, hears=hearer.name)), {"types": types}) or 0


def _columns(connection: Connection, service: str) -> list[ReflectedColumn]:
    there = inspect(connection)
    return there.get_columns("outbox", service) if there.has_table("outbox", service) else []


def _sentence(what: str) -> str:
    to_do = "let the version that runs come to rest (tideover lag shows nothing), stop it, and migrate then"
    return f"{what}, and a step would move them: {to_do}."


@contextmanager
def _connected(url: str, service: str) -> Iterator[Connection]:
    engine = engine_on(url, service)
    try:
        with closing(engine.connect()) as connection:
            yield connection
    finally:
        engine.dispose()
