"""What was known of a person, and decided, when a day was closed; beside what is known now of the same days.

What counts is when the engine took a message in, not when its source recorded it or on which day it was true: a
correction of March that came in June was not known in May. The order is that of the log, in which the closing of a day
has its place; what came after it was not known on that day.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from contracts.base import Envelope, Event, Unreadable, read, read_body
from contracts.claims import ClaimDecision, ContestClosed, ContestOpened
from contracts.eligibility import AssessmentMade, DeterminationMade, FactShared
from contracts.registry import Fact
from law.case.facts import RETRACTIONS
from services.runtime.delivery.arrived import Arrived, Closings, known_by

Made = DeterminationMade | AssessmentMade
Decided = tuple[str, str]
"""What is decided on: a claim, and the certification if it assesses one."""
DAYS_IN_A_FACT = (
    "period", "valid_from", "started_on", "ended_on", "filed_on", "withdrawn_on", "decided_on", "closed_on",
    "complied_on", "since",
)  # fmt: skip
"""The fields by which a fact says of which days it speaks, the surest first."""


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """A fact or a decision, and the day with whose closing it was known; None while that day is not closed."""

    envelope: Envelope
    event: Event
    known_by: date | None
    first_day: date | None = None
    """Of a fact: the first day that it speaks of."""


@dataclass(frozen=True, slots=True)
class AsKnown:
    """What was known and in force when a day was closed, and what is now.

    `since` are the facts that came later and speak of days up to that one. `now` is what is in force today on claims
    filed, and of periods begun, up to that day.
    """

    on: date
    facts: tuple[KnownEvent, ...]
    then: Mapping[Decided, KnownEvent]
    since: tuple[KnownEvent, ...]
    now: Mapping[Decided, KnownEvent]


def as_known(heard: Iterable[Arrived], closings: Closings, kept: Collection[UUID], on: date) -> AsKnown:
    """What was known when a day was closed; where it is not closed yet, what is known by now.

    `heard` is everything of one person, and `kept` the ids of the facts that took effect.
    """
    every = sorted(_each_once(heard), key=lambda arrived: arrived.moment)
    facts: list[KnownEvent] = []
    decisions: list[KnownEvent] = []
    for told, moment in every:
        envelope, event = _as_stated(told)
        if isinstance(event, DeterminationMade | AssessmentMade):
            decisions.append(KnownEvent(envelope, event, known_by(moment, closings)))
        elif isinstance(event, Fact | ClaimDecision | ContestOpened | ContestClosed) and envelope.id in kept:
            facts.append(KnownEvent(envelope, event, known_by(moment, closings)))
    facts = [KnownEvent(one.envelope, one.event, one.known_by, _first_day(one.event, facts)) for one in facts]
    on_time = [one for one in facts if _is_known(one, on)]
    later = [one for one in facts if not _is_known(one, on) and (one.first_day is None or one.first_day <= on)]
    then = _in_force(one for one in decisions if _is_known(one, on))
    now = {key: one for key, one in _in_force(decisions).items() if key in then or _speaks_of(one, on)}
    return AsKnown(on, tuple(on_time), then, tuple(later), now)


def _each_once(heard: Iterable[Arrived]) -> list[Arrived]:
    """A message that came again was known when it came first."""
    first: dict[UUID, Arrived] = {}
    for arrived in heard:
        before = first.get(arrived.envelope.id)
        if before is None or arrived.moment < before.moment:
            first[arrived.envelope.id] = arrived
    return list(first.values())


def _as_stated(envelope: Envelope) -> tuple[Envelope, Event | None]:
    """An envelope with its event; a fact that another pseudonym of the person shares, as it was stated there."""
    try:
        event = read(envelope)
        if isinstance(event, FactShared):
            event = read_body(event.kind.partition(":")[0], event.event_version, json.loads(event.stated))
            stated = {"type": event.type_(), "dataschema": event.dataschema(), "data": event.model_dump(mode="json")}
            envelope = envelope.model_copy(update=stated)
    except Unreadable:
        return envelope, None
    return envelope, event


def _is_known(known: KnownEvent, on: date) -> bool:
    return known.known_by is not None and known.known_by <= on


def _in_force(decisions: Iterable[KnownEvent]) -> dict[Decided, KnownEvent]:
    """Of each claim and certification the version of the highest number."""
    in_force: dict[Decided, KnownEvent] = {}
    for one in decisions:
        made: Any = one.event
        key = made.claim, made.certification if isinstance(made, AssessmentMade) else ""
        before: Any = in_force.get(key)
        if before is None or before.event.number < made.number:
            in_force[key] = one
    return in_force


def _speaks_of(decision: KnownEvent, on: date) -> bool:
    made = decision.event
    if isinstance(made, AssessmentMade):
        return made.period.start <= on
    return isinstance(made, DeterminationMade) and (made.benefit_year is None or made.benefit_year.start <= on)


def _first_day(event: Event, facts: Sequence[KnownEvent]) -> date | None:
    """The first day that a fact speaks of; that of what it takes back, if it takes something back."""
    if isinstance(event, RETRACTIONS):
        of = [one.event for one in facts if (one.event.name, getattr(one.event, "key", "")) == (event.kind, event.key)]
        return min((day for one in of if (day := _first_day(one, ()))), default=None)
    weeks = getattr(event, "weeks", None)
    if weeks:
        return date.fromordinal(min(week.period.start.toordinal() for week in weeks))
    for name in DAYS_IN_A_FACT:
        stated = getattr(event, name, None)
        if stated is not None:
            return stated if isinstance(stated, date) else date.fromordinal(stated.start.toordinal())
    return None
