"""Asks the programmes that fit for a seat, one after another, until one is given or none is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.almp_referral import NoReferral, Occasion, SeatAsked, WhyNoReferral
from contracts.base import Event
from contracts.criteria import Fits
from contracts.eligibility import DeterminationOutcome
from contracts.programme_matching import PROGRAMMES_MAX, JudgedProgramme, MatchMade
from contracts.providers import ProgrammePublished
from services.almp_referral.match_in_words import lacking, misfit, reasons
from services.almp_referral.model import in_order, judge
from services.almp_referral.person import ONCE_A_PLACE_IS_OVER, ClaimProgress, Jobseeker
from services.almp_referral.procedure import ReferralProcedure
from services.almp_referral.referrals import OVER, Fit, Referral, ReferralState, referral_id
from services.runtime.handling import To

SENTENCE_MAX = 2000
FULL = "Every programme that fits is full. You may ask a placement officer at any time."
UNKNOWN = "Too little is known to say which programme fits. A placement officer can be told at any time."


def waiting_for(occasion: Occasion, claim: str) -> str:
    """The name under which a person waits to be matched."""
    return f"{occasion}:{claim}"


@dataclass(frozen=True, slots=True)
class Matching:
    """Matches people with the programmes that providers have published."""

    procedure: ReferralProcedure

    def on_wake(self, person: Jobseeker, what: str, day: date) -> list[Event | To]:
        """The awaited day has closed: match with what is known now, unless an earlier offer still stands.

        While the person has a place under another claim, such as one that this claim goes on with, the match waits.
        """
        name, _, key = what.partition(":")
        occasion, claim = Occasion(name), person.claims[key]
        earlier = person.latest(key, occasion)
        if (earlier and earlier.standing not in OVER) or not person.may_be_matched(claim):
            return []
        if occasion is Occasion.BEFORE_EXHAUSTION and not self.is_near_the_end(claim, day):
            return []
        if day < ONCE_A_PLACE_IS_OVER and person.has_place_under_another(key):
            person.wakes[what] = ONCE_A_PLACE_IS_OVER
            return []
        return self._match(person, claim, occasion, day)

    def _match(self, person: Jobseeker, claim: ClaimProgress, occasion: Occasion, day: date) -> list[Event | To]:
        earlier = person.latest(claim.claim, occasion)
        number = earlier.number + 1 if earlier else 1
        identity = referral_id(person.subject, claim.claim, occasion, number)
        programmes = self.programmes(person, day)
        offered = person.offered(claim.claim)
        profile = person.circumstances(claim, occasion, day)
        judged = [judge(programme, profile) for programme in programmes if programme.key not in offered]
        also = _also(claim, occasion)
        bases = {programme.key: programme.legal_basis for programme in programmes}
        fits = tuple(
            Fit(one.programme, (f"{one.title} ({bases[one.programme]}).", *reasons(one), *also))
            for one in judged
            if one.fits is Fits.YES
        )
        referral = Referral(identity, claim.claim, occasion, ReferralState.ASKED, day, to_ask=fits, number=number)
        person.referrals[identity] = referral
        made = _made(referral, judged, day)
        if fits:
            referral.first = fits[0]
            return [made, *self.ask_next(person, referral, day)]
        return [made, self._none_fits(person, referral, programmes, judged)]

    def programmes(self, person: Jobseeker, day: date) -> list[ProgrammePublished]:
        """The programmes that a match on a day counts, in the order in which they are asked for a seat."""
        stated = [one.programme for one in person.look_up().open_on(day)]
        return in_order([programme for programme in stated if programme is not None], self.procedure.kinds_in_order)

    def is_near_the_end(self, claim: ClaimProgress, day: date) -> bool:
        """Whether so little benefit is left that help is offered once more."""
        return claim.weeks_left is not None and claim.weeks_left <= self.weeks_left_max(day)

    def weeks_left_max(self, day: date) -> int:
        """The number of weeks from the procedure."""
        return int(self.procedure.before_exhaustion_weeks.on(day).value)

    def ask_next(self, person: Jobseeker, referral: Referral, on: date) -> list[Event | To]:
        """Ask the next programme that fits for a seat; after the last, wait for the first, or say that all are full."""
        if referral.to_ask:
            fit, *others = referral.to_ask
            referral.to_ask = tuple(others)
            return [ask(person, referral, fit, on)]
        if referral.first is not None and self.procedure.waits_until(on) is not None:
            fit, referral.first = referral.first, None
            return [ask(person, referral, fit, on, else_waits=True)]
        return [none(person, referral, FULL, WhyNoReferral.ALL_FULL, on)]

    def _none_fits(
        self,
        person: Jobseeker,
        referral: Referral,
        programmes: Sequence[ProgrammePublished],
        judged: Sequence[JudgedProgramme],
    ) -> NoReferral:
        day = referral.asked_on
        if not programmes:
            says = "No programme fits. No provider has published a programme that is open now."
            return none(person, referral, says, WhyNoReferral.NONE_PUBLISHED, day)
        if not judged:
            says = "No programme fits. Every programme was offered before."
            return none(person, referral, says, WhyNoReferral.OFFERED_BEFORE, day)
        lacks = lacking(judged)
        why = WhyNoReferral.TOO_LITTLE_KNOWN if lacks else WhyNoReferral.NONE_FITS
        said = f"{UNKNOWN if lacks else 'No programme fits.'} {'; '.join(misfit(one) for one in judged)}."
        event = none(person, referral, said, why, day)
        return event.model_copy(update={"lacks": lacks}) if lacks else event


def ask(person: Jobseeker, referral: Referral, fit: Fit, on: date, *, else_waits: bool = False) -> To:
    """Ask a programme for a seat, in the referral's cohort if it names one."""
    referral.programme, referral.reasons = fit.programme, fit.reasons
    person.changed.add(referral.referral)
    claim = person.claims.get(referral.claim)
    asked = SeatAsked(
        programme=fit.programme,
        referral=referral.referral,
        person=person.subject,
        claim=referral.claim,
        occasion=referral.occasion,
        reasons=fit.reasons,
        asked_on=on,
        cohort=referral.cohort,
        registered_on=claim.filed_on if claim else None,
        else_waits=else_waits or None,
    )
    return To(fit.programme, asked)


