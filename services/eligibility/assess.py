"""What is due for each certified week: a pure function of the sheet, the determination and the set of facts.

Weeks are walked in calendar order, so waiting and exhaustion come out the same whatever the order of arrival.
What only a person may decide holds the week; what arithmetic settles either way is settled at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from contracts.eligibility import WeekAssessed, WeekState
from contracts.intake import CertificationFiled
from contracts.values import Money, Period
from services.eligibility.balance import Balance
from services.eligibility.case import Case
from services.eligibility.determine import evaluation_of_amounts
from services.eligibility.facts import FactSet
from services.eligibility.findings import Decided, standing
from services.eligibility.model import Assessment, Determination
from services.eligibility.periods import days_of
from services.eligibility.rulesheet.derivation import Step
from services.eligibility.rulesheet.evaluate import NOTHING_GIVEN, Evaluation, rules_of
from services.eligibility.rulesheet.scheme import Scheme
from services.eligibility.rulesheet.units import money
from services.eligibility.rulesheet.values import Value
from services.eligibility.ruling import Ruling, ruled_by_frame, settled_for_claimant, unless_over
from services.eligibility.week_money import conditions_in_doubt, paid, settled_by_arithmetic
from services.eligibility.weeks import Line, lines_of
from services.eligibility.worth import number


@dataclass(frozen=True, slots=True)
class _Assessed:
    """One line with its ruling, its derivation and the balance after it."""

    line: Line
    ruling: Ruling
    steps: tuple[Step, ...]
    balance: Balance
    fails: bool | None = None
    """Whether the period counts towards the end of the claim (`benefit.stops`); None if nothing is known of it."""
    stopped_from: date | None = None
    """From which day on the claim has stopped, if it has."""


@dataclass(frozen=True, slots=True)
class Streak:
    """Periods in a row that count towards the end of the claim."""

    length: int = 0
    since: date | None = None
    stopped: bool = False

    def after(self, line: Line, fails: bool | None, outer: Evaluation) -> Streak:  # noqa: FBT001  what the period says
        """The streak with one more period."""
        stops = outer.rules.scheme.benefit.stops
        if stops is None or fails is None or self.stopped:
            return self
        if not fails:
            return Streak()
        length, since = self.length + 1, self.since or line.week.period.start
        return Streak(length, since, length >= number(outer.parameter(stops.periods)))


Known = dict[Any, Any]


def assess(  # noqa: PLR0913, PLR0917  what an assessment depends on
    scheme: Scheme,
    facts: FactSet,
    determination: Determination,
    known: Known | None = None,
    others: Sequence[Determination] = (),
    given: Mapping[str, Value] = NOTHING_GIVEN,
) -> tuple[Assessment, ...]:
    """One assessment for each certification of the claim, by the first day it covers, then by key.

    `others` are the determinations of the person's other claims: a day that one of them may pay is not paid twice.
    `known` keeps weeks and assessments worked out earlier under the same determination: what a certification
    does not touch is not worked out again. It never changes the result.
    """
    known = {} if known is None else known
    decided = standing(facts.decisions(determination.claim))
    outer = known.get("claim")
    if outer is None:
        outer = known["claim"] = evaluation_of_amounts(scheme, facts, determination.claim, decided, given)
    balance = Balance.full(
        determination.entitlement, waiting=determination.waiting, sanctioned=determination.sanctioned
    )
    done: list[_Assessed] = []
    streak = Streak()
    for line in lines_of(facts, determination, others):
        place = _place(line, balance, streak)
        assessed = known.get(place)
        if assessed is None:
            stopped = _stopped(scheme, line, balance, streak) if streak.stopped else None
            assessed = known[place] = stopped or _assessed(line, balance, determination, outer, decided)
        balance = assessed.balance
        streak = streak.after(assessed.line, assessed.fails, outer)
        done.append(replace(assessed, stopped_from=streak.since) if streak.stopped else assessed)
    done.sort(key=_by_certification)
    return tuple(
        sorted(
            (_kept(known, scheme, determination, tuple(own)) for _, own in groupby(done, key=_certification_key)),
            key=lambda assessment: (assessment.period.start, assessment.certification),
        )
    )


def _stopped(scheme: Scheme, line: Line, balance: Balance, streak: Streak) -> _Assessed:
    stops = scheme.benefit.stops
    because = f"The claim stopped on {streak.since}: {streak.length} periods in a row did not meet its condition."
    return _Assessed(line, Ruling(WeekState.OUTSIDE, stops.cites if stops else "", because), (), balance)


def _place(line: Line, balance: Balance, streak: Streak) -> tuple[object, ...]:
    """Everything that the ruling on a week depends on beside the determination and its decisions."""
    filed, first = line.certification, line.first
    before = (first.certification.claim, first.certification.key, first.week) if first else None
    disputed = line.week if line.disputed else None
    return (filed.key, filed.source_version, line.week.period.start, disputed, before, balance, streak)


def _kept(known: Known, scheme: Scheme, determination: Determination, own: tuple[_Assessed, ...]) -> Assessment:
    place = tuple(id(assessed) for assessed in own)
    found = known.get(place)
    if found is None:
        found = known[place] = (own, _assessment(scheme, determination, list(own)))
    assessment: Assessment = found[1]
    return assessment


def _assessed(
    line: Line, balance: Balance, determination: Determination, outer: Evaluation, decided: Decided
) -> _Assessed:
    scheme = outer.rules.scheme
    framed = ruled_by_frame(scheme, line, determination, decided)
    if framed is not None:
        return _Assessed(line, unless_over(framed, determination), (), balance)
    settled = settled_for_claimant(line, decided)
    run = week_run(line, balance, determination, outer, leaves_out_doubt=None in settled)
    ruling = settled_by_arithmetic(run, balance) or conditions_in_doubt(run, settled)
    after = balance
    if ruling is None:
        ruling, after = paid(run, balance)
    ruling = unless_over(ruling, determination)
    conditions = tuple(run.condition(name) for name in scheme.week_conditions)
    stops = scheme.benefit.stops
    counted = (scheme.benefit.consumes, scheme.waiting.served, stops.unless if stops else None)
    quantities = (run.quantity(name) for name in (scheme.benefit.week_amount, *counted) if name is not None)
    steps = (*quantities, run.rules.waiting_served(run), *conditions)
    fails = run.quantity(stops.unless).value is False if stops else None
    return _Assessed(line, ruling, steps, after, fails)


def week_run(
    line: Line, balance: Balance, determination: Determination, outer: Evaluation, *, leaves_out_doubt: bool = False
) -> Evaluation:
    """The evaluation of a period's own rules, and of its days where the sheet has rules for days."""
    scheme, case = outer.rules.scheme, outer.case
    if not isinstance(case, Case):
        raise TypeError("a week is assessed within a case")
    within = Case(
        facts=case.facts,
        claim=case.claim,
        currency=case.currency,
        minor_units=case.minor_units,
        country=case.country,
        week=line.week,
        certification=line.certification.key,
        determination=determination,
        balance=balance,
        leaves_out_doubt=leaves_out_doubt,
    )
    start = line.week.period.start
    of_week = scheme.claim.week_law.what == "the first day of the week"
    law_day = max(start, outer.law_day) if of_week else outer.law_day
    rules = rules_of(scheme)
    run = Evaluation(
        rules.week, within, law_day=law_day, anchor=outer.anchor, outer=outer, day=max(start, outer.anchor)
    )
    if scheme.day_quantities:
        run.of_days(rules.day, ((day, replace(within, day=day)) for day in days_of(line.week.period)))
    return run


