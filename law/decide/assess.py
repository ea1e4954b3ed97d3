"""What is due for each certified week: a pure function of the sheet, the determination and the set of facts.

Weeks are walked in calendar order, so waiting and exhaustion come out the same whatever the order of arrival.
What only a person may decide holds the week; what arithmetic settles either way is settled at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from contracts.eligibility import WeekAssessed, WeekState
from contracts.intake import CertificationFiled
from contracts.values import Money, Period
from law.case.balance import Balance
from law.case.case import Case, in_major
from law.case.earlier_claims import Used
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.decide.certified_weeks import Line, lines_of
from law.decide.determine import evaluation_of_amounts
from law.decide.entitlement import number
from law.decide.findings import Decided, standing
from law.decide.linked_claims import goes_on_elsewhere
from law.decide.week_amount import conditions_in_doubt, paid, settled_by_arithmetic
from law.decide.week_ruling import Ruling, ruled_by_frame, settled_for_claimant, unless_over
from law.decide.week_run import week_run
from law.language.run.evaluation import NOTHING_GIVEN, Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.derivation import Step
from law.language.terms.units import money
from law.language.terms.values import Value


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

    def after(self, line: Line, fails: bool | None, outer: Evaluation[Case]) -> Streak:  # noqa: FBT001  what the period says
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
    *,
    until: date | None = None,
) -> tuple[Assessment, ...]:
    """One assessment for each certification of the claim, by the first day it covers, then by key.

    `others` are the determinations of the person's other claims: a day that one of them may pay is not paid twice,
    and from the day on which one of them goes on with this claim nothing is paid under this one. `until` leaves out
    the periods that begin on that day or later.
    `known` keeps weeks and assessments worked out earlier under the same determination: what a certification
    does not touch is not worked out again. It never changes the result.
    """
    known = {} if known is None else known
    decided = standing(facts.decisions(determination.claim))
    outer = known.get("claim")
    if outer is None:
        past = determination.before.past
        outer = known["claim"] = evaluation_of_amounts(scheme, facts, determination.claim, decided, given, past)
    lines = lines_of(facts, determination, others, until)
    elsewhere = goes_on_elsewhere(determination, others)
    done = sorted(_walked(lines, determination, outer, decided, known, elsewhere), key=_by_certification)
    return tuple(
        sorted(
            (_kept(known, scheme, determination, tuple(own)) for _, own in groupby(done, key=_certification_key)),
            key=lambda assessment: (assessment.period.start, assessment.certification),
        )
    )


def _walked(  # noqa: PLR0913, PLR0917  what the walk depends on
    lines: Iterable[Line],
    determination: Determination,
    outer: Evaluation[Case],
    decided: Decided,
    known: Known,
    elsewhere: date | None,
) -> Iterator[_Assessed]:
    """Every line in calendar order, each with the balance that the ones before it left."""
    scheme, streak = outer.rules.scheme, Streak()
    spent = determination.sanctioned + determination.before.carried
    balance = Balance.full(determination.entitlement, waiting=determination.waiting, sanctioned=spent)
    for line in lines:
        gone_on = elsewhere if elsewhere and elsewhere <= line.week.period.start else None
        place = (*_place(line, balance, streak), gone_on)
        assessed = known.get(place)
        if assessed is None:
            over = _stopped(scheme, line, balance, streak) or _gone_on(scheme, line, balance, gone_on)
            assessed = known[place] = over or _assessed(line, balance, determination, outer, decided)
        balance = assessed.balance
        streak = streak.after(assessed.line, assessed.fails, outer)
        yield replace(assessed, stopped_from=streak.since) if streak.stopped else assessed


def _gone_on(scheme: Scheme, line: Line, balance: Balance, since: date | None) -> _Assessed | None:
    if since is None or scheme.spells is None:
        return None
    because = f"From {since} on the spell is drawn under the claim that goes on with this one."
    return _Assessed(line, Ruling(WeekState.OUTSIDE, scheme.spells.cites, because), (), balance)


def _stopped(scheme: Scheme, line: Line, balance: Balance, streak: Streak) -> _Assessed | None:
    if not streak.stopped:
        return None
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
    line: Line, balance: Balance, determination: Determination, outer: Evaluation[Case], decided: Decided
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
        if scheme.looks_at_spells:
            after = after.drawn_by(Used(line.week.period, balance.less(after), line.certification.key))
    ruling = unless_over(ruling, determination)
    conditions = tuple(run.condition(name) for name in scheme.week_conditions)
    stops = scheme.benefit.stops
    counted = (scheme.benefit.consumes, scheme.waiting.served, stops.unless if stops else None)
    quantities = (run.quantity(name) for name in (scheme.benefit.week_amount, *counted) if name is not None)
    steps = (*quantities, run.rules.waiting_served(run), *conditions)
    fails = run.quantity(stops.unless).value is False if stops else None
    return _Assessed(line, ruling, steps, after, fails)


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
        used=tuple(used for used in left.drawn if used.key == filed.key),
        waiting_left=left.waiting_left,
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
    case_value = in_major(assessed.ruling.amount, scheme.minor_units)
    what = f"week {assessed.line.week.period.start}: {assessed.ruling.state.value}"
    certification = (assessed.line.certification.key,)
    return Step("week", what, case_value, money(scheme.currency), assessed.ruling.cites, assessed.steps, certification)


def _certification_key(assessed: _Assessed) -> str:
    return assessed.line.certification.key


def _by_certification(assessed: _Assessed) -> tuple[str, object]:
    filed: CertificationFiled = assessed.line.certification
    return filed.key, assessed.line.week.period.start
