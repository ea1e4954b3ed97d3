"""Delivery: a batch of messages takes effect for one service, each message exactly once.

Inbox, state, consequences and the position reached are written in one transaction of the service's database. The
transport (the laptop, Faust, a poll loop) may repeat messages, stop in the middle or start again: only the committed
transaction counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contracts.clock import DayClosed
from services.runtime.database.expected_news import SeenBefore
from services.runtime.database.misfits import fitting, require_fit
from services.runtime.database.refusals import is_about_content
from services.runtime.database.store import Database
from services.runtime.delivery import metrics, parking
from services.runtime.delivery.batch_result import BatchResult
from services.runtime.delivery.day import close_day
from services.runtime.delivery.effects import Effects, refused_in_words, work
from services.runtime.delivery.inbox import Fresh, sift, take_note
from services.runtime.delivery.locks import lock
from services.runtime.delivery.messages import Message, Readable, forget_items
from services.runtime.delivery.offsets import note_reached
from services.runtime.delivery.outbox import caused_by, publish, take_said
from services.runtime.delivery.parked_log import log_parked
from services.runtime.delivery.sources import heard_of_sources
from services.runtime.delivery.traces import tell_traces
from services.runtime.process.stopwatch import nanoseconds
from services.runtime.service import Service

PARKED_MAX = 10_000

Committed = Callable[[Sequence[Message]], None]
"""Is told after a commit what was published in the transaction."""


class _How(NamedTuple):
    """At how many parked events delivery stops, and who is told after each commit."""

    parked_max: int
    committed: Committed


class TooManyParked(Exception):
    """So many events are parked that the fault is probably ours: stop, and let a person look."""


def deliver(
    batch: Sequence[Message],
    service: Service[Any],
    database: Database,
    *,
    parked_max: int = PARKED_MAX,
    committed: Committed = lambda _said: None,
) -> BatchResult:
    """Let every message of the batch take effect for the service, in order.

    `committed` is given what was published, after each of the transactions that the work consists of.
    Returns when everything is committed. Raises what the database raises when it cannot be reached (nothing may be
    acknowledged then), `SchemaMisfit` and `TooManyParked`; never because of what a message says.
    """
    metrics.begin(service)
    total, how = BatchResult(), _How(parked_max, committed)
    for is_day, messages in _split_at_days(batch):
        started = nanoseconds()
        try:
            with fitting(database):
                if is_day:
                    result = _deliver_days(messages, service, database, committed)
                else:
                    result = _deliver_together(messages, service, database, how)
        except Exception:
            metrics.count_stumble(service.name)
            raise
        arrived = [message.arrived_ms for message in messages if message.arrived_ms is not None]
        took = nanoseconds() - started
        metrics.count_batch(service.name, result, took, arrived)
        _tell_and_forget(service, messages, result, took)
        total.add(result)
    return total


def _tell_and_forget(service: Service[Any], messages: Sequence[Message], result: BatchResult, took_ns: int) -> None:
    """Tell the log and the traces what became of the events of a committed batch, and let go of them."""
    tell_traces(service.name, messages, result, took_ns)
    log_parked(service.name, result)
    result.forget_events()
    forget_items(messages)


def replay(service: Service[Any], database: Database, subject: str | None) -> BatchResult:
    """Let the parked events of one subject take effect after all, in order; what fails again stays parked.

    `subject` None replays the messages that were too broken to have a subject. The subject's lock is taken first, so a
    worker cannot park more of it meanwhile. Raises what `is_about_content` knows if the database refuses what follows,
    and `SchemaMisfit`.
    """
    started = nanoseconds()
    with fitting(database), database.begin() as connection:
        _hold_for_replay(connection, database, subject)
        waiting = [event for event in parking.waiting(connection) if event.subject == subject]
        for event in waiting:
            parking.close(connection, event.number, parking.REPLAYED, officer=None, because=None)
        messages = [Message.from_origin(event.origin, event.body, event.arrived_ms) for event in waiting]
        for message in messages:
            message.turn = database.turn_of(message.log, message.offset)
        result = BatchResult()
        for is_day, group in _split_at_days(messages):
            if not is_day:
                result.add(_take_effect(connection, group, service, database))
                continue
            for message in group:
                while _day_step(connection, message, service, database, result):
                    pass
    _tell_and_forget(service, messages, result, nanoseconds() - started)
    return result


def _hold_for_replay(connection: Connection, database: Database, subject: str | None) -> None:
    """Hold the subject, and everyone of a partition whose day is among what waits: all at once, as workers do."""
    if subject is not None:
        waiting = [Message.from_origin(event.origin, b"") for event in parking.waiting(connection, subject)]
        days = {message.partition for message in waiting if message.topic == DayClosed.publisher()}
        lock(connection, database, [subject], partitions=days)


def _split_at_days(batch: Sequence[Message]) -> Iterator[tuple[bool, list[Message]]]:
    """The closing of a day divides a batch: what came before is committed before the day's work begins."""
    clock = DayClosed.publisher()
    for topic_is_clock, group in groupby(batch, key=lambda message: message.topic == clock):
        yield topic_is_clock, list(group)


