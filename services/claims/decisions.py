"""From a named officer's answer to a decision, or to the reason why the answer cannot take effect.

An adverse decision is only ever made from an `AdverseAct`, and an `AdverseAct` has no part that may be missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from contracts.about import ConditionAbout
from contracts.base import derived_id
from contracts.casework import AnswerConfirmed, AnswerGiven, Officer, Suitability, Verdict
from contracts.claims import AnswerRefused, ClaimDecision, ConfirmationAsked, Ground
from contracts.values import Money, Period
from services.claims.contest_procedure import ContestRules
from services.claims.error_budget_rules import ErrorBudgetRules
from services.claims.outages import Outage, moved
from services.claims.questions import AskedQuestion
from services.claims.reductions import why_not_allowed
from services.claims.safeguards import EmployersWord, WaivedByDefault
from services.claims.steps import DECIDED, OPEN, STEPS, Act, QuestionStep, Steps, after
from services.claims.ways_to_contest import WayToContest

REASON_MAX = 2000  # what `Sentence` in contracts.values holds


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
class AnswerBounds:
    """What an answer must lie within."""

    told: Period | None
    """The days the claimant was told of; none where no notice could name any, and then nothing can be taken away."""
    not_before: date
    """The day of the notice: nobody is decided on before they were told."""
    not_after: date
    """A desk's clock may be ahead of the last closed day by so much, and no more."""
    over_until: date | None
    """The last day that is over; a window that ends later is open whatever day the answer names."""
    employers_word: EmployersWord
    waived: WaivedByDefault
    contests: ContestRules
    error_budget: ErrorBudgetRules
    outages: Collection[Outage] = ()
    """Days on which nobody can be late."""
    representatives: Collection[str] = ()
    """Who acts for the claimant."""
    why_two: str | None = None
    """Why one officer is not enough to decide against the claimant; None where one is."""


@dataclass(frozen=True, slots=True)
class AdverseAct:
    """Everything without which nobody may be decided against."""

    heard: Heard
    extent: Disqualification | WorkRefused | Recovery
    answer: AnswerGiven


class NotAllowed(Exception):
    """A step that protects the claimant is missing; the message says which."""


def answer(
    question: AskedQuestion, given: AnswerGiven, within: AnswerBounds, way: WayToContest, steps: Steps = STEPS
) -> ClaimDecision | ConfirmationAsked | AnswerRefused:
    """Let an officer's answer take effect on the question, or say why it cannot; a refusal changes nothing.

    Where one officer is not enough, an answer against the claimant waits for another one.
    """
    try:
        act = _allowed(question, given, within)
    except NotAllowed as missing:
        return _refused(given, str(missing))
    if act is None:
        question.took_part.add(given.officer.staff)
        question.step, question.proposed = after(question.step, Act.ANSWER_FOR, steps), None
        decision = _decision(question, given, way.words)
        question.decision = decision.model_copy(update={"missing": question.missing})
        return question.decision
    # The window may have passed in silence since the last event; the table must know that step too.
    heard = question.step if question.step is QuestionStep.HEARD else after(question.step, Act.WINDOW_PASSES, steps)
    if within.why_two is not None:
        question.step, question.proposed = after(heard, Act.PROPOSE_AGAINST, steps), given
        return _asked(question, given, within.why_two)
    question.took_part.add(given.officer.staff)
    question.step = after(heard, Act.ANSWER_AGAINST, steps)
    question.decision, question.contest_by = _against(question, act, within, way), way.by
    return question.decision


def of_each_condition(question: AskedQuestion, decision: ClaimDecision, person: str) -> Iterator[ClaimDecision]:
    """The decision, and for the claimant the same of each further condition of what the facts alone had refused."""
    yield decision
    if decision.verdict is Verdict.FOR_CLAIMANT:
        for condition in question.conditions[1:]:
            key = str(derived_id("question", person, question.question, condition))
            yield decision.model_copy(update={"question": key, "about": ConditionAbout(condition=condition)})


