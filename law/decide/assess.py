"""What is due for each certified week: a pure function of the sheet, the determination and the set of facts.

Weeks are walked in calendar order, so waiting and exhaustion come out the same whatever the order of arrival.
What only a person may decide holds the week; what arithmetic settles either way is settled at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from contracts.eligibility import WeekAssessed, WeekState
from contracts.values import Money, Period
from law.case.balance import Balance
from law.case.case import Case, in_major
from law.case.claim_under_law import ClaimUnderLaw
from law.case.earlier_claims import Used
from law.case.model import Assessment, Determination
from law.decide.assessed_week import AssessedWeek, Streak, WeekKey, Worked
from law.decide.certified_weeks import WeekLine, lines_of
from law.decide.custody import in_custody
from law.decide.entitlement import evaluation_of_amounts
from law.decide.findings import StandingDecisions, standing
from law.decide.linked_claims import goes_on_elsewhere
from law.decide.reductions import kept_of_week, reduction_step
from law.decide.week_amount import added_up, conditions_in_doubt, paid, settled_by_arithmetic, week_run
from law.decide.week_ruling import Ruling, ruled_by_frame, settled_as_payable, unless_over
from law.language.run.evaluation import AnyEvaluation, Evaluation
from law.language.sheet.scheme import Scheme
from law.language.terms.derivation import Step
from law.language.terms.units import money


def assess(
    claim: ClaimUnderLaw,
    determination: Determination,
    others: Sequence[Determination] = (),
    worked: Worked | None = None,
    *,
    until: date | None = None,
) -> tuple[Assessment, ...]:
    """One assessment for each certification of the claim, by the first day it covers, then by key.

    `others` are the determinations of the person's other claims: a day that one of them may pay is not paid twice,
    and from the day on which one of them goes on with this claim nothing is paid under this one. `until` leaves out
    the periods that begin on that day or later. What was drawn under earlier claims is taken from the determination.
    `worked` is what was assessed before under the same determination, and is added to: a week that a certification
    does not touch is not assessed again. It never changes the result.
    """
    worked = Worked() if worked is None else worked
    decided = standing(claim.decisions)
    if worked.evaluation is None:
        worked.evaluation = evaluation_of_amounts(replace(claim, past=determination.before.past), decided)
    basis = _ClaimBasis(determination, worked.evaluation, decided, goes_on_elsewhere(determination, others))
    lines = lines_of(claim.facts, determination, others, until)
    weeks = sorted(_walked(lines, basis, worked), key=_by_certification)
    assessments = (_assessment(tuple(own), basis, worked) for _, own in groupby(weeks, key=_certification_of))
    return tuple(sorted(assessments, key=lambda assessment: (assessment.period.start, assessment.certification)))


class _ClaimBasis(NamedTuple):
    """What the assessment of every week of a claim starts from."""

    determination: Determination
    outer: Evaluation[Case]
    """The evaluation of the claim's own rules."""
    decided: StandingDecisions
    elsewhere: date | None
    """From which day on a later claim goes on with this one."""

    @property
    def scheme(self) -> Scheme:
        return self.outer.rules.scheme


def _walked(lines: Iterable[WeekLine], basis: _ClaimBasis, worked: Worked) -> Iterator[AssessedWeek]:
    """Every line in calendar order, each with the balance that the ones before it left."""
    determination, elsewhere, streak = basis.determination, basis.elsewhere, Streak()
    spent = determination.sanctioned + determination.before.carried
    balance = Balance.full(
        determination.entitlement,
        waiting=determination.waiting,
        sanctioned=spent,
        money_ends=basis.scheme.benefit.total_is_the_most,
        added_up=determination.before.added_up,
    )
    for line in lines:
        goes_on = elsewhere if elsewhere and elsewhere <= line.week.period.start else None
        key = WeekKey.of(line, balance, streak, goes_on)
        week = worked.weeks.get(key)
        if week is None:
            over = _stopped(basis.scheme, streak) or _gone_on(basis.scheme, goes_on)
            week = AssessedWeek(line, over, (), balance, streak) if over else _assessed(line, balance, streak, basis)
            worked.weeks[key] = week
        balance, streak = week.balance, week.streak
        yield week


def _stopped(scheme: Scheme, streak: Streak) -> Ruling | None:
    if not streak.stopped:
        return None
    stops = scheme.benefit.stops
    because = f"The claim stopped on {streak.since}: {streak.length} periods in a row did not meet its condition."
    return Ruling(WeekState.OUTSIDE, stops.cites if stops else "", because)


