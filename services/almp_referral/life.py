"""Where a referral stands by all that was said of it together. Pure.

The records that count are put in the order of the days of which they speak and moved through `MOVES`; one that no move
allows changes nothing. So the order in which they were heard, repeats and lateness make no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.referrals import MOVES, TAKES_PART, AskedAbout, ReferralState

REPORTED_ENDS = frozenset({ReferralState.COMPLETED, ReferralState.FOUND_WORK, ReferralState.LEFT_EARLY})
ASKS_A_PERSON = frozenset({ReferralState.REFUSED, ReferralState.ABSENT})
_ORDER = {kind: place for place, kind in enumerate(LifeRecordKind)}
_DECISION = _ORDER[LifeRecordKind.DECISION]
_OFFER_CLOSED = _ORDER[LifeRecordKind.OFFER_CLOSED]


@dataclass(frozen=True, slots=True)
class PlaceTerms:
    """What a place has from its catalogue."""

    ends_by: Callable[[date], date | None]
    """The day at whose close a place taken up on a day is free again though nobody reports an end."""
    missed_days_asked: int
    """How many days missed in one report ask a person."""


class LifeMove(NamedTuple):
    """One move that a record asks for."""

    day: date
    order: int
    to: ReferralState
    key: str


@dataclass(slots=True)
class ReferralLife:
    """Where a referral stands, since when, and what happened on the way."""

    standing: ReferralState
    since: date
    answer_by: date | None
    """The last day for an answer: the one first told, or a later one that an officer arranged."""
    started_on: date | None = None
    ended_on: date | None = None
    ends_by: date | None = None
    questioned: dict[AskedAbout, date] = field(default_factory=dict)
    """The refusals and absences through which it went, with their first days: each asks a person."""
    decided: int = 0
    """How often a person decided on one: what comes after that asks again."""
    planned: frozenset[date] = frozenset()
    attended: frozenset[date] = frozenset()

    def move(self, to: ReferralState, day: date, terms: PlaceTerms) -> None:
        """Stand elsewhere from a day on; where the table knows no such move, nothing changes."""
        if to is self.standing or to not in MOVES[self.standing]:
            return
        self.standing, self.since = to, day
        if to in ASKS_A_PERSON:
            self.questioned.setdefault(AskedAbout(to, self.decided + 1), day)
        if to in TAKES_PART and self.ends_by is None:
            self.ends_by = terms.ends_by(day)
        if to is ReferralState.STARTED and self.started_on is None:
            self.started_on = day
        if to in REPORTED_ENDS:
            self.ended_on = day

    def let_pass(self, until: date, terms: PlaceTerms, *, closed: bool) -> None:
        """The time to answer, or of the programme, ends with its last day: before a later record, or as it closes."""
        last = {ReferralState.MADE: self.answer_by}.get(self.standing, self.ends_by)
        if last is None or last > until or (last == until and not closed):
            return
        if self.standing is ReferralState.MADE:
            self.move(ReferralState.EXPIRED, last, terms)
        elif self.standing in TAKES_PART:
            self.move(ReferralState.ENDED, last, terms)


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a life begins: with an offer, or where a referral stood before its records were kept."""

    made_on: date
    answer_by: date | None
    standing: ReferralState = ReferralState.MADE
    ends_by: date | None = None


def life_of(began: Beginning, records: Iterable[LifeRecord], terms: PlaceTerms, closed: date | None) -> ReferralLife:
    """The life of a referral, by all records that count and the last day whose closing it awaited."""
    counting = [record for record in records if record.stands and record.day is not None]
    lived = ReferralLife(began.standing, began.made_on, _answer_by(began.answer_by, counting), ends_by=began.ends_by)
    for step in sorted(_steps(counting, terms)):
        lived.let_pass(step.day, terms, closed=False)
        if step.order != _OFFER_CLOSED or lived.standing is ReferralState.MADE:
            lived.move(step.to, step.day, terms)
        lived.decided += bool(lived.questioned) and step.order == _DECISION
    if closed is not None:
        lived.let_pass(closed, terms, closed=True)
    lived.planned = frozenset(day for record in counting for day in record.planned)
    lived.attended = frozenset(day for record in counting for day in record.attended)
    return lived


def _answer_by(told: date | None, counting: Iterable[LifeRecord]) -> date | None:
    arranged = [record.answer_by for record in counting if record.answer_by is not None]
    return max([told, *arranged]) if told is not None else None


def _steps(counting: list[LifeRecord], terms: PlaceTerms) -> Iterator[LifeMove]:
    """The moves that records ask for. A decision was made because of an absence, so it never comes before the first."""
    moves = [step for record in counting for step in _moves(record, terms)]
    absences = [step.day for step in moves if step.to is ReferralState.ABSENT]
    first = min(absences, default=None)
    for step in moves:
        late = first is not None and step.order == _DECISION and step.day < first
        yield step._replace(day=first) if late and first is not None else step


def _moves(record: LifeRecord, terms: PlaceTerms) -> Iterator[LifeMove]:
    order = _ORDER[record.kind]
    if record.kind is LifeRecordKind.ATTENDANCE:
        missed = [day for day in record.planned if day not in record.attended]
        if record.attended:
            yield LifeMove(record.attended[0], order, ReferralState.STARTED, record.key)
        if len(missed) >= terms.missed_days_asked:
            asked = missed[terms.missed_days_asked - 1]
            yield LifeMove(asked, order, ReferralState.ABSENT, record.key)
            yield from [
                LifeMove(day, order, ReferralState.STARTED, record.key) for day in record.attended if day > asked
            ]
    elif record.says is not None and record.day is not None:
        yield LifeMove(record.day, order, record.says, record.key)
