"""A rule sheet put to the question: facts and given aggregates in, quantities and outcomes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from contracts.intake import CertificationFiled
from contracts.values import Money, Period
from law.case.balance import Balance
from law.case.case import Case
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.catalogue import scheme_or_file
from law.decide.assess import assess
from law.decide.certified_weeks import WeekLine
from law.decide.determine import determine
from law.decide.week_amount import week_run
from law.language.run.evaluation import AnyEvaluation, Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Value, plain_number
from law.people.as_facts import facts_of
from law.people.life import CLAIM, BenefitClaim, Certification, CertifiedPeriod, Life, Pay

NOBODY = Life()


def sheet(name: str) -> Scheme:
    """A scheme by name or by file, with what nobody has yet compared with the law's text. Raises `LookupError`."""
    return scheme_or_file(name)


def exact(value: Any) -> Value:
    """A value of a pack as rules compute with it."""
    if isinstance(value, bool | str | date):
        return value
    return plain_number(Fraction(value))


def claim_on(day: date, scheme: Scheme, life: Life = NOBODY) -> FactSet:
    """The facts of a person who claims on that day."""
    return FactSet(facts_of(replace(life, claims=(BenefitClaim(day),)), scheme))


def run(scheme: Scheme, day: date, life: Life = NOBODY, **given: Any) -> Evaluation[Case]:
    """The rules of a claim that begins on that day, with answers given by name."""
    return ClaimUnderLaw(scheme, claim_on(day, scheme, life), CLAIM, given=as_given(given)).evaluation()


def as_given(answers: Mapping[str, Any]) -> dict[str, Value]:
    """Answers by name; a question to the facts is written with brackets."""
    return {name: exact(value) for name, value in answers.items()}


def value(of: AnyEvaluation, name: str) -> Value:
    """What a quantity comes to."""
    return of.quantity(name).value


def holds(of: AnyEvaluation, *conditions: str) -> bool:
    """Whether these conditions of the claim are met; all of them if none is named."""
    return all(of.condition(name).value is True for name in conditions or of.rules.scheme.conditions)


def determined(facts: FactSet, scheme: Scheme, **given: Any) -> Determination:
    """The engine's determination."""
    return determine(ClaimUnderLaw(scheme, facts, CLAIM, given=as_given(given)))


def assessed(facts: FactSet, scheme: Scheme, found: Determination, **given: Any) -> tuple[Assessment, ...]:
    """The engine's assessments."""
    return assess(ClaimUnderLaw(scheme, facts, CLAIM, given=as_given(given)), found)


def period_of(  # noqa: PLR0913  what a certified period is made of
    outer: Evaluation[Case],
    found: Determination,
    period: Period,
    *,
    earned: Any = 0,
    minutes: int = 0,
    used: Any = 0,
    waiting: Any = 0,
) -> Evaluation[Case]:
    """The rules of one period of a claim, before which so much was used up."""
    scheme = outer.rules.scheme
    certified = CertifiedPeriod(period, money(earned, scheme), minutes)
    claim = BenefitClaim(certifications=(Certification((certified,)),))
    facts = FactSet(facts_of(Life(claims=(claim,)), scheme))
    (filed,) = facts.of(CertificationFiled)
    balance = Balance.full(found.entitlement, waiting=Fraction(waiting), sanctioned=Fraction(used))
    return week_run(WeekLine(filed, filed.weeks[0], disputed=False), balance, found, outer)


def money(amount: Any, scheme: Scheme) -> Money:
    """An amount in the sheet's currency."""
    return Money(minor=int(Fraction(amount) * scheme.minor_units), currency=scheme.currency)


def paid(  # noqa: PLR0913  each is one piece of the fact
    amount: Any, start: date, end: date, scheme: Scheme, *, minutes: int | None = None, key: str = ""
) -> Pay:
    """Insured earnings of these days. A correction below zero, which packs know, is stated as it is."""
    minor = int(Fraction(str(amount)) * scheme.minor_units)
    earned = Money.model_construct(minor=minor, currency=scheme.currency)
    return Pay(Period(start=start, end=end), earned, minutes, key=key)
