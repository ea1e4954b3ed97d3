"""From a form to what a provider proposes or takes back, or what is wrong with it: by field, a phrase's key. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.base import derived_id
from contracts.programmes import ProgrammeId
from contracts.providers import PlaceProposed, StatementRetracted
from contracts.values import Period
from services.almp_referral.views import OpenProposal
from services.console.acts.read_form import LATEST, ReadForm

PERSON = re.compile(r"p-[0-9a-f]{32}")
FOR_PERSON, FOR_ANYBODY = "person", "anybody"
PLACES_MAX = 500
FIELDS: Mapping[str, tuple[str, ...]] = {
    "propose": ("for", "person", "places", "cohort", "until", "reasons"),
    "back": ("proposal", "reason"),
}
"""What each form asks for, by what it does."""


@dataclass(frozen=True, slots=True)
class ProposalAtHand:
    """For which programme, by whom and when."""

    programme: ProgrammeId
    provider: str
    cohorts: Collection[str]
    today: date
    recorded_at: datetime


def proposal_of(read: ReadForm, at_hand: ProposalAtHand) -> tuple[str, PlaceProposed] | None:
    """The subject, a person or the programme, and what is proposed; None where something is wrong with it."""
    for_whom = read.chosen("for", (FOR_PERSON, FOR_ANYBODY))
    subject, places = at_hand.programme, 1
    if for_whom == FOR_PERSON:
        subject = read.form.one("person")
        if not PERSON.fullmatch(subject):
            read.faults["person"] = "proposing.fault.person" if subject else "fault.missing"
    elif for_whom == FOR_ANYBODY:
        places = _places(read)
    cohort = read.chosen("cohort", ("", *at_hand.cohorts)) or None
    reasons = read.words("reasons")
    open_during = None
    if read.form.one("until"):
        until = read.day("until", at_hand.today, LATEST)
        open_during = None if read.faults else Period(start=at_hand.today, end=until + timedelta(days=1))
    if read.faults:
        return None
    return subject, PlaceProposed(
        key=f"proposal-{derived_id('proposal', read.form.key)}",
        source_version=1,
        recorded_at=at_hand.recorded_at,
        provider=at_hand.provider,
        programme=at_hand.programme,
        cohort=cohort,
        places=places,
        open_during=open_during,
        reasons=reasons,
    )


def _places(read: ReadForm) -> int:
    typed = read.form.one("places")
    if not re.fullmatch(r"[0-9]{1,4}", typed) or not 1 <= int(typed) <= PLACES_MAX:
        read.faults["places"] = "fault.out_of_range" if typed else "fault.missing"
        return 1
    return int(typed)


def retraction_of(
    read: ReadForm, at_hand: ProposalAtHand, own: Collection[OpenProposal]
) -> tuple[str, StatementRetracted] | None:
    """The proposal of the provider's own that never was."""
    named = {proposal.key: proposal for proposal in own}
    chosen, reason = read.chosen("proposal", named), read.words("reason")
    if read.faults:
        return None
    proposal = named[chosen]
    return proposal.subject, StatementRetracted(
        key=proposal.key,
        source_version=proposal.version + 1,
        recorded_at=at_hand.recorded_at,
        provider=at_hand.provider,
        kind="providers.place-proposed",
        reason=reason,
    )
