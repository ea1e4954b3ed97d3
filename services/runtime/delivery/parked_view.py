"""What waits for a person, as pages list it: the first parked event of each subject, and how many wait behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from services.runtime.database.store import parked
from services.runtime.delivery.parking import WAITING


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """One parked event of a service, without the words of its fault, which may hold what the message holds."""

    number: int
    subject: str | None
    code: str
    origin: str
    body: bytes
    state: str
    arrived_ms: int | None
    closed_by: str | None
    closed_because: str | None
    behind: int
    """How many events of the same subject wait behind it."""


_OWN, _EARLIER = parked.c, parked.alias("earlier").c
_COLUMNS = ("number", "subject", "code", "origin", "body", "state", "arrived_ms", "closed_by", "closed_because")
_WAITS = _OWN.state == WAITING
_IS_FIRST = ~exists().where(_EARLIER.subject == _OWN.subject, _EARLIER.state == WAITING, _EARLIER.number < _OWN.number)


def counted(connection: Connection) -> dict[str, int]:
    """How many subjects wait, by the code of the first event of each; what cannot be read counts one by one."""
    query = select(_OWN.code, func.count()).where(_WAITS, _IS_FIRST).group_by(_OWN.code)
    return {row[0]: row[1] for row in connection.execute(query)}


def waiting_origins(connection: Connection) -> list[str]:
    """Where in the log each event that waits came from; one message may wait in several services, once in each."""
    return [origin for (origin,) in connection.execute(select(_OWN.origin).where(_WAITS))]


def first_of_each(connection: Connection, code: str, start: int, most: int) -> list[ParkedRow]:
    """The first waiting event of each subject, in order; those of one code, or all where it is empty."""
    query = select(*(_OWN[name] for name in _COLUMNS)).where(_WAITS, _IS_FIRST)
    if code:
        query = query.where(_OWN.code == code)
    return _with_what_waits_behind(connection, query.order_by(_OWN.number).offset(start).limit(most))


def parked_event(connection: Connection, number: int) -> ParkedRow | None:
    """One event, whatever became of it; None where there is none of this number."""
    query = select(*(_OWN[name] for name in _COLUMNS)).where(_OWN.number == number)
    return next(iter(_with_what_waits_behind(connection, query)), None)


def first_waiting_of(connection: Connection, subject: str) -> int | None:
    """The number of a subject's first event that waits."""
    number: int | None = connection.scalar(select(func.min(_OWN.number)).where(_WAITS, _OWN.subject == subject))
    return number


def _with_what_waits_behind(connection: Connection, query: Any) -> list[ParkedRow]:
    rows = connection.execute(query).all()
    numbers = _waiting_of(connection, {row.subject for row in rows if row.subject is not None})
    return [_shown(row, numbers) for row in rows]


def _shown(row: Any, numbers: Mapping[str, Sequence[int]]) -> ParkedRow:
    behind = sum(number > row.number for number in numbers.get(row.subject, ()))
    return ParkedRow(**{name: getattr(row, name) for name in _COLUMNS}, behind=behind)


def _waiting_of(connection: Connection, subjects: Collection[str]) -> Mapping[str, Sequence[int]]:
    if not subjects:
        return {}
    which: ColumnElement[bool] = and_(_WAITS, _OWN.subject.in_(sorted(subjects)))
    numbers: dict[str, list[int]] = {}
    for row in connection.execute(select(_OWN.subject, _OWN.number).where(which)):
        numbers.setdefault(row.subject, []).append(row.number)
    return numbers
