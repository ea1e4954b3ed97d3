"""Claims that the facts alone refuse: nobody was asked, and yet the refusal can be contested (C102 Art. 70(1))."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from contracts.about import ConditionAbout
from contracts.claims import ClaimState
from contracts.eligibility import DeterminationMade, DeterminationOutcome, Finding, Outcome
from services.claims.model import Claim, RefusedByFacts
from services.claims.questions import AskedQuestion, QuestionWords
from services.claims.steps import QuestionStep

NOW = {
    ClaimState.GRANTED: "the claim is granted, and nothing is taken away that could be contested",
    ClaimState.EXHAUSTED: "the claim is granted, and nothing is taken away that could be contested",
    ClaimState.WITHDRAWN: "the claim is taken back",
}
"""What holds of a claim instead of its refusal by the facts."""


def refusal_in(
    event: DeterminationMade, on: date, before: RefusedByFacts | None, questions: Iterable[AskedQuestion]
) -> RefusedByFacts | None:
    """What of a determination the facts alone refuse; else what they refused before, and that it is over."""
    over = None if before is None else replace(before, ended_on=before.ended_on or on)
    if event.outcome is not DeterminationOutcome.REFUSED:
        return over
    decided = {
        question.about.condition
        for question in questions
        if question.claim == event.claim and isinstance(question.about, ConditionAbout) and question.decision
    }
    unmet = [finding for finding in event.findings if finding.outcome is Outcome.NOT_MET]
    by_facts = [finding for finding in unmet if finding.condition not in decided]
    if not by_facts:
        return over
    earlier = before.determinations if before else ()
    return RefusedByFacts((*earlier, str(event.determination)), on, *_in_words(by_facts))


def _in_words(findings: list[Finding]) -> tuple[tuple[str, ...], str, str]:
    conditions = tuple(finding.condition for finding in findings)
    because = " ".join(finding.because for finding in findings)
    return conditions, because, findings[0].cites


def refused_by_facts(key: str, claims: Iterable[Claim]) -> Claim | None:
    """The claim that a determination with this id refused by the facts alone, whether or not they still do."""
    return next((claim for claim in claims if claim.refusal and key in claim.refusal.determinations), None)


def as_question(claim: Claim, refusal: RefusedByFacts, contest_by: date | None) -> AskedQuestion:
    """The refusal as a question that stands decided against the person, so that it can be contested like any other."""
    return AskedQuestion(
        question=refusal.determinations[-1],
        claim=claim.claim,
        about=ConditionAbout(condition=refusal.conditions[0]),
        ground=None,
        period=claim.benefit_year,
        amount=None,
        words=QuestionWords(refusal.because, refusal.cites, refusal.because),
        facts=b"",
        opened_on=refusal.on,
        step=QuestionStep.DECIDED_AGAINST,
        contest_by=contest_by,
        conditions=refusal.conditions,
    )


def why_nothing_is_left(claim: Claim, refusal: RefusedByFacts) -> str:
    """Why a refusal by the facts cannot be contested any more: what took its place."""
    asked = "a named person decides on it, and that decision can be contested"
    now = asked if claim.state is None else NOW.get(claim.state, asked)
    return (
        f"The facts alone refused the claim until {refusal.ended_on}; since then {now}. The contest is opened if they "
        "refuse it again."
    )