def _deliver_together(messages: list[Message], service: Service[Any], database: Database, how: _How) -> BatchResult:
    if database.expectation.is_news(messages):
        try:
            return _deliver_at_once(messages, service, database, how, expecting_news=True)
        except Exception as fault:
            if not _is_about_content(fault):
                raise
            database.expectation.was_wrong()
    try:
        return _deliver_at_once(messages, service, database, how)
    except Exception as fault:
        if not _is_about_content(fault):
            raise
        refused, refusal = fault, refused_in_words(fault)
    if len(messages) > 1:  # one of them was refused: find it by going one at a time
        result = BatchResult()
        for message in messages:
            result.add(_deliver_together([message], service, database, how))
        return result
    with database.begin() as connection:
        require_fit(connection, database, refused)
        return _park_refused(connection, messages, service, database, refusal)


def _is_about_content(fault: Exception) -> bool:
    return not isinstance(fault, TooManyParked) and is_about_content(fault)


def _deliver_at_once(
    messages: list[Message], service: Service[Any], database: Database, how: _How, *, expecting_news: bool = False
) -> BatchResult:
    with _transaction(database, how.committed, messages) as connection:
        result = _take_effect(connection, messages, service, database, expecting_news=expecting_news)
        if result.parked:
            _stop_if_too_many(connection, how.parked_max)
        note_reached(connection, database, messages)
    database.expectation.passed(messages)
    return result


@contextmanager
def _transaction(database: Database, committed: Committed, causes: Sequence[Message]) -> Iterator[Connection]:
    """One transaction; what is published in it is handed on when it is committed."""
    with database.begin() as connection:
        take_said(connection)  # of a transaction that was undone
        caused_by(connection, causes)
        yield connection
        said = take_said(connection)
    committed(said)


def _take_effect(
    connection: Connection,
    messages: Sequence[Message],
    service: Service[Any],
    database: Database,
    *,
    expecting_news: bool = False,
) -> BatchResult:
    hold = partial(lock, connection, database)
    fresh = sift(connection, messages, service, hold, expecting_news=expecting_news)
    effects = work(connection, service, fresh.items, fresh.parked, expecting_news=expecting_news)
    if expecting_news and effects.parked:  # perhaps only because it took effect before
        raise SeenBefore
    take_note(connection, effects.done)
    effects.consequences += heard_of_sources(connection, service, effects.done, database.partitions)
    service.save(connection, list(effects.states.values()))
    effects.save_wakes(connection, database.partitions)
    publish(connection, effects.consequences)
    parking.park(connection, effects.parked)
    return _result(fresh, effects)


def _result(fresh: Fresh, effects: Effects) -> BatchResult:
    result = BatchResult(not_for_us=fresh.not_for_us)
    result.count_repeated(fresh.repeated)
    result.count_done(effects.done)
    result.count_parked(effects.parked)
    result.count_published(effects.consequences)
    return result


def _park_refused(
    connection: Connection,
    messages: list[Message],
    service: Service[Any],
    database: Database,
    refusal: tuple[str, str],
) -> BatchResult:
    fresh = sift(connection, messages, service, hold=partial(lock, connection, database))
    refused = [item.to_park(*refusal) if isinstance(item, Readable) else item for item in fresh.items]
    parking.park(connection, refused)
    note_reached(connection, database, messages)
    result = BatchResult(not_for_us=fresh.not_for_us)
    result.count_repeated(fresh.repeated)
    result.count_parked(refused)
    return result


def _deliver_days(
    messages: Sequence[Message], service: Service[Any], database: Database, committed: Committed
) -> BatchResult:
    """Work through the people who wait for each day, in bounded transactions; the inbox row comes last."""
    result = BatchResult()
    for message in messages:
        more = True
        while more:
            with _transaction(database, committed, [message]) as connection:
                more = _day_step(connection, message, service, database, result)
                if not more:
                    note_reached(connection, database, [message])
    return result


def _day_step(
    connection: Connection, message: Message, service: Service[Any], database: Database, result: BatchResult
) -> bool:
    fresh = sift(connection, [message], service)
    result.count_repeated(fresh.repeated)
    result.not_for_us += fresh.not_for_us
    for item in fresh.items:
        if not isinstance(item, Readable):
            parking.park(connection, [item])
            result.count_parked([item])
            continue
        published, parked, more = close_day(connection, service, database, item)
        result.count_published(published)
        result.count_parked(parked)
        if more:
            return True
        take_note(connection, [item])
        result.count_done([item])
    return False


def _stop_if_too_many(connection: Connection, parked_max: int) -> None:
    if (count := parking.count_waiting(connection)) > parked_max:
        raise TooManyParked(f"{count} events would be parked, more than {parked_max}: nothing was acknowledged")
