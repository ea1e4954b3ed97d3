"""A rule sheet put to the question: facts and given aggregates in, quantities and outcomes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.base import Event
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled
from contracts.registry import ContributionRecorded, EmploymentEnded, ParticularStated, PersonRecorded, Separation
from contracts.values import Money, Period
from law.case.balance import Balance
from law.case.case import Case
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.catalogue import load_scheme
from law.decide.assess import assess
from law.decide.certified_weeks import WeekLine
from law.decide.determine import determine
from law.decide.week_amount import week_run
from law.language.run.evaluation import AnyEvaluation, Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Value, plain_number

RECORDED = datetime(2020, 1, 1, tzinfo=UTC)
CLAIM = "claim"


def sheet(name: str) -> Scheme:
    """A scheme, with what nobody has yet compared with the law's text."""
    return load_scheme(name, accept_unverified=True)


def exact(value: Any) -> Value:
    """A value of a pack as rules compute with it."""
    if isinstance(value, bool | str | date):
        return value
    return plain_number(Fraction(value))


def claim_on(day: date, scheme: Scheme, facts: Iterable[Event] = ()) -> FactSet:
    """The facts of a person who claims on that day."""
    filed = ClaimFiled(
        key=CLAIM, source_version=1, recorded_at=RECORDED, scheme=scheme.name, filed_on=day, unemployed_from=day
    )
    return FactSet((filed, *facts))


def run(scheme: Scheme, day: date, facts: Iterable[Event] = (), **given: Any) -> Evaluation[Case]:
    """The rules of a claim that begins on that day, with answers given by name."""
    return ClaimUnderLaw(scheme, claim_on(day, scheme, facts), CLAIM, given=as_given(given)).evaluation()


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
    week = CertifiedWeek(
        period=period,
        able=True,
        available=True,
        sought_work=True,
        minutes_worked=minutes,
        earnings=money(earned, scheme),
    )
    filed = CertificationFiled(
        key="card", source_version=1, recorded_at=RECORDED, claim=CLAIM, filed_on=period.end, weeks=(week,)
    )
    balance = Balance.full(found.entitlement, waiting=Fraction(waiting), sanctioned=Fraction(used))
    return week_run(WeekLine(filed, week, disputed=False), balance, found, outer)


def money(amount: Any, scheme: Scheme) -> Money:
    """An amount in the sheet's currency."""
    return Money(minor=int(Fraction(amount) * scheme.minor_units), currency=scheme.currency)


def earned(  # noqa: PLR0913  each is one piece of the fact
    amount: Any, start: date, end: date, scheme: Scheme, *, minutes: int | None = None, key: str = ""
) -> ContributionRecorded:
    """Insured earnings of these days. A correction below nought, which packs know, is stated as it is."""
    minor = int(Fraction(Decimal(str(amount))) * scheme.minor_units)
    return ContributionRecorded.model_construct(
        key=key or f"pay-{start}-{end}",
        source_version=1,
        recorded_at=RECORDED,
        employer="works",
        period=Period(start=start, end=end),
        earnings=Money.model_construct(minor=minor, currency=scheme.currency),
        contribution=None,
        minutes_worked=minutes,
    )


def born(birth: date, *, dependants: int = 0, region: str = "here") -> PersonRecorded:
    """What the population registry says."""
    return PersonRecorded(
        key="person",
        source_version=1,
        recorded_at=RECORDED,
        valid_from=birth,
        birth_month=f"{birth:%Y-%m}",
        region=region,
        dependants=dependants,
    )


def lost_work(on: date, reason: Separation = Separation.LAID_OFF) -> EmploymentEnded:
    """The end of an employment."""
    return EmploymentEnded(
        key="job-end", source_version=1, recorded_at=RECORDED, employment="job", ended_on=on, reason=reason
    )


def stated(  # noqa: PLR0913  each is one piece of the fact
    particular: str, said: Any, since: date, until: date | None = None, *, key: str = "", version: int = 1
) -> ParticularStated:
    """A particular of the person."""
    words = {True: "yes", False: "no"}[said] if isinstance(said, bool) else str(said)
    return ParticularStated(
        key=key or f"{particular}-{since}",
        source_version=version,
        recorded_at=RECORDED,
        particular=particular,
        value=words,
        since=since,
        until=until,
    )
