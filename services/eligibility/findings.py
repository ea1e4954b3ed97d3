"""The answer to each condition: met, not met, or a question for a person; and what a person has decided."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import Finding, Outcome
from services.eligibility.rulesheet.evaluate import Evaluation
from services.eligibility.rulesheet.scheme import Condition, Scheme, Template
from services.eligibility.rulesheet.values import Unknown
from services.eligibility.rulesheet.words import shown

SENTENCE_MAX = 2000
NO_DAYS = "The decision names no days: to which days does it apply?"
OVERPAYMENT = "overpayment:"


def findings_of(scheme: Scheme, run: Evaluation, decisions: Iterable[ClaimDecision]) -> tuple[Finding, ...]:
    """One finding a condition, in the sheet's order; a refusal thus lists every unmet one."""
    decided = latest_about(decisions)
    return tuple(_finding(condition, scheme, run, decided.get(name)) for name, condition in scheme.conditions.items())


def latest_about(decisions: Iterable[ClaimDecision]) -> dict[str, ClaimDecision]:
    """For each thing in question, the decision that stands: the latest, then the one of the greater question key."""
    ranked = sorted(decisions, key=lambda decision: (decision.decided_on, decision.question))
    return {decision.about: decision for decision in ranked}


def adverse(decisions: Iterable[ClaimDecision]) -> tuple[ClaimDecision, ...]:
    """The standing decisions that take benefit away for named days."""
    return tuple(
        decision
        for about, decision in sorted(latest_about(decisions).items())
        if decision.verdict is Verdict.AGAINST_CLAIMANT and decision.applies and not about.startswith(OVERPAYMENT)
    )


def filled(template: Template, run: Evaluation) -> str:
    """A sentence of the sheet with the values of this case."""
    said: list[str] = []
    for text, name in template:
        said.append(text)
        if name:
            step = run.named(name)
            said.append(shown(step.value, step.unit))
    return "".join(said)


def question_about(condition: Condition, value: object, run: Evaluation) -> str:
    """What a person is asked: the doubts of the facts, or the sheet's own question with the extent in law."""
    if isinstance(value, Unknown):
        return cut(" ".join(doubt.question for doubt in value.doubts))
    extent = f" In law: {filled(condition.extent, run)}" if condition.extent else ""
    return cut(f"{condition.question or condition.meaning}{extent}")


def cut(sentence: str) -> str:
    """A sentence of a length the contracts carry."""
    return sentence if len(sentence) <= SENTENCE_MAX else f"{sentence[: SENTENCE_MAX - 3]}..."


def _finding(condition: Condition, scheme: Scheme, run: Evaluation, decision: ClaimDecision | None) -> Finding:
    value = run.condition(condition.name).value
    may_be_decided = condition.by_a_person or isinstance(value, Unknown) or scheme.claim.refusal.what == "never"
    if decision is not None and may_be_decided:
        return _decided(condition, decision)
    if value is True:
        return _found(condition, Outcome.MET, filled(condition.met, run))
    if value is False and not may_be_decided:
        return _found(condition, Outcome.NOT_MET, filled(condition.not_met, run))
    if isinstance(value, Unknown):
        because = f"{condition.meaning}: the facts leave this open."
    elif condition.by_a_person:
        because = f"{condition.meaning}: reported otherwise, and only a named person may find so."
    else:
        because = filled(condition.not_met, run)
    return _found(condition, Outcome.NEEDS_A_PERSON, because, question_about(condition, value, run))


def _decided(condition: Condition, decision: ClaimDecision) -> Finding:
    because = f"Decided on {decision.decided_on} by {decision.officer.staff}: {decision.reasons}"
    against = decision.verdict is Verdict.AGAINST_CLAIMANT
    if against and decision.applies is None:
        return _found(condition, Outcome.NEEDS_A_PERSON, because, NO_DAYS)
    return Finding(
        condition=condition.name,
        outcome=Outcome.NOT_MET if against else Outcome.MET,
        cites=decision.article,
        because=cut(because),
        ground=_ground(condition, decision) if against else None,
    )


def _ground(condition: Condition, decision: ClaimDecision) -> Ground | None:
    return decision.ground or (Ground(condition.ground) if condition.ground else None)


def _found(condition: Condition, outcome: Outcome, because: str, question: str | None = None) -> Finding:
    ground = Ground(condition.ground) if condition.ground and outcome is not Outcome.MET else None
    return Finding(
        condition=condition.name,
        outcome=outcome,
        cites=condition.cites,
        because=cut(because),
        question=question,
        ground=ground,
    )
