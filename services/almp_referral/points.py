"""Mandatory points of a claim: whether help was considered for the person by their last day. Never a benefit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.base import Event
from contracts.referral_life import ConsideredBy, PointPassed
from contracts.values import LAST_DAY
from services.almp_referral.follow_up import MandatoryPoint, PointBegins
from services.almp_referral.life_records import LifeRecordKind
from services.almp_referral.person import ClaimPoint, ClaimProgress, Jobseeker
from services.almp_referral.referrals import TAKES_PART

POINT = "point"
"""Why a person with a claim waits: for the last day of a mandatory point."""


@dataclass(frozen=True, slots=True)
class Points:
    """Watches the mandatory points of a procedure."""

    points: tuple[MandatoryPoint, ...]

    def opened(self, person: Jobseeker, claim: ClaimProgress) -> None:
        """A claim was opened: wait for the points that its day of filing sets."""
        for point in self._of(claim):
            if point.begins is not PointBegins.WEEKS_LEFT and claim.filed_on is not None:
                self._begin(person, claim, point, claim.filed_on + timedelta(weeks=point.weeks))

    def assessed(self, person: Jobseeker, claim: ClaimProgress, on: date) -> None:
        """Weeks of benefit are left: a point before exhaustion begins, or its time has not come after all."""
        for point in self._of(claim):
            if point.begins is not PointBegins.WEEKS_LEFT or claim.weeks_left is None:
                continue
            known = person.points.get((claim.claim, point.point))
            if claim.weeks_left <= point.weeks and (known is None or known.due_on is None):
                self._begin(person, claim, point, on)
            elif claim.weeks_left > point.weeks and known is not None and not known.number and known.due_on is not None:
                person.points[claim.claim, point.point] = replace(known, due_on=None)
                person.changed_points.add((claim.claim, point.point))
                person.wakes.pop(_waits(claim.claim, point.point), None)

    def on_wake(self, person: Jobseeker, key: str) -> list[Event]:
        """The last day of a point has closed."""
        point, _, claim = key.partition(":")
        return list(self._pass(person, claim, point))

    def waited_for_again(self, person: Jobseeker, claim: str) -> None:
        """The claim stands for itself again: wait for its points of which nothing was told."""
        for (of_claim, name), point in person.points.items():
            if of_claim == claim and point.due_on is not None and not point.number:
                person.wakes.setdefault(_waits(claim, name), point.due_on)

    def looked_at_again(self, person: Jobseeker) -> list[Event]:
        """What was done, or work, was heard of late, corrected or taken back: what passed is compared with it."""
        passed = [identity for identity, point in sorted(person.points.items()) if point.number]
        return [event for claim, point in passed for event in self._pass(person, claim, point)]

    def _of(self, claim: ClaimProgress) -> Iterator[MandatoryPoint]:
        if claim.filed_on is not None:
            yield from (point for point in self.points if point.is_of(claim.scheme, claim.filed_on))

    def _begin(self, person: Jobseeker, claim: ClaimProgress, point: MandatoryPoint, begins: date) -> None:
        due_on = begins + timedelta(days=point.within_days)
        if due_on > LAST_DAY:
            return
        known = person.points.get((claim.claim, point.point))
        if known is not None and known.due_on == due_on:
            return
        person.points[claim.claim, point.point] = ClaimPoint(begins, due_on)
        person.changed_points.add((claim.claim, point.point))
        person.wakes[_waits(claim.claim, point.point)] = due_on

    def _pass(self, person: Jobseeker, claim: str, point: str) -> Iterator[Event]:
        known = person.points.get((claim, point))
        if known is None or known.due_on is None or not person.may_be_matched(person.claims[claim]):
            return
        by = considered_by(person, claim, known.begins, known.due_on)
        if known.number and by is known.considered_by:
            return
        now = replace(known, number=known.number + 1, considered_by=by)
        person.points[claim, point] = now
        person.changed_points.add((claim, point))
        yield PointPassed(
            claim=claim, point=point, begins=now.begins, due_on=known.due_on, number=now.number, considered_by=by
        )


def considered_by(person: Jobseeker, claim: str, begins: date, due_on: date) -> ConsideredBy | None:
    """What was done for the person between two days, both included."""
    talks = (record for record in person.records.values() if record.kind is LifeRecordKind.ASSESSMENT)
    if any(talk.stands and talk.claim == claim and talk.day and begins <= talk.day <= due_on for talk in talks):
        return ConsideredBy.ASSESSMENT
    referrals = [referral for referral in person.referrals.values() if referral.claim == claim]
    if any(begins <= referral.asked_on <= due_on for referral in referrals):
        return ConsideredBy.REFERRAL
    every = person.referrals.values()  # who takes part under another claim is helped all the same
    taking_part = (referral for referral in every if referral.started_on or referral.standing in TAKES_PART)
    if any(
        (referral.started_on or referral.since or due_on) <= due_on
        and (referral.ended_on is None or referral.ended_on >= begins)
        for referral in taking_part
    ):
        return ConsideredBy.PARTICIPATION
    return ConsideredBy.IN_WORK if person.employment_on(due_on) is not None else None


def _waits(claim: str, point: str) -> str:
    return f"{POINT}:{point}:{claim}"
