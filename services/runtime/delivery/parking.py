"""Events that cannot take effect are kept in order, each with a reason; nothing is lost, and other subjects go on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import starmap
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select, update

from contracts.written import PROSE, TURNING
from services.runtime.database import bulk, chain, driver
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import Database, parked
from services.runtime.parking_codes import CODES

WAITING, REPLAYED, DISCARDED = "waiting", "replayed", "discarded"
FEW = 500
"""Up to so many parked events are read at once instead of one by one."""


OFFICER_MAX, REASON_MAX = 80, 2000


@dataclass(frozen=True, slots=True)
class Parked:
    """One parked event. `subject` is None when the message was too broken to tell."""

    number: int
    identity: str
    subject: str | None
    code: str
    reason: str
    origin: str
    body: bytes
    state: str
    arrived_ms: int | None
    """When the log took it in, in Unix milliseconds, where the log notes it."""
    closed_by: str | None
    closed_because: str | None
    """Who set it aside, and why; None while it waits."""


@dataclass(frozen=True, slots=True)
class ToPark:
    """An event to be parked; `identity` is its id, or its place in the log if it has none."""

    identity: str
    subject: str | None
    code: str
    reason: str
    origin: str
    body: bytes
    message_key: bytes | None = None
    """As it came, whatever it says; dead letters are mirrored under it."""
    arrived_ms: int | None = None


class _State(NamedTuple):
    """What is looked at of a parked event."""

    identity: str
    subject: str | None
    state: str


class ParkedEvents:
    """What is parked, as far as the events of one transaction depend on it.

    Usually that is little and read at once: a query per event would cost more than the event.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = [_State(*row) for row in driver.rows_of(connection, _FIRST, (FEW + 1,))]
        self._all = rows if len(rows) <= FEW else None

    def halted(self, subjects: Collection[str]) -> set[str]:
        """Those of the subjects that have a parked event waiting."""
        if self._all is not None:
            return {row.subject for row in self._all if row.state == WAITING and row.subject}.intersection(subjects)
        by = {"subject": list(subjects)}
        return {row[0] for row in bulk.find(self._connection, parked, by, ("subject",), where=("state", (WAITING,)))}

    def already(self, identities: Sequence[str] | Sequence[UUID]) -> set[str]:
        """Those of the identities that were parked and not replayed, so that a redelivery parks nothing twice."""
        if self._all is not None:
            kept = {row.identity for row in self._all if row.state != REPLAYED}
            return kept.intersection(map(str, identities)) if kept else kept
        states = bulk.find(self._connection, parked, {"identity": identities}, ("identity", "state"))
        return {identity for identity, state in states if state != REPLAYED}


_FIRST = "SELECT identity, subject, state FROM parked LIMIT ?"


def park(connection: Connection, events: Iterable[ToPark]) -> None:
    """Store events in the order given; one that was replayed and failed again gets its old place back.

    Raises `KeyError` for a code that is not in `CODES`.
    """
    for event in events:
        CODES[event.code]
        if not _PARK_AGAIN.run(connection, {"of": event.identity, "code": event.code, "reason": event.reason}):
            _PARK.run(connection, {**asdict(event), "state": WAITING})
        chain.note_stored(connection, parked, "identity", [event.identity])


_PARK_AGAIN = Prepared(
    update(parked)
    .where(parked.c.identity == bindparam("of"))
    .values(code=bindparam("code"), reason=bindparam("reason"), state=WAITING)
)
_PARK = Prepared(parked.insert().inline(), [*(column.name for column in fields(ToPark)), "state"])


def waiting(connection: Connection, subject: str | None = None) -> list[Parked]:
    """All waiting events in order, or those of one subject."""
    if subject is None:
        return _in_state(connection, WAITING)
    return list(starmap(Parked, _OF_SUBJECT.rows(connection, {"of": WAITING, "whose": subject})))


def discarded(connection: Connection) -> list[Parked]:
    """All events that a named person has set aside, in order."""
    return _in_state(connection, DISCARDED)


def _in_state(connection: Connection, state: str) -> list[Parked]:
    return list(starmap(Parked, _IN_STATE.rows(connection, {"of": state})))


_QUERY = (
    select(*(parked.c[column.name] for column in fields(Parked)))
    .where(parked.c.state == bindparam("of"))
    .order_by(parked.c.number)
)
_IN_STATE = Prepared(_QUERY)
_OF_SUBJECT = Prepared(_QUERY.where(parked.c.subject == bindparam("whose")))


def count_waiting(connection: Connection) -> int:
    """How many events wait."""
    return int(_HOW_MANY.rows(connection)[0][0])


_HOW_MANY = Prepared(select(func.count()).where(parked.c.state == WAITING))


def discard(database: Database, number: int, *, officer: str, because: str) -> None:
    """Set one parked event aside for good, in a named person's name and with a reason.

    Raises `LookupError` if no such event waits, and `ValueError` if the person or the reason is left blank.
    """
    for words, most in ((officer, OFFICER_MAX), (because, REASON_MAX)):
        if len(words) > most or re.fullmatch(PROSE, words) is None or TURNING.search(words):
            raise ValueError(
                "an event is set aside in a person's name and for a reason; neither may be blank, longer than "
                f"{OFFICER_MAX} and {REASON_MAX} letters, or hold control characters"
            )
    with database.begin() as connection:
        close(connection, number, DISCARDED, officer=officer, because=because)


def close(connection: Connection, number: int, state: str, *, officer: str | None, because: str | None) -> None:
    """Mark a waiting event as replayed or discarded. Raises `LookupError` if it does not wait."""
    closed = {"of": number, "state": state, "closed_by": officer, "closed_because": because}
    if _CLOSE.run(connection, closed) != 1:
        raise LookupError(f"no parked event with number {number} is waiting")
    chain.note_stored(connection, parked, "number", [number])


_CLOSE = Prepared(
    update(parked)
    .where(parked.c.number == bindparam("of"), parked.c.state == WAITING)
    .values({name: bindparam(name) for name in ("state", "closed_by", "closed_because")})
)