def _gone_on(scheme: Scheme, since: date | None) -> Ruling | None:
    if since is None or scheme.spells is None:
        return None
    because = f"From {since} on the spell is drawn under the claim that goes on with this one."
    return Ruling(WeekState.OUTSIDE, scheme.spells.cites, because)


def _assessed(line: WeekLine, balance: Balance, streak: Streak, basis: _ClaimBasis) -> AssessedWeek:
    scheme, determination = basis.scheme, basis.determination
    framed = ruled_by_frame(scheme, line, determination, basis.decided)
    framed = framed or in_custody(scheme, line, basis.outer.case.facts, basis.decided)
    if framed is not None:
        return AssessedWeek(line, unless_over(framed, determination), (), balance, streak)
    settled = settled_as_payable(line, basis.decided)
    run = week_run(line, balance, determination, basis.outer, leaves_out_doubt=None in settled)
    ruling = settled_by_arithmetic(run, balance) or conditions_in_doubt(run, settled)
    after, steps = balance, _steps(scheme, run)
    if ruling is None:
        kept = kept_of_week(line, determination, scheme)
        ruling, after = paid(run, balance, kept)
        if kept is not None:
            steps = (*steps, reduction_step(kept, steps[0], in_major(ruling.amount, scheme.minor_units), scheme))
        if scheme.looks_at_spells:
            after = after.drawn_by(Used(line.week.period, balance.less(after), line.certification.key))
    if scheme.added_up and ruling.state is not WeekState.HELD:
        after = after.with_sums(added_up(run, balance))
    stops = scheme.benefit.stops
    fails = run.quantity(stops.unless).value is False if stops else None
    streak = streak.after(line, basis.outer, fails=fails)
    return AssessedWeek(line, unless_over(ruling, determination), steps, after, streak)


def _steps(scheme: Scheme, run: AnyEvaluation) -> tuple[Step, ...]:
    """What was computed of a week: its amount, what it uses up and serves, and its conditions."""
    benefit = scheme.benefit
    names = (
        benefit.week_amount, benefit.consumes, scheme.waiting.served, benefit.stops.unless if benefit.stops else None
    )  # fmt: skip
    conditions = tuple(run.condition(name) for name in scheme.week_conditions)
    quantities = (run.quantity(name) for name in names if name is not None)
    return (*quantities, run.rules.waiting_served(run), *conditions)


def _assessment(own: tuple[AssessedWeek, ...], basis: _ClaimBasis, worked: Worked) -> Assessment:
    assessment = worked.assessments.get(own)
    if assessment is None:
        assessment = worked.assessments[own] = _made_of(own, basis.scheme, basis.determination)
    return assessment


def _made_of(own: tuple[AssessedWeek, ...], scheme: Scheme, determination: Determination) -> Assessment:
    filed = own[0].line.certification
    weeks = tuple(_week(scheme, assessed) for assessed in own)
    left, streak = own[-1].balance, own[-1].streak
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
        stopped_from=streak.since if streak.stopped else None,
        used=tuple(used for used in left.drawn if used.key == filed.key),
        waiting_left=left.waiting_left,
        added_up=left.added_up,
        steps=tuple(_week_step(scheme, assessed) for assessed in own),
    )


def _week(scheme: Scheme, assessed: AssessedWeek) -> WeekAssessed:
    ruling = assessed.ruling
    return WeekAssessed(
        period=assessed.line.week.period,
        state=ruling.state,
        amount=Money(minor=ruling.amount, currency=scheme.currency),
        cites=ruling.cites,
        because=ruling.because,
        question=ruling.question,
        ground=ruling.ground,
        doubt=ruling.doubt,
    )


def _week_step(scheme: Scheme, assessed: AssessedWeek) -> Step:
    amount = in_major(assessed.ruling.amount, scheme.minor_units)
    what = f"week {assessed.line.week.period.start}: {assessed.ruling.state.value}"
    certification = (assessed.line.certification.key,)
    return Step("week", what, amount, money(scheme.currency), assessed.ruling.cites, assessed.steps, certification)


def _certification_of(assessed: AssessedWeek) -> str:
    return assessed.line.certification.key


def _by_certification(assessed: AssessedWeek) -> tuple[str, date]:
    return assessed.line.certification.key, assessed.line.week.period.start