def why_no_answer(question: AskedQuestion, given: AnswerGiven, within: AnswerBounds) -> str | None:
    """Why an answer cannot take effect; None if it can. Nothing is changed."""
    try:
        _allowed(question, given, within)
    except NotAllowed as missing:
        return str(missing)
    return None


def _allowed(question: AskedQuestion, given: AnswerGiven, within: AnswerBounds) -> AdverseAct | None:
    """What an answer against the claimant rests on; None for one that is for them."""
    _may_answer(given.officer, within)
    _can_be_answered(question, given.verdict)
    _dated_within(given.answered_on, within)
    return _adverse_act(question, given, within) if given.verdict is Verdict.AGAINST_CLAIMANT else None


def _may_answer(officer: Officer, within: AnswerBounds) -> None:
    if within.contests.is_member(officer):
        raise NotAllowed("a member of the independent body decides on appeals, and nowhere else")
    if officer.is_one_of(within.representatives):
        raise NotAllowed(f"{officer.staff} represents the claimant, and cannot decide in their case")


def _can_be_answered(question: AskedQuestion, verdict: Verdict) -> None:
    if question.step in DECIDED:
        raise NotAllowed("the question is decided already")
    if question.step not in OPEN:
        raise NotAllowed("the question was dropped: the facts leave nothing to decide")
    if question.step is QuestionStep.PROPOSED and verdict is Verdict.AGAINST_CLAIMANT:
        raise NotAllowed("an answer against the claimant waits for another officer already")


def confirm(
    question: AskedQuestion, given: AnswerConfirmed, within: AnswerBounds, way: WayToContest
) -> ClaimDecision | AnswerRefused:
    """Let the answer that waits take effect in two officers' names, or not; nobody confirms their own act."""
    try:
        act = _confirmable(question, given, within)
    except NotAllowed as missing:
        return AnswerRefused(question=given.question, reason=str(missing))
    question.took_part |= {act.answer.officer.staff, given.officer.staff}
    question.proposed = None
    if not given.confirms:
        question.step = after(question.step, Act.RETURN)
        question.took_part.discard(given.officer.staff)
        return AnswerRefused(question=given.question, reason=_not_confirmed(given))
    question.step = after(question.step, Act.CONFIRM)
    made = _against(question, act, within, way)
    both = {
        "decided_on": given.confirmed_on,
        "confirmed_by": given.officer,
        "answered_on": act.answer.answered_on,
    }
    question.decision, question.contest_by = made.model_copy(update=both), way.by
    return question.decision


def why_not_confirmed(question: AskedQuestion, given: AnswerConfirmed, within: AnswerBounds) -> str | None:
    """Why another officer's confirmation cannot take effect; None if it can. Nothing is changed."""
    try:
        _confirmable(question, given, within)
    except NotAllowed as missing:
        return str(missing)
    return None


def _confirmable(question: AskedQuestion, given: AnswerConfirmed, within: AnswerBounds) -> AdverseAct:
    proposed = question.proposed
    if question.step is not QuestionStep.PROPOSED or proposed is None:
        raise NotAllowed("no answer waits for another officer")
    if given.officer.is_one_of({proposed.officer.staff, *question.took_part}):
        raise NotAllowed(f"{given.officer.staff} cannot confirm their own act")
    _may_answer(given.officer, within)
    _dated_within(given.confirmed_on, within, not_before=proposed.answered_on)
    return _adverse_act(question, proposed, within)


def _not_confirmed(given: AnswerConfirmed) -> str:
    return f"{given.officer.staff} did not confirm it: {given.reasons}"[:REASON_MAX]


def _asked(question: AskedQuestion, given: AnswerGiven, because: str) -> ConfirmationAsked:
    return ConfirmationAsked(
        claim=question.claim,
        question=question.question,
        officer=given.officer,
        asked_on=given.answered_on,
        because=because,
    )


def _dated_within(on: date, within: AnswerBounds, not_before: date | None = None) -> None:
    if not_before is not None and on < not_before:
        raise NotAllowed(f"it is dated {on}, before the answer of {not_before}")
    if on < within.not_before:
        raise NotAllowed(
            f"the answer is dated {on}, before the question was told to the claimant on {within.not_before}"
        )
    if on > within.not_after:
        raise NotAllowed(
            f"the answer is dated {on}; by the days closed so far it can be dated {within.not_after} at most"
        )


