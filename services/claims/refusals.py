"""Claims that the facts alone refuse: nobody was asked, and yet the refusal can be contested (C102 Art. 70(1))."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from contracts.about import ConditionAbout
from contracts.eligibility import DeterminationMade, DeterminationOutcome, Finding, Outcome
from services.claims.model import Claim, RefusedByFacts
from services.claims.questions import AskedQuestion, QuestionWords
from services.claims.steps import QuestionStep


def refusal_in(
    event: DeterminationMade, on: date, before: RefusedByFacts | None, questions: Iterable[AskedQuestion]
) -> RefusedByFacts | None:
    """What of a determination the facts alone refuse; None if it refuses nothing, or a named person did."""
    if event.outcome is not DeterminationOutcome.REFUSED:
        return None
    decided = {
        question.about.condition
        for question in questions
        if question.claim == event.claim and isinstance(question.about, ConditionAbout) and question.decision
    }
    unmet = [finding for finding in event.findings if finding.outcome is Outcome.NOT_MET]
    by_facts = [finding for finding in unmet if finding.condition not in decided]
    if not by_facts:
        return None
    earlier = before.determinations if before else ()
    return RefusedByFacts((*earlier, str(event.determination)), on, *_in_words(by_facts))


def _in_words(findings: list[Finding]) -> tuple[tuple[str, ...], str, str]:
    conditions = tuple(finding.condition for finding in findings)
    because = " ".join(finding.because for finding in findings)
    return conditions, because, findings[0].cites


def refused_by_facts(key: str, claims: Iterable[Claim]) -> Claim | None:
    """The claim that a determination with this id refused, as long as the facts alone refuse it."""
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
