"""A referral as a placement officer reads it, from its life and from what was said when it was matched. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.almp_referral import NoReferral, Occasion, ReferralMade
from contracts.base import Event
from contracts.criteria import Criterion, Fits, JudgedCriterion
from contracts.programme_matching import JudgedProgramme, MatchMade
from services.almp_referral.views import OfferInInbox, ReferralState


class InboxTab(StrEnum):
    """What a list of referrals holds."""

    OFFERED = "offered"
    """An offer waits for the person's answer."""
    TAKING_PART = "taking_part"
    ABSENT = "absent"
    """The seat is kept until a person has decided on the absence."""
    NONE = "none"
    """Nothing fits, all is full, or too little is known."""


STANDINGS: Mapping[InboxTab, frozenset[ReferralState]] = {
    InboxTab.OFFERED: frozenset({ReferralState.MADE}),
    InboxTab.TAKING_PART: frozenset({ReferralState.ACCEPTED, ReferralState.STARTED}),
    InboxTab.ABSENT: frozenset({ReferralState.ABSENT}),
    InboxTab.NONE: frozenset({ReferralState.NONE}),
}


def in_tab(offers: Iterable[OfferInInbox], tab: InboxTab, programme: str) -> list[OfferInInbox]:
    """The referrals of a list and a programme; an empty programme takes all."""
    return [offer for offer in offers if offer.standing in STANDINGS[tab] and programme in {"", offer.programme}]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A programme that was not offered, and the first criterion for it; None where it fits, and another came first."""

    programme: JudgedProgramme
    because: JudgedCriterion | None


@dataclass(frozen=True, slots=True)
class MatchInReview:
    """Why a programme was offered and others were not, or why none was."""

    occasion: Occasion
    offered: JudgedProgramme | None
    others: Sequence[Misfit]
    chosen_by: ReferralMade | None
    """The offer, where a placement officer chose the programme."""
    none: NoReferral | None
    """Why nothing was offered."""

    @property
    def lacks(self) -> Sequence[Criterion]:
        """What would have to be asked."""
        return self.none.lacks or () if self.none is not None else ()


def match_in_review(events: Iterable[Event], offer: OfferInInbox) -> MatchInReview:
    """What was said of a referral when it was matched; the last that was said counts."""
    match: MatchMade | None = None
    made: ReferralMade | None = None
    none: NoReferral | None = None
    for event in events:
        if isinstance(event, MatchMade) and event.referral == offer.referral:
            match = event
        elif isinstance(event, ReferralMade) and event.referral == offer.referral:
            made = event
        elif isinstance(event, NoReferral) and event.claim == offer.claim:
            none = event
    judged = match.programmes if match is not None else ()
    told = made or match
    return MatchInReview(
        occasion=told.occasion if told is not None else Occasion.REGISTRATION,
        offered=next((each for each in judged if each.programme == offer.programme), None),
        others=[Misfit(each, _first_against(each)) for each in judged if each.programme != offer.programme],
        chosen_by=made if made is not None and made.officer is not None else None,
        none=none if offer.standing is ReferralState.NONE else None,
    )


def _first_against(programme: JudgedProgramme) -> JudgedCriterion | None:
    against = (each for each in programme.criteria if each.fits is programme.fits)
    return None if programme.fits is Fits.YES else next(against, None)
