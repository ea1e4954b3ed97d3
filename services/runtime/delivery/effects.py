"""Runs handlers over a sifted batch in memory: what takes effect, what is parked, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from contracts.base import Envelope, Event, can_be_subject, follow, partition_of
from services.runtime.database import bulk, chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks, upsert, wake
from services.runtime.delivery.messages import Item, Readable, subjects_of
from services.runtime.delivery.parking import ParkedEvents, ToPark
from services.runtime.handling import Consequences, Refused, State, To
from services.runtime.process.logs import log, raised_at
from services.runtime.service import Service


@dataclass
class Effects:
    """What a batch does, before any of it is written."""

    states: dict[str, State] = field(default_factory=dict)
    done: list[Readable] = field(default_factory=list)
    parked: list[ToPark] = field(default_factory=list)
    consequences: list[Envelope] = field(default_factory=list)
    wakes_before: dict[str, dict[str, date]] = field(default_factory=dict)

    def save_wakes(self, connection: Connection, partitions: int) -> None:
        """Store the days that subjects now wait for, and forget those they no longer do."""
        rows: list[dict[str, Any]] = []
        gone: list[tuple[str, str]] = []
        for subject, state in self.states.items():
            before = self.wakes_before.get(subject, {})
            gone += [(subject, what) for what in sorted(before.keys() - state.wakes.keys())]
            rows += [
                {"subject": subject, "what": what, "partition": partition_of(subject, partitions), "day": day}
                for what, day in state.wakes.items()
                if before.get(what) != day
            ]
        bulk.remove(connection, wake, ("subject", "what"), gone)
        chain.note_removed(connection, wake, gone)
        upsert(connection, wake, rows)


def work(
    connection: Connection,
    service: Service[Any],
    items: Sequence[Item],
    parked: ParkedEvents,
    *,
    expecting_news: bool = False,
) -> Effects:
    """Run the service's handlers over the items in order.

    A failing handler stops its own subject from that event on: the batch is run again without it on freshly loaded
    states, so that nothing half done remains.
    """
    stopped = parked.halted(subjects_of(items))
    kept, items = _keep(connection, service, items, stopped, expecting_news=expecting_news)
    failures: dict[str, tuple[str, str]] = {}
    while True:
        effects, failed = _run(connection, service, items, stopped, failures)
        if failed is None:
            effects.done += kept
            return effects
        identity, code, reason = failed
        failures[identity] = (code, reason)


def _keep(
    connection: Connection, service: Service[Any], items: Sequence[Item], stopped: set[str], *, expecting_news: bool
) -> tuple[list[Readable], Sequence[Item]]:
    """Let the service store what it only keeps; returns those items, and those that still need their handlers."""
    if service.keeping is None:
        return [], items
    to_judge = stopped.union(item.subject for item in items if not isinstance(item, Readable) or item.row is None)
    rows = [item.row for item in items if isinstance(item, Readable) and item.row and item.subject not in to_judge]
    kept = service.keeping.store(connection, rows, expecting_news=expecting_news) if rows else ()
    if not kept:
        return [], items
    done = [item for item in items if isinstance(item, Readable) and item.subject in kept]
    return done, [item for item in items if item.subject not in kept]


def _run(
    connection: Connection,
    service: Service[Any],
    items: Sequence[Item],
    stopped: set[str],
    failures: Mapping[str, tuple[str, str]],
) -> tuple[Effects, tuple[str, str, str] | None]:
    effects = Effects()
    free, effects.parked = _who_goes_on(items, stopped, failures)
    load_states(connection, service, effects, [item.subject for item in free])
    last: dict[str, Readable] = {}
    latest: dict[str, Envelope] = {}
    for item in free:
        handler = service.handlers[item.model]
        state = effects.states[item.subject]
        state.arrived = item.message.arrival
        try:
            effects.consequences += sealed(handler(item.event, state, item.envelope), item.envelope, service.name)
        except Exception as error:  # noqa: BLE001 - any failure parks its person, never the partition
            return effects, (item.identity, *in_words(error, handler, item.envelope))
        effects.done.append(item)
        last[item.subject] = item
        latest[item.subject] = _later(item.envelope, latest.get(item.subject))
    if service.settle is not None:
        for subject, item in last.items():
            part = f"{service.name}/settled"
            try:
                following = service.settle(effects.states[subject], latest[subject])
                effects.consequences += sealed(following, latest[subject], part)
            except Exception as error:  # noqa: BLE001 - as above
                return effects, (item.identity, *in_words(error, service.settle, item.envelope))
    return effects, None


def _later(envelope: Envelope, other: Envelope | None) -> Envelope:
    """The one of the later time: what follows from all facts of a batch is of that day, in whatever order they came."""
    return envelope if other is None or envelope.time >= other.time else other


def _who_goes_on(
    items: Sequence[Item], stopped: set[str], failures: Mapping[str, tuple[str, str]]
) -> tuple[list[Readable], list[ToPark]]:
    """Events that may run, and those to park: faulty ones, and all that come behind one of the same subject."""
    behind = set(stopped)
    free: list[Readable] = []
    to_park: list[ToPark] = []
    for item in items:
        if isinstance(item, ToPark):
            to_park.append(item)
            if item.subject is not None:
                behind.add(item.subject)
        elif failures and item.identity in failures:
            to_park.append(item.to_park(*failures[item.identity]))
            behind.add(item.subject)
        elif item.subject in behind:
            to_park.append(item.to_park("behind-parked", "an earlier event of the same subject is parked"))
        else:
            free.append(item)
    return free, to_park


def load_states(connection: Connection, service: Service[Any], effects: Effects, subjects: Iterable[str]) -> None:
    """Load the states of all subjects of the batch, with the days they wait for, in few queries."""
    wanted = sorted(set(subjects))
    effects.states = dict(service.load(connection, wanted)) if wanted else {}
    for chunk in chunks(wanted):
        for row in _WAKES.rows(connection, {"any_of": chunk}):
            effects.states[row.subject].wakes[row.what] = row.day
    effects.wakes_before = {subject: dict(state.wakes) for subject, state in effects.states.items()}


_WAKES = Prepared(select(wake).where(among(wake.c.subject)))


def sealed(consequences: Consequences, cause: Envelope, part: str) -> list[Envelope]:
    """The consequences in envelopes whose ids follow from the cause."""
    envelopes = []
    for number, consequence in enumerate(consequences):
        subject, event = _addressed(consequence, cause.subject)
        envelopes.append(follow(cause, event, subject=subject, part=f"{part}/{number}"))
    return envelopes


def _addressed(consequence: Event | To, subject: str) -> tuple[str, Event]:
    """Whom it is about. Raises `Refused` for who cannot be a subject: all services would park what nobody can read."""
    if not isinstance(consequence, To):
        return subject, consequence
    if not can_be_subject(consequence.subject):
        raise Refused("bad-data", "it names somebody by a key that no event can be addressed to")
    return consequence.subject, consequence.event


def refused_in_words(fault: Exception) -> tuple[str, str]:
    """Code and reason of what was refused when it was written; the database's words are not repeated."""
    if isinstance(fault, Refused):
        return fault.code, fault.reason
    if isinstance(fault, SQLAlchemyError | OverflowError | UnicodeError):  # a driver says so of what it cannot write
        return "refused-by-database", "the database refused what follows from this event"
    log.error("state_failed", error=type(fault).__name__, at=raised_at(fault.__traceback__))
    return "handler-failed", f"{type(fault).__name__} where the state is loaded or saved"


def in_words(error: Exception, handler: Callable[..., Any], cause: Envelope) -> tuple[str, str]:
    """Code and reason of a failure; only `Refused` chooses its words, so that no value leaks."""
    if isinstance(error, Refused):
        return error.code, error.reason
    place = getattr(handler, "__name__", "a handler")
    kind, at = type(error).__name__, raised_at(error.__traceback__)
    log.error("handler_failed", handler=place, error=kind, at=at, trace=cause.trace)
    return "handler-failed", f"{type(error).__name__} in {place}"
