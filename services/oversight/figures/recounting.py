"""Counts the figures of a closed day from the log alone, without any table: what a receipt promises. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from contracts.base import Envelope, Event, Unreadable, read
from contracts.clock import DayClosed
from services.oversight.figures.cases import Closings, ObservedInLog
from services.oversight.figures.cube import DayFigures
from services.oversight.figures.tables import FigureTable
from services.oversight.observation import Observation
from services.oversight.observing import observed
from services.oversight.presets import CountingRules


class Logged(NamedTuple):
    """A message of the log: its envelope, its partition, and when it reached the log."""

    envelope: Envelope
    partition: int
    arrived: int


def recounted(log: Iterable[Logged], day: date, rules: CountingRules, *, left_out: Collection[UUID] = ()) -> DayFigures:
    """The figures of a day, from every message of the log topic by topic, each topic in its order.

    A message that comes twice counts once, one that nobody can read counts nothing, and those of `left_out`, which
    wait parked, have not taken effect.
    """
    told: dict[str, list[tuple[int, int, Observation]]] = defaultdict(list)
    closed: dict[int, list[tuple[int, date]]] = defaultdict(list)
    seen_ids: set[UUID] = set(left_out)
    for envelope, partition, arrived in log:
        event = None if envelope.id in seen_ids else _event(envelope)
        if event is None:
            continue
        seen_ids.add(envelope.id)
        if isinstance(event, DayClosed):
            closed[event.partition].append((arrived, event.day))
        elif (observation := observed(event, envelope.time.date())) is not None:
            told[envelope.subject].append((arrived, partition, observation))
    return _counted(told, {partition: Closings(closings) for partition, closings in closed.items()}, day, rules)


def _event(envelope: Envelope) -> Event | None:
    try:
        return read(envelope)
    except Unreadable:
        return None


def _counted(
    told: Mapping[str, list[tuple[int, int, Observation]]],
    closings: Mapping[int, Closings],
    day: date,
    rules: CountingRules,
) -> DayFigures:
    figures = DayFigures(day)
    for subject in sorted(told):
        seen = [
            ObservedInLog(observation, arrived, closings[partition].last_closed(arrived))
            for arrived, partition, observation in sorted(told[subject], key=lambda one: one[0])
            if partition in closings and (cut := closings[partition].cut(day)) is not None and arrived < cut
        ]
        if seen:
            figures.add(seen, rules)
    return figures


def differing(one: DayFigures, other: DayFigures) -> list[FigureTable]:
    """The tables in which two countings differ."""
    counts = ((one.cases, other.cases), (one.people, other.people))
    cells = {key.table for a, b in counts for key in a.keys() | b.keys() if a[key] != b[key]}
    sums = {key[0].table for key in one.sums.keys() | other.sums.keys() if one.sums[key] != other.sums[key]}
    return sorted(cells | sums)
