"""What would be paid if the facts were as the person says: the same law over a copy, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.base import Event
from law.explain.what_if_words import SuppositionError
from law.language.terms.errors import OutsideKnownLaw
from services.archives.appeal_papers import ClaimantsVersion, claimants_version, decided_in
from services.archives.case import case_of
from services.claims.views import ContestInHand
from services.console.staff.contest.in_hand import contest_asked_for
from services.console.staff.contest.papers import contested_key
from services.console.staff_page import Content, Visit
from services.console.supposing.form import SupposingForm, supposing_form
from services.console.supposing.outcome import in_one_sentence, outcome_of
from services.console.supposing.record import supposable_fields, weeks_of_claim
from services.eligibility.views import facts_of

NOT_WORKED_OUT = (SuppositionError, LookupError, OutsideKnownLaw)
"""Why nothing follows from what is supposed; each is one sentence."""


def show_version(visit: Visit) -> Content:
    """With the decision made for the person, and whatever else the address supposes."""
    in_hand = contest_asked_for(visit)
    values: dict[str, object] = {"in_hand": in_hand, "person": visit.given["person"]}
    nothing = {"supposing": None, "supposed": None, "supposing_fault": "", "back": ()}
    if in_hand.asked is None:
        return Content(values | nothing)
    return Content(values | nothing | _supposed(visit, in_hand, in_hand.asked.claim))


def _supposed(visit: Visit, in_hand: ContestInHand, claim: str) -> dict[str, object]:
    person, world = visit.given["person"], visit.world
    case = case_of(person, world.databases, world.heard(person))
    decided = decided_in(case, contested_key(in_hand))
    with world.reading_of("eligibility", person) as connection:
        facts = facts_of(connection, person)
    try:
        version = claimants_version(facts, decided)
    except NOT_WORKED_OUT as fault:
        return {"supposing_fault": in_one_sentence(fault)}
    form = _form(visit, facts, version, claim)
    try:
        if form is not None and form.is_asked:
            version = claimants_version(facts, decided, form.changes)
    except NOT_WORKED_OUT as fault:
        return {"supposing": form, "supposing_fault": in_one_sentence(fault)}
    supposed = outcome_of(version.changes, version.before, version.after, claim)
    back = [decision.amount for decision in decided if decision.amount is not None]
    return {"supposing": form, "supposed": supposed, "back": back}


def _form(visit: Visit, facts: Sequence[Event], version: ClaimantsVersion, claim: str) -> SupposingForm | None:
    """What else may be supposed; None where the claim is not determined."""
    standing = version.before.get(claim)
    if standing is None:
        return None
    fields = supposable_fields(facts, claim, standing.event.findings, standing.scheme)
    return supposing_form(visit, fields, weeks_of_claim(facts, claim))
