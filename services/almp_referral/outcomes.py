"""Whether work was found after a participation, looked at so many months after its end; late facts correct it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from contracts.base import Event
from contracts.referral_life import OutcomeObserved
from contracts.values import LAST_DAY
from services.almp_referral.follow_up import OutcomePoint
from services.almp_referral.person import Jobseeker
from services.almp_referral.referrals import ObservedOutcome, Referral, ReferralState

OUTCOME = "outcome"
"""Why a person whose participation ended waits: for the day on which it is looked at whether they are in work."""

AFTER_TAKING_PART = frozenset(
    {ReferralState.COMPLETED, ReferralState.FOUND_WORK, ReferralState.LEFT_EARLY, ReferralState.ENDED}
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Looks at outcomes at the points of a procedure."""

    points: tuple[OutcomePoint, ...]

    def plan(self, person: Jobseeker, referral: Referral) -> Iterator[Event]:
        """A participation has ended, or its end was corrected: wait for the days; what was seen of others is void."""
        for point in self.points:
            due, waits = self._due(point, referral), f"{OUTCOME}:{point.months}:{referral.referral}"
            seen = person.outcomes.get((referral.referral, point.months))
            if seen is not None and seen.day != due and seen.in_work is not None:
                yield _observed(person, referral, point, replace(seen, in_work=None, employment=None))
            if due is None:
                person.wakes.pop(waits, None)
            elif seen is None or seen.day != due or seen.in_work is None:
                person.wakes[waits] = due

    def _due(self, point: OutcomePoint, referral: Referral) -> date | None:
        if referral.standing not in AFTER_TAKING_PART or referral.since is None or referral.since < point.since:
            return None
        day = point.day(referral.since)
        return day if day <= LAST_DAY else None

    def on_wake(self, person: Jobseeker, key: str, day: date) -> list[Event]:
        """The day to look at has closed."""
        months, _, identity = key.partition(":")
        point = next((point for point in self.points if point.months == int(months)), None)
        if point is None:
            return []
        return self._look(person, person.referrals[identity], point, day)

    def looked_at_again(self, person: Jobseeker) -> list[Event]:
        """Employment facts came or were corrected: whatever was seen is compared with them."""
        points = {point.months: point for point in self.points}
        return [
            event
            for (identity, months), seen in sorted(person.outcomes.items())
            if seen.in_work is not None and months in points
            for event in self._look(person, person.referrals[identity], points[months], seen.day)
        ]

    def _look(self, person: Jobseeker, referral: Referral, point: OutcomePoint, day: date) -> list[Event]:
        employment = person.employment_on(day)
        seen = person.outcomes.get((referral.referral, point.months))
        now = ObservedOutcome(day, employment is not None, employment, seen.number if seen is not None else 0)
        return [_observed(person, referral, point, now)] if now != seen else []


def _observed(person: Jobseeker, referral: Referral, point: OutcomePoint, seen: ObservedOutcome) -> OutcomeObserved:
    numbered = replace(seen, number=seen.number + 1)
    person.outcomes[referral.referral, point.months] = numbered
    person.changed_outcomes.add((referral.referral, point.months))
    return OutcomeObserved(
        claim=referral.claim,
        referral=referral.referral,
        programme=referral.programme or "",
        months=point.months,
        day=numbered.day,
        rule=point.rule,
        number=numbered.number,
        in_work=numbered.in_work,
        employment=numbered.employment,
    )
