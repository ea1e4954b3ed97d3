"""Ends what is open of a closed matter: no seat is held for who took the claim back, died, or is served elsewhere.

Nothing here touches a benefit, and nobody is asked why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from contracts.almp_referral import LapseReason, ReferralLapsed, SeatReleased, SeatWithdrawn
from contracts.base import Event
from contracts.wait_lists import WaitEnd, WaitEnded
from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.lives import Lives, offer_another
from services.almp_referral.person import BesideEarlier, Jobseeker
from services.almp_referral.referrals import HOLDS_SEAT, Referral, ReferralState
from services.runtime.handling import To

WAIT = "wait"
"""Why a person on a wait list waits for a day: the longest wait has passed."""

_WAIT_ENDS = {
    LapseReason.PROGRAMME_ENDED: WaitEnd.PROGRAMME_ENDED,
    LapseReason.CLAIM_TAKEN_BACK: WaitEnd.CLAIM_TAKEN_BACK,
    LapseReason.DIED: WaitEnd.DIED,
    LapseReason.CHANGED: WaitEnd.CHANGED,
    LapseReason.OTHER_CLAIM: WaitEnd.OTHER_CLAIM,
}
BECAUSE = {
    LapseReason.CLAIM_TAKEN_BACK: "The claim was taken back; the seat is free for somebody else.",
    LapseReason.DIED: "The registry says that the person has died.",
    LapseReason.CHANGED: "A placement officer offers another programme in its place.",
    LapseReason.OTHER_CLAIM: "The claim runs beside an earlier one, under which programmes are offered.",
}
TOO_LONG = "The longest wait has passed without a free seat. It costs nothing; other programmes are looked at."
LEFT = "The person does not want to wait any more. It costs nothing."


@dataclass(frozen=True, slots=True)
class Closing:
    """Ends referrals and waits whose matter is closed."""

    lives: Lives

    def close_all(
        self, person: Jobseeker, referrals: Iterable[Referral], reason: LapseReason, on: date
    ) -> list[Event | To]:
        """Close the matter of each of these."""
        return [event for referral in list(referrals) for event in self.close(person, referral, reason, on)]

    def close(
        self, person: Jobseeker, referral: Referral, reason: LapseReason, on: date, because: str | None = None
    ) -> list[Event | To]:
        """End a referral, a wait or a request that is open; what is recorded of one that is over does not open it."""
        words, on = because or BECAUSE[reason], max(on, referral.asked_on)
        if referral.made_on is not None:
            return self._end(person, referral, reason, on, words)
        if referral.standing is ReferralState.WAITING:
            return self.stop_waiting(person, referral, _WAIT_ENDS[reason], words, on)
        if referral.standing is ReferralState.ASKED:
            return _forget(person, referral, on)
        return []

    def beside_earlier(
        self, person: Jobseeker, referral: Referral, beside: BesideEarlier | None, on: date
    ) -> list[Event | To]:
        """End what the earlier claim has already, or let it be as if it had never ended.

        An offer or a wait ends while a person is asked; a place that was taken up, when they have found so.
        """
        reason, on = LapseReason.OTHER_CLAIM, max(on, referral.asked_on)
        if referral.made_on is None:
            return self.close(person, referral, reason, on) if beside else []
        follows: list[Event | To] = []
        for kind, ends in (
            (LifeRecordKind.OFFER_CLOSED, beside is not None),
            (LifeRecordKind.CLOSED, beside is BesideEarlier.FOUND),
        ):
            if ends:
                follows += self._end(person, referral, reason, on, BECAUSE[reason], kind)
            else:
                follows += self._never_ended(person, referral, reason, kind)
        return follows

    def _never_ended(
        self, person: Jobseeker, referral: Referral, reason: LapseReason, kind: LifeRecordKind
    ) -> list[Event | To]:
        known = person.records.get((kind.value, f"{reason}:{referral.referral}"))
        if known is None or not known.stands:
            return []
        return self.lives.hear(person, replace(known, version=known.version + 1, stands=False, day=None, says=None))

    def _end(  # noqa: PLR0913, PLR0917  what is closed, why, when, in which words
        self,
        person: Jobseeker,
        referral: Referral,
        reason: LapseReason,
        on: date,
        because: str,
        kind: LifeRecordKind = LifeRecordKind.CLOSED,
    ) -> list[Event | To]:
        held, key = referral.standing in HOLDS_SEAT, f"{reason}:{referral.referral}"
        known = person.records.get((kind.value, key))
        closed = LifeRecord(
            kind,
            key,
            known.version + 1 if known else 1,
            referral=referral.referral,
            day=on,
            says=ReferralState.WITHDRAWN,
        )
        follows = self.lives.hear(person, closed) if known is None or not known.stands else []
        if not held or referral.standing is not ReferralState.WITHDRAWN:
            return follows
        lapsed = ReferralLapsed(
            claim=referral.claim,
            referral=referral.referral,
            programme=referral.programme or "",
            reason=reason,
            because=because,
            on=on,
        )
        return [*follows, lapsed]

    def seat_withdrawn(self, person: Jobseeker, referral: Referral, event: SeatWithdrawn) -> list[Event | To]:
        """The programme has ended: whoever held a seat or waited for one is offered another."""
        if referral.programme != event.programme or referral.standing not in HOLDS_SEAT | {ReferralState.WAITING}:
            return []
        offer_another(person, referral, event.withdrawn_on)
        reason = LapseReason.PROGRAMME_ENDED
        return self.close(person, referral, reason, event.withdrawn_on, event.because)

    def on_wake(self, person: Jobseeker, identity: str, day: date) -> list[Event | To]:
        """The longest wait has passed: the person is told, and matched with what there is now."""
        referral = person.referrals[identity]
        if referral.standing is not ReferralState.WAITING:
            return []
        offer_another(person, referral, day)
        return self.stop_waiting(person, referral, WaitEnd.TOO_LONG, TOO_LONG, day)

    def stop_waiting(
        self, person: Jobseeker, referral: Referral, reason: WaitEnd, because: str, on: date
    ) -> list[Event | To]:
        """Leave the wait list, and tell the person."""
        programme = referral.programme or ""
        standing = ReferralState.WAITED if reason in {WaitEnd.TOO_LONG, WaitEnd.LEFT} else ReferralState.WITHDRAWN
        told = WaitEnded(
            claim=referral.claim,
            referral=referral.referral,
            programme=programme,
            reason=reason,
            because=because,
            on=on,
        )
        return [*_forget(person, referral, on, standing), told]


def _forget(
    person: Jobseeker, referral: Referral, on: date, standing: ReferralState = ReferralState.WITHDRAWN
) -> list[Event | To]:
    """Give back what was asked for, or is waited for; a seat that is on its way comes back when it arrives."""
    person.wakes.pop(f"{WAIT}:{referral.referral}", None)
    referral.standing, referral.to_ask, referral.first = standing, (), None
    person.changed.add(referral.referral)
    person.match_what_waited(on)
    return [give_back(referral, on)]


def give_back(referral: Referral, on: date, programme: str | None = None) -> To:
    """Free the seat of a referral, or its place in the wait list."""
    of = programme or referral.programme or ""
    return To(of, SeatReleased(programme=of, referral=referral.referral, released_on=on))
