"""Asks the programmes that fit for a seat, one after another, until one is given or none is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.almp_referral import NoReferral, Occasion, SeatAsked
from contracts.base import Event
from contracts.eligibility import DeterminationOutcome
from services.almp_referral.catalogue import Catalogue
from services.almp_referral.model import match
from services.almp_referral.person import ClaimProgress, Jobseeker
from services.almp_referral.referrals import OVER, Referral, ReferralState, referral_id
from services.runtime.handling import To

SENTENCE_MAX = 2000
EXCUSED = ReferralState.EXCUSED
"""Who was absent with just cause may be offered the same programme again."""


def waiting_for(occasion: Occasion, claim: str) -> str:
    """The name under which a person waits to be matched."""
    return f"{occasion}:{claim}"


@dataclass(frozen=True, slots=True)
class Matching:
    """Matches people with the programmes of one catalogue."""

    catalogue: Catalogue

    def on_wake(self, person: Jobseeker, what: str, day: date) -> list[Event | To]:
        """The awaited day has closed: match with what is known now, unless an earlier offer still stands."""
        name, _, key = what.partition(":")
        occasion, claim = Occasion(name), person.claims[key]
        earlier = person.latest(key, occasion)
        if (earlier and earlier.standing not in OVER) or claim.outcome is DeterminationOutcome.WITHDRAWN:
            return []
        if occasion is Occasion.BEFORE_EXHAUSTION and not self.is_near_the_end(claim, day):
            return []
        number = earlier.number + 1 if earlier else 1
        identity = referral_id(person.subject, key, occasion, number)
        offered = {referral.programme for referral in _of(person, key) if referral.standing is not EXCUSED}
        open_to_them = [programme for programme in self.catalogue.programmes.values() if programme.id not in offered]
        circumstances = person.circumstances(claim, occasion, day)
        fits, misfits = match(open_to_them, circumstances, _also(claim, occasion))
        referral = Referral(identity, key, occasion, ReferralState.ASKED, day, to_ask=tuple(fits), number=number)
        person.referrals[identity] = referral
        if fits:
            return self.ask_next(person, referral, day)
        because = "No programme fits. " + "; ".join(misfits or ["every programme was offered before"])
        return [self._none(person, referral, f"{because}."[:SENTENCE_MAX], day)]

    def is_near_the_end(self, claim: ClaimProgress, day: date) -> bool:
        """Whether so little benefit is left that help is offered once more."""
        return claim.weeks_left is not None and claim.weeks_left <= self.weeks_left_max(day)

    def weeks_left_max(self, day: date) -> int:
        """The number of weeks from the procedure."""
        return int(self.catalogue.procedure.before_exhaustion_weeks.on(day).value)

    def ask_next(self, person: Jobseeker, referral: Referral, on: date) -> list[Event | To]:
        """Ask the next programme that fits for a seat, or say that none is left."""
        if not referral.to_ask:
            full = "Every programme that fits is full. You may ask a placement officer at any time."
            return [self._none(person, referral, full, on)]
        fit, *others = referral.to_ask
        referral.programme, referral.reasons, referral.to_ask = fit.programme, fit.reasons, tuple(others)
        person.changed.add(referral.referral)
        asked = SeatAsked(
            programme=fit.programme,
            referral=referral.referral,
            person=person.subject,
            claim=referral.claim,
            occasion=referral.occasion,
            reasons=fit.reasons,
            asked_on=on,
        )
        return [To(fit.programme, asked)]

    def _none(self, person: Jobseeker, referral: Referral, because: str, on: date) -> NoReferral:
        referral.standing, referral.programme, referral.reasons = ReferralState.NONE, None, ()
        person.changed.add(referral.referral)
        return NoReferral(claim=referral.claim, occasion=referral.occasion, because=because, on=on)


def _of(person: Jobseeker, claim: str) -> list[Referral]:
    return [referral for referral in person.referrals.values() if referral.claim == claim]


def _also(claim: ClaimProgress, occasion: Occasion) -> tuple[str, ...]:
    if occasion is Occasion.BEFORE_EXHAUSTION:
        return (f"Full weeks of benefit left: {claim.weeks_left}.",)
    if claim.outcome is DeterminationOutcome.REFUSED:
        return ("Employment services are open to everyone, with or without benefit.",)
    return ()