def _assessment(scheme: Scheme, determination: Determination, own: list[_Assessed]) -> Assessment:
    filed = own[0].line.certification
    weeks = tuple(_week(scheme, assessed) for assessed in own)
    left = own[-1].balance
    return Assessment(
        claim=determination.claim,
        certification=filed.key,
        certification_version=filed.source_version,
        filed_on=filed.filed_on,
        period=Period(start=filed.weeks[0].period.start, end=filed.weeks[-1].period.end),
        amount=Money(minor=sum(week.amount.minor for week in weeks), currency=scheme.currency),
        weeks=weeks,
        total_left=Money(minor=left.total_left, currency=scheme.currency),
        weeks_left=left.weeks_left,
        limit_left=left.units_left,
        stopped_from=own[-1].stopped_from,
        steps=tuple(_week_step(scheme, assessed) for assessed in own),
    )


def _week(scheme: Scheme, assessed: _Assessed) -> WeekAssessed:
    ruling = assessed.ruling
    return WeekAssessed(
        period=assessed.line.week.period,
        state=ruling.state,
        amount=Money(minor=ruling.amount, currency=scheme.currency),
        cites=ruling.cites,
        because=ruling.because,
        question=ruling.question,
        ground=ruling.ground,
    )


def _week_step(scheme: Scheme, assessed: _Assessed) -> Step:
    case_value = Case.in_major(assessed.ruling.amount, scheme.minor_units)
    what = f"week {assessed.line.week.period.start}: {assessed.ruling.state.value}"
    certification = (assessed.line.certification.key,)
    return Step("week", what, case_value, money(scheme.currency), assessed.ruling.cites, assessed.steps, certification)


def _certification_key(assessed: _Assessed) -> str:
    return assessed.line.certification.key


def _by_certification(assessed: _Assessed) -> tuple[str, object]:
    filed: CertificationFiled = assessed.line.certification
    return filed.key, assessed.line.week.period.start