def none(person: Jobseeker, referral: Referral, because: str, why: WhyNoReferral | None, on: date) -> NoReferral:
    """Nothing is offered, and the person is told why."""
    referral.standing, referral.programme, referral.reasons = ReferralState.NONE, None, ()
    referral.first, referral.why_none = None, why
    person.changed.add(referral.referral)
    person.match_what_waited(on)
    return NoReferral(claim=referral.claim, occasion=referral.occasion, because=because[:SENTENCE_MAX], on=on, why=why)


def _made(referral: Referral, judged: Sequence[JudgedProgramme], day: date) -> MatchMade:
    """Those that fit first, then those of which too little is known; of each in the order of asking."""
    rank = {Fits.YES: 0, Fits.UNKNOWN: 1, Fits.NO: 2}
    listed = sorted(judged, key=lambda one: rank[one.fits])[:PROGRAMMES_MAX]
    return MatchMade(
        claim=referral.claim,
        referral=referral.referral,
        occasion=referral.occasion,
        matched_on=day,
        programmes=tuple(listed),
        left_out=len(judged) - len(listed),
    )


def judged_alone(referral: Referral, judged: JudgedProgramme, day: date) -> MatchMade:
    """What is known of the one programme that an officer chose."""
    return _made(referral, [judged], day)


def _also(claim: ClaimProgress, occasion: Occasion) -> tuple[str, ...]:
    if occasion is Occasion.BEFORE_EXHAUSTION:
        return (f"Full weeks of benefit left: {claim.weeks_left}.",)
    if claim.outcome is DeterminationOutcome.REFUSED:
        return ("Employment services are open to everyone, with or without benefit.",)
    return ()
