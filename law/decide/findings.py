"""The answer to each condition: met, not met, or a question for a person; and what a person has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, assert_never

from contracts.about import About, ConditionAbout, OverpaymentAbout, ReferralAbout, WaiverAbout, WeekAbout, short
from contracts.casework import Verdict
from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import Finding, Outcome
from law.case.contested import day_of_the_matter
from law.language.run.evaluation import AnyEvaluation
from law.language.sheet.scheme import Condition, Scheme, Template
from law.language.terms.values import Unknown
from law.language.terms.words import share_in_words, shown

SENTENCE_MAX = 2000
NO_DAYS = "The decision names no days: to which days does it apply?"


class DecidedMatter(NamedTuple):
    """What a decision settles.

    A condition, a referral, a sum; what a week raises on one ground, or one doubt of a certification on none; or what
    no fact says, as it was asked.
    """

    about: About | str
    ground: Ground | None = None
    certification: str | None = None


StandingDecisions = Mapping[DecidedMatter, ClaimDecision]
"""The decisions that stand, each under its matter."""


def findings_of(scheme: Scheme, run: AnyEvaluation, decided: StandingDecisions) -> tuple[Finding, ...]:
    """One finding a condition, in the sheet's order; a refusal thus lists every unmet one."""
    return tuple(_finding(condition, scheme, run, decided) for condition in scheme.conditions.values())


def decision_on(condition: str, decided: StandingDecisions) -> ClaimDecision | None:
    """The decision that stands on a condition, by the name of its finding."""
    return decided.get(DecidedMatter(ConditionAbout(condition=condition))) if decided else None


def decision_on_missing(value: object, decided: StandingDecisions) -> ClaimDecision | None:
    """The decision on the one thing that a condition waits for; none once a fact says it."""
    if not decided or not isinstance(value, Unknown) or len(value.doubts) != 1:
        return None
    (doubt,) = value.doubts
    return None if doubt.facts else decided.get(DecidedMatter(cut(doubt.question)))


def standing(decisions: Iterable[ClaimDecision]) -> StandingDecisions:
    """For each matter the decision that stands: the latest, then the one of the greater question key."""
    ranked = sorted(decisions, key=lambda decision: (day_of_the_matter(decision), decision.question))
    return {_matter(decision): decision for decision in ranked}


def _matter(decision: ClaimDecision) -> DecidedMatter:
    about = decision.about
    if decision.missing is not None:
        return DecidedMatter(decision.missing)
    match about:
        case WeekAbout():  # a week can raise several matters; deciding one must not undo the decision on another
            certification = decision.certification if decision.ground is None else None
            return DecidedMatter(about, decision.ground, certification)
        case ConditionAbout() | OverpaymentAbout() | ReferralAbout() | WaiverAbout():
            return DecidedMatter(about)
        case _:
            assert_never(about)


def adverse(decided: StandingDecisions) -> tuple[ClaimDecision, ...]:
    """The standing decisions that take benefit away, or a share of it, for named days."""
    against = [decision for decision in decided.values() if decision.verdict is Verdict.AGAINST_CLAIMANT]
    return tuple(
        decision
        for decision in sorted(against, key=_by_name)
        if decision.applies and _takes_benefit_away(decision.about)
    )


def _takes_benefit_away(about: About) -> bool:
    """Whether a decision against the claimant costs days; one on an overpayment or a waiver is about a sum instead."""
    match about:
        case ConditionAbout() | WeekAbout() | ReferralAbout():
            return True
        case OverpaymentAbout() | WaiverAbout():
            return False
        case _:
            assert_never(about)


def _by_name(decision: ClaimDecision) -> tuple[str, str]:
    return short(decision.about), decision.ground or ""


def filled(template: Template, run: AnyEvaluation) -> str:
    """A sentence of the sheet with the values of this case."""
    parts: list[str] = []
    for text, name in template:
        parts.append(text)
        if name:
            step = run.named(name)
            parts.append(shown(step.value, step.unit))
    return "".join(parts)


def question_about(condition: Condition, value: object, run: AnyEvaluation) -> str:
    """What a person is asked: the doubts of the facts, or the sheet's own question with the extent in law."""
    if isinstance(value, Unknown):
        return cut(" ".join(doubt.question for doubt in value.doubts))
    extent = f" In law: {filled(condition.extent, run)}" if condition.extent else ""
    return cut(f"{condition.question or condition.meaning}{extent}")


def cut(sentence: str) -> str:
    """A sentence of a length the contracts carry."""
    return sentence if len(sentence) <= SENTENCE_MAX else f"{sentence[: SENTENCE_MAX - 3]}..."


def _finding(condition: Condition, scheme: Scheme, run: AnyEvaluation, decided: StandingDecisions) -> Finding:
    value = run.condition(condition.name).value
    decision = decision_on(condition.name, decided) or decision_on_missing(value, decided)
    may_be_decided = condition.by_a_person or isinstance(value, Unknown) or scheme.claim.refusal.what == "never"
    after_contest = decision is not None and decision.contest is not None
    if decision is not None and (may_be_decided or after_contest):
        return decided_finding(condition.name, Ground(condition.ground) if condition.ground else None, decision)
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


def decided_finding(condition: str, ground: Ground | None, decision: ClaimDecision) -> Finding:
    """What a named person found, in place of what the facts say."""
    against = decision.verdict is Verdict.AGAINST_CLAIMANT
    extent = f", benefit is reduced by {share_in_words(decision.reduced_by)}" if decision.reduced_by else ""
    because = cut(f"Decided on {decision.decided_on} by {decision.officer.staff}{extent}: {decision.reasons}")
    if against and decision.applies is None:
        return Finding(
            condition=condition,
            outcome=Outcome.NEEDS_A_PERSON,
            cites=decision.article,
            because=because,
            question=NO_DAYS,
            ground=ground,
        )
    return Finding(
        condition=condition,
        outcome=Outcome.NOT_MET if against else Outcome.MET,
        cites=decision.article,
        because=because,
        ground=decision.ground or ground if against else None,
    )


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
