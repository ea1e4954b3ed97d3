"""What takes days or entitlement away by arithmetic: rest beside other pay, and what a decided sanction uses up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from contracts.claims import ClaimDecision, Ground
from contracts.eligibility import BenefitState, Interval
from contracts.values import Period
from law.case.case import Case, Imposed
from law.case.contested import day_of_the_matter
from law.language.run.evaluation import Evaluation
from law.language.terms.derivation import Step
from law.language.terms.values import Number, Value


def resting(run: Evaluation[Case], year: Period) -> tuple[Interval, ...]:
    """The stretches of the claim in which the benefit rests; doubt about one lets it not rest, and is asked."""
    resting_days: list[Interval] = []
    for name, rest in run.rules.scheme.rests.items():
        period = _rest(run, name, year)
        if period is not None:
            resting_days.append(
                Interval(period=period, state=BenefitState.DISQUALIFIED, cites=rest.cites, ground=Ground(rest.ground))
            )
    return tuple(resting_days)


def rest_steps(run: Evaluation[Case]) -> tuple[Step, ...]:
    """How long each rest lasts, and on which day those begin that last at all."""
    lasting = {name: run.rules.rests[name](run) for name in run.rules.scheme.rests}
    begun = [name for name in run.rules.rests_begin if lasting[name].value != 0]
    return (*lasting.values(), *[run.rules.rests_begin[name](run) for name in begun])


def _rest(run: Evaluation[Case], name: str, year: Period) -> Period | None:
    """The days of the claim on which the benefit rests; None if there is none."""
    days = int(_number_or_zero(run.rules.rests[name](run).value))
    begins = run.rules.rests_begin.get(name)
    start = begins(run).value if begins is not None and days > 0 else year.start
    if days <= 0 or not isinstance(start, date):
        return None
    return rest_within(year, start, days)


def rest_within(year: Period, start: date, days: int) -> Period | None:
    """So many days from a day on, as far as the claim may be drawn on; None if no day is left."""
    first, after = max(start, year.start), min(start + timedelta(days=days), year.end)
    return Period(start=first, end=after) if first < after else None


def used_up_by(decisions: Iterable[ClaimDecision], run: Evaluation[Case]) -> Number:
    """How much of the limit the decisions use up, in the unit of the limit (money in minor units)."""
    scheme = run.rules.scheme
    before: Counter[str] = Counter()
    used: Number = 0
    in_all = 0
    for decision in sorted(decisions, key=lambda decision: (day_of_the_matter(decision), decision.question)):
        ground = decision.ground.value if decision.ground else ""
        if ground in run.rules.sanctions and decision.applies is not None:
            in_all += decision.applies.days
            imposed = Imposed(decision.applies.days, before[ground], in_all)
            cost = sanction_of(run, ground, imposed)
            used += cost * scheme.minor_units if scheme.quantities[scheme.benefit.limit].unit.is_money() else cost
            before[ground] += 1
    return used


def sanction_of(run: Evaluation[Case], ground: str, imposed: Imposed) -> Number:
    """How much of the limit a decision on this ground uses up."""
    case = run.case._replace(imposed=imposed)
    within = Evaluation(run.rules, case, law_day=run.law_day, anchor=run.anchor, given=run.given)
    return _number_or_zero(run.rules.sanctions[ground](within).value)


def _number_or_zero(value: Value) -> Number:
    """The number; zero for doubt, which takes nothing away."""
    return value if isinstance(value, int | Fraction) else 0
