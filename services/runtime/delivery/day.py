"""The closing of a day: everyone who waits for it is woken, in bounded steps that can be repeated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection, bindparam, select

from contracts.base import Envelope, Event, follow
from contracts.clock import DayClosed
from services.runtime.database import chain, driver
from services.runtime.database.misfits import require_fit
from services.runtime.database.prepared import Prepared
from services.runtime.database.refusals import is_about_content
from services.runtime.database.store import Database, parked, wake
from services.runtime.delivery import parking
from services.runtime.delivery.effects import Effects, in_words, load_states, refused_in_words, sealed
from services.runtime.delivery.locks import lock_partition
from services.runtime.delivery.messages import Readable
from services.runtime.delivery.outbox import publish, said_in
from services.runtime.service import Service

PEOPLE_AT_ONCE = 500

Due = tuple[str, str, date]
"""A subject, what it waits for, and until when."""


def close_day(
    connection: Connection, service: Service[Any], database: Database, event: Readable
) -> tuple[Sequence[Envelope], Sequence[parking.ToPark], bool]:
    """One step of closing a day: the events that were published, who was parked, and whether more waits.

    Who wakes the last few people has closed the day with it, unless some of them wait for that day again.
    """
    closed = cast("DayClosed", event.event)
    lock_partition(connection, database, closed.partition)
    if service.on_wake is not None and (due := _due(connection, closed)):
        published, failed = _wake_all(connection, service, database, event, due)
        more = service.close_day is not None or len(due) == PEOPLE_AT_ONCE or bool(_due(connection, closed))
        return published, failed, more
    if service.close_day is None:
        return (), (), False
    consequences, more = service.close_day(connection, closed, event.message.arrival)
    envelopes = [  # told apart by what they say: a later step of the same day counts anew
        follow(event.envelope, to.event, subject=to.subject, part=f"{service.name}/{to.subject}/{_said(to.event)}")
        for to in consequences
    ]
    publish(connection, envelopes)
    return envelopes, (), more


def _said(event: Event) -> str:
    return f"{event.type_()} {event.model_dump_json()}"


def _due(connection: Connection, closed: DayClosed) -> list[Due]:
    """The next people of the partition who wait for this day or an earlier one, parked people left out."""
    return _DUE.rows(connection, {"of": closed.partition, "until": closed.day, "most": PEOPLE_AT_ONCE})


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of the transaction that is undone alone if it raises, with what it noted to be linked and handed on."""
    linked, said = chain.noted(connection), said_in(connection).copy()
    driver.execute(connection, "SAVEPOINT part")
    try:
        yield
        driver.execute(connection, "RELEASE SAVEPOINT part")
    except Exception as fault:
        if is_about_content(fault):  # else nothing of the transaction is left
            driver.execute(connection, "ROLLBACK TO SAVEPOINT part")
            driver.execute(connection, "RELEASE SAVEPOINT part")
            chain.note_again(connection, linked)
            said_in(connection)[:] = said
        raise


_STOPPED = select(parked.c.subject).where(parked.c.state == parking.WAITING, parked.c.subject.is_not(None))
_DUE = Prepared(
    select(wake.c.subject, wake.c.what, wake.c.day)
    .where(wake.c.partition == bindparam("of"), wake.c.day <= bindparam("until"), wake.c.subject.not_in(_STOPPED))
    .order_by(wake.c.day, wake.c.subject, wake.c.what)
    .limit(bindparam("most"))
)


def _wake_all(
    connection: Connection,
    service: Service[Any],
    database: Database,
    event: Readable,
    due: list[Due],
) -> tuple[Sequence[Envelope], Sequence[parking.ToPark]]:
    """Wake people together; if what follows is refused for what it is, one by one, so that it stops its person only."""
    try:
        with savepoint(connection):
            return _wake_together(connection, service, database, event, due)
    except Exception as fault:
        if not is_about_content(fault):
            raise
        refused_by, refusal = fault, refused_in_words(fault)
    by_person = groupby(sorted(due), key=itemgetter(0))
    people = [(subject, list(waiting)) for subject, waiting in by_person]
    if len(people) == 1:
        require_fit(connection, database, refused_by)
        refused = [_parked_person(event, people[0][0], *refusal)]
        parking.park(connection, refused)
        return (), refused
    steps = [_wake_all(connection, service, database, event, waiting) for _, waiting in people]
    return [published for step, _ in steps for published in step], [parked for _, step in steps for parked in step]


def _wake_together(
    connection: Connection,
    service: Service[Any],
    database: Database,
    event: Readable,
    due: list[Due],
) -> tuple[Sequence[Envelope], Sequence[parking.ToPark]]:
    failed: dict[str, tuple[str, str]] = {}
    while True:
        effects, failure = _wake_once(connection, service, event, due, failed)
        if failure is None:
            break
        failed[failure[0]] = failure[1:]
    service.save(connection, list(effects.states.values()))
    effects.save_wakes(connection, database.partitions)
    publish(connection, effects.consequences)
    parked_now = [_parked_person(event, subject, *reason) for subject, reason in failed.items()]
    parking.park(connection, parked_now)
    return effects.consequences, parked_now


def _parked_person(event: Readable, subject: str, code: str, reason: str) -> parking.ToPark:
    return event.message.to_park(f"{event.envelope.id}#{subject}", subject, code, reason)


def _wake_once(
    connection: Connection,
    service: Service[Any],
    event: Readable,
    due: list[Due],
    failed: dict[str, tuple[str, str]],
) -> tuple[Effects, tuple[str, str, str] | None]:
    effects = Effects()
    awake = [(subject, what, day) for subject, what, day in due if subject not in failed]
    load_states(connection, service, effects, [subject for subject, _, _ in awake])
    on_wake = service.on_wake
    if on_wake is None:
        raise TypeError(f"{service.name} is not woken by days")
    cause, closed = event.envelope, cast("DayClosed", event.event)
    for subject, what, day in awake:
        state = effects.states[subject]
        state.closed = closed.day
        state.wakes.pop(what, None)
        mine = cause.model_copy(update={"subject": subject})
        try:
            following = on_wake(state, what, day)
            effects.consequences += sealed(following, mine, f"{service.name}/{subject}/{what}/{day}")
        except Exception as error:  # noqa: BLE001 - any failure parks its person, never the partition
            return effects, (subject, *in_words(error, on_wake, event.envelope))
    return effects, None
