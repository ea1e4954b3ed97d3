"""How a seat comes back though nobody reported an outcome, and who is offered another. Never touches a benefit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.almp_referral import LapseReason, ReferralLapsed, SeatReleased
from contracts.base import Event
from contracts.casework import Verdict
from contracts.values import LAST_DAY
from services.almp_referral.matching import waiting_for
from services.almp_referral.person import Jobseeker
from services.almp_referral.procedure import ReferralProcedure
from services.almp_referral.referrals import HOLDS_SEAT, Referral, ReferralState
from services.runtime.handling import Refused, To

ANSWER, END = "answer", "end"
"""Why a person with an offer waits: for the last day to answer it, for the last day of the programme."""

_ENDS_IN = {
    LapseReason.UNANSWERED: ReferralState.EXPIRED,
    LapseReason.EXCUSED: ReferralState.EXCUSED,
    LapseReason.NOT_EXCUSED: ReferralState.NOT_EXCUSED,
    LapseReason.OVER: ReferralState.ENDED,
}
_BECAUSE = {
    LapseReason.UNANSWERED: "The offer was not answered in time. It costs nothing; the seat is free for somebody else.",
    LapseReason.EXCUSED: "A named person found a just cause for the absence; the seat is free for somebody else.",
    LapseReason.NOT_EXCUSED: "A named person found no just cause for the absence; the seat is free for somebody else.",
    LapseReason.OVER: "The programme's time has passed, and nobody reported an outcome. It costs nothing.",
}


@dataclass(frozen=True, slots=True)
class Lapses:
    """Ends offers and places by the procedure's figures and by what named persons decided."""

    procedure: ReferralProcedure

    def offered(self, person: Jobseeker, referral: Referral, on: date) -> date | None:
        """An offer waits for an answer; the last day for it. Raises `Refused` where there is no such day."""
        until = self.procedure.answer_by(on)
        if until is not None and until > LAST_DAY:
            raise Refused("outside-known-law", f"an offer of {on} gives a time to answer that ends after {LAST_DAY}")
        if until is not None:
            person.wakes[_waits(ANSWER, referral)] = until
        return until

    def moved(self, person: Jobseeker, referral: Referral, on: date) -> None:
        """After an answer or an outcome: a place that is held waits for its end, one that is not for nothing."""
        person.wakes.pop(_waits(ANSWER, referral), None)
        until = self._ends_on(referral, on)
        if referral.standing not in HOLDS_SEAT:
            person.wakes.pop(_waits(END, referral), None)
        elif until is not None:
            person.wakes.setdefault(_waits(END, referral), until)

    def _ends_on(self, referral: Referral, on: date) -> date | None:
        """The last day of a place that is taken up: the cohort's, or so many days after the answer."""
        if referral.cohort_ends_on is not None:
            return max(on, referral.cohort_ends_on - timedelta(days=1))
        if referral.lasts_days is not None:
            return on + timedelta(days=referral.lasts_days)
        return self.procedure.ends_by(on)

    def on_wake(self, person: Jobseeker, what: str, identity: str, day: date) -> list[Event | To]:
        """The last day to answer an offer, or of a programme, has closed."""
        referral = person.referrals[identity]
        if what == ANSWER and referral.standing is ReferralState.MADE:
            offer_another(person, referral, day)
            return self._lapse(person, referral, LapseReason.UNANSWERED, day)
        if what == END and referral.standing in HOLDS_SEAT:
            return self._lapse(person, referral, LapseReason.OVER, day)
        return []

    def decided(self, person: Jobseeker, referral: Referral, verdict: Verdict, day: date) -> list[Event | To]:
        """A named person has looked at a refusal or an absence: the seat comes back, and who had cause is offered
        another.
        """
        excused = verdict is Verdict.FOR_CLAIMANT
        if excused and referral.standing in {ReferralState.ABSENT, ReferralState.REFUSED, ReferralState.ENDED}:
            offer_another(person, referral, day)
        if referral.standing is not ReferralState.ABSENT:
            return []
        return self._lapse(person, referral, LapseReason.EXCUSED if excused else LapseReason.NOT_EXCUSED, day)

    def _lapse(self, person: Jobseeker, referral: Referral, reason: LapseReason, on: date) -> list[Event | To]:
        return self.close(person, referral, reason, on, _BECAUSE[reason])

    def close(
        self, person: Jobseeker, referral: Referral, reason: LapseReason, on: date, because: str
    ) -> list[Event | To]:
        """End a referral that holds a seat; the seat is free."""
        referral.standing = _ENDS_IN.get(reason, ReferralState.WITHDRAWN)
        programme = referral.programme or ""
        person.changed.add(referral.referral)
        self.moved(person, referral, on)
        lapsed = ReferralLapsed(
            claim=referral.claim,
            referral=referral.referral,
            programme=programme,
            reason=reason,
            because=because,
            on=on,
        )
        freed = SeatReleased(programme=programme, referral=referral.referral, released_on=on)
        return [To(programme, freed), lapsed]


def offer_another(person: Jobseeker, referral: Referral, day: date) -> None:
    """Match once more at the close of the day, unless another offer followed already."""
    if person.latest(referral.claim, referral.occasion) is referral:
        person.wakes[waiting_for(referral.occasion, referral.claim)] = day


def _waits(what: str, referral: Referral) -> str:
    return f"{what}:{referral.referral}"