def _adverse_act(question: AskedQuestion, given: AnswerGiven, within: AnswerBounds) -> AdverseAct:
    lacking = within.error_budget.missing(given.officer, given.answered_on)
    lacking = lacking or within.employers_word.missing(question.ground, given)
    if lacking is not None:
        raise NotAllowed(lacking)
    return AdverseAct(
        _hearing(question, given.answered_on, within), _extent(question, given, within.told, within.waived), given
    )


def _hearing(question: AskedQuestion, on: date, within: AnswerBounds) -> Heard:
    if question.issued_on is None:
        raise NotAllowed("the claimant was not told yet: a notice comes first")
    if question.replied_on is not None and on >= question.replied_on:
        return Heard(question.issued_on, question.replied_on)
    if question.reply_by is None:
        raise NotAllowed("no letter is known to have reached the claimant: the notice must be sent in another way")
    until = moved(question.issued_on, question.reply_by, within.outages)
    if until is None:
        raise NotAllowed("the claimant has not replied, and no window to reply ends while an outage goes on")
    if on <= until:
        raise NotAllowed(f"the claimant has not replied and may do so until {until}")
    if within.over_until is None or within.over_until < until:
        raise NotAllowed(f"the claimant has not replied and may do so until {until}; that day was not closed yet")
    return Heard(question.issued_on, None)


def _extent(
    question: AskedQuestion, given: AnswerGiven, told: Period | None, waived: WaivedByDefault
) -> Disqualification | WorkRefused | Recovery:
    applies = given.applies
    if applies is None:
        raise NotAllowed("an answer against the claimant must say which days it covers")
    if told is None:
        raise NotAllowed("the claimant was told of no days yet: the claim must be determined first")
    if not told.holds(applies):
        raise NotAllowed(
            "it covers days the claimant was not told of; they were told of those "
            f"from {told.start} up to, not including, {told.end}"
        )
    if question.amount is not None and question.period is not None:
        if (lacking := waived.missing(given)) is not None:
            raise NotAllowed(lacking)
        if given.reduced_by is not None:
            raise NotAllowed("a sum that was paid is decided on as a whole: no share of a benefit is reduced by it")
        return Recovery(question.amount, question.period)
    if question.ground is None:
        raise NotAllowed("the question names no ground of the closed list: only better facts can settle it")
    if (missing := why_not_allowed(given.reduced_by, applies, told, question.reduction)) is not None:
        raise NotAllowed(missing)
    if question.ground is not Ground.REFUSAL:
        return Disqualification(question.ground, applies)
    return WorkRefused(applies, _weighed(given.suitability))


def _weighed(suitability: Suitability | None) -> Suitability:
    if suitability is None:
        raise NotAllowed("the offer was not weighed by the seven factors of C168 Art. 21(2)")
    if suitability.labour_dispute:
        raise NotAllowed("a job that is vacant because of an ongoing labour dispute is not suitable work")
    return suitability


def _against(question: AskedQuestion, act: AdverseAct, within: AnswerBounds, way: WayToContest) -> ClaimDecision:
    decision = _decision(question, act.answer, way.words)
    suitability = act.extent.suitability if isinstance(act.extent, WorkRefused) else None
    heard = {"noticed_on": act.heard.issued_on, "replied_on": act.heard.replied_on}
    extent = {"applies": act.extent.applies, "period": within.told, "suitability": suitability}
    return decision.model_copy(update={**extent, **heard, "reduced_by": act.answer.reduced_by, "contest_by": way.by})


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
        certification=question.certification,
        noticed_on=question.issued_on,
        replied_on=question.replied_on,
        overpayment_cause=given.overpayment_cause if question.amount is not None else None,
        appeal=appeal,
    )


def _refused(given: AnswerGiven, reason: str) -> AnswerRefused:
    return AnswerRefused(question=given.question, reason=reason)
