"""From a named officer's answer to a decision, or to the reason why the answer cannot take effect.

An adverse decision is only ever made from an `AdverseAct`, and an `AdverseAct` has no part that may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.casework import AnswerGiven, Suitability, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, Ground
from contracts.values import Money, Period
from services.claims.questions import AskedQuestion
from services.claims.steps import DECIDED, OPEN, STEPS, Act, QuestionStep, Steps, after


@dataclass(frozen=True, slots=True)
class Heard:
    """Proof that the claimant was told and could speak: they replied, or the whole window passed."""

    issued_on: date
    replied_on: date | None


@dataclass(frozen=True, slots=True)
class Disqualification:
    """A ground of the closed list and the days it costs."""

    ground: Ground
    applies: Period


@dataclass(frozen=True, slots=True)
class WorkRefused:
    """Suitable work was refused: the seven factors are part of the act itself (C168 Art. 21(2))."""

    applies: Period
    suitability: Suitability


@dataclass(frozen=True, slots=True)
class Recovery:
    """A sum paid too much for a period; exactly the sum that was noticed."""

    amount: Money
    applies: Period


@dataclass(frozen=True, slots=True)
class AdverseAct:
    """Everything without which nobody may be decided against."""

    heard: Heard
    extent: Disqualification | WorkRefused | Recovery
    answer: AnswerGiven


class NotAllowed(Exception):
    """A step that protects the claimant is missing; the message says which."""


def answer(
    question: AskedQuestion, given: AnswerGiven, appeal: str, steps: Steps = STEPS
) -> ClaimDecision | AnswerRefused:
    """Let an officer's answer take effect on the question, or say why it cannot; a refusal changes nothing."""
    if question.step in DECIDED:
        return _refused(given, "the question is decided already")
    if question.step not in OPEN:
        return _refused(given, "the question was dropped: the facts leave nothing to decide")
    if given.verdict is Verdict.FOR_CLAIMANT:
        question.step = after(question.step, Act.ANSWER_FOR, steps)
        return _decision(question, given, appeal)
    try:
        act = _adverse_act(question, given)
    except NotAllowed as missing:
        return _refused(given, str(missing))
    # The window may have passed in silence since the last event; the table must know that step too.
    heard = question.step if question.step is QuestionStep.HEARD else after(question.step, Act.WINDOW_PASSES, steps)
    question.step = after(heard, Act.ANSWER_AGAINST, steps)
    return _against(question, act, appeal)


def _adverse_act(question: AskedQuestion, given: AnswerGiven) -> AdverseAct:
    return AdverseAct(_hearing(question, given.answered_on), _extent(question, given), given)


def _hearing(question: AskedQuestion, on: date) -> Heard:
    if question.issued_on is None or question.reply_by is None:
        raise NotAllowed("the claimant was not told yet: a notice comes first")
    if question.replied_on is not None and on >= question.replied_on:
        return Heard(question.issued_on, question.replied_on)
    if on > question.reply_by:
        return Heard(question.issued_on, None)
    raise NotAllowed(f"the claimant has not replied and may do so until {question.reply_by}")


def _extent(question: AskedQuestion, given: AnswerGiven) -> Disqualification | WorkRefused | Recovery:
    applies = given.applies
    if applies is None:
        raise NotAllowed("an answer against the claimant must say which days it covers")
    if question.period is not None and not question.period.overlaps(applies):
        raise NotAllowed("the days it covers have nothing to do with the days that are in question")
    if question.amount is not None and question.period is not None:
        return Recovery(question.amount, question.period)
    if question.ground is None:
        raise NotAllowed("the question names no ground of the closed list: only better facts can settle it")
    if question.ground is not Ground.REFUSAL:
        return Disqualification(question.ground, applies)
    return WorkRefused(applies, _weighed(given.suitability))


def _weighed(suitability: Suitability | None) -> Suitability:
    if suitability is None:
        raise NotAllowed("the offer was not weighed by the seven factors of C168 Art. 21(2)")
    if suitability.labour_dispute:
        raise NotAllowed("a job that is vacant because of an ongoing labour dispute is not suitable work")
    return suitability


def _against(question: AskedQuestion, act: AdverseAct, appeal: str) -> ClaimDecision:
    decision = _decision(question, act.answer, appeal)
    suitability = act.extent.suitability if isinstance(act.extent, WorkRefused) else None
    heard = {"noticed_on": act.heard.issued_on, "replied_on": act.heard.replied_on}
    return decision.model_copy(update={"applies": act.extent.applies, "suitability": suitability, **heard})


def _decision(question: AskedQuestion, given: AnswerGiven, appeal: str) -> ClaimDecision:
    return ClaimDecision(
        claim=question.claim,
        question=question.question,
        about=question.about,
        decided_on=given.answered_on,
        officer=given.officer,
        verdict=given.verdict,
        ground=question.ground,
        reasons=given.reasons,
        article=given.article,
        facts_considered=given.facts_considered,
        period=question.period,
        amount=question.amount,
        noticed_on=question.issued_on,
        replied_on=question.replied_on,
        appeal=appeal,
    )


def _refused(given: AnswerGiven, reason: str) -> AnswerRefused:
    return AnswerRefused(question=given.question, reason=reason)
