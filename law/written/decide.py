"""Decides a claim by written law, where nothing of it is in doubt."""

from __future__ import annotations

from contracts.intake import ClaimFiled
from contracts.registry import PersonRecorded
from law.case.claim_under_law import ClaimUnderLaw, first_day
from law.language.terms.errors import OutsideKnownLaw
from law.written.arithmetic import Doubtful
from law.written.compiled import written_law
from law.written.model import LeftToTheEvaluator, WrittenDetermination
from law.written.rows import ClaimRows


def decide_at_once(claim: ClaimUnderLaw) -> WrittenDetermination | LeftToTheEvaluator:
    """The determination of a certain claim, without derivation; or why it is left to the evaluator.

    Raises `LookupError` if the facts hold no such claim.
    """
    why = what_makes_it_uncertain(claim)
    if why is not None:
        return LeftToTheEvaluator(why)
    filed = claim.filed
    begins = first_day(claim.scheme, filed.filed_on, filed.unemployed_from)
    try:
        return written_law(claim.scheme, begins).decide(ClaimRows(claim.scheme, claim.case(begins), begins))
    except (Doubtful, OutsideKnownLaw, ValueError) as doubt:
        return LeftToTheEvaluator(str(doubt))


def what_makes_it_uncertain(claim: ClaimUnderLaw) -> str | None:
    """Why written law does not look at a claim at all; None where it does."""
    if claim.earlier or claim.past or len(claim.facts.of(ClaimFiled)) > 1:
        return "Other claims take part."
    if claim.decisions:
        return "A named person has decided something of it."
    return what_makes_facts_uncertain(claim)


def what_makes_facts_uncertain(claim: ClaimUnderLaw) -> str | None:
    """Why the facts of the person are not looked at, whatever is asked of them; None where they are."""
    facts = claim.facts
    if claim.given:
        return "Answers are given."
    if facts.contradict_themselves:
        return "Facts contradict themselves."
    if facts.withdrawal(claim.key) is not None:
        return "The claim was withdrawn."
    if any(record.died_on is not None for record in facts.of(PersonRecorded)):
        return "A death is reported."
    return None
