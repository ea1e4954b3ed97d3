"""One certified week before the law: its evaluation, the conditions it must meet, and what is paid for it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from contracts.about import WeekDoubt
from contracts.claims import Ground
from contracts.eligibility import WeekState
from contracts.values import Period
from law.case.balance import Balance
from law.case.benefit_periods import days_of
from law.case.case import Case, in_major
from law.case.earlier_claims import Sums
from law.case.model import Determination
from law.case.reduced_days import Kept
from law.decide.certified_weeks import WeekLine
from law.decide.entitlement import in_minor_units, not_below_zero, number
from law.decide.findings import cut, question_about
from law.decide.reductions import reduction_in_words
from law.decide.week_ruling import Ruling
from law.language.run.compile import rules_of
from law.language.run.evaluation import AnyEvaluation, Evaluation
from law.language.run.rules import Rules
from law.language.sheet.claim_rules import ClaimRules
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Condition
from law.language.terms.dated import LawDays
from law.language.terms.units import money
from law.language.terms.values import Number, Unknown, Value, plain_number
from law.language.terms.words import shown

ADJECTIVES = {"day": "daily", "working_day": "daily", "week": "weekly", "month": "monthly"}


def week_run(
    line: WeekLine,
    balance: Balance,
    determination: Determination,
    outer: Evaluation[Case],
    *,
    leaves_out_doubt: bool = False,
) -> Evaluation[Case]:
    """The evaluation of a period's own rules, and of its days where the sheet has rules for days."""
    sheet = outer.rules.sheet
    case = outer.case._replace(
        week=line.week,
        certification=line.certification.key,
        determination=determination,
        balance=balance,
        leaves_out_doubt=leaves_out_doubt,
    )
    begins, start = outer.anchor, max(line.week.period.start, outer.anchor)
    claim_law, week_law = law_days(sheet.claim, begins, line.week.period.start)
    of_claim, of_week = LawDays(claim_law, begins, start), LawDays(week_law, begins, start)
    rules = rules_of(sheet, of_claim, of_week)
    run = Evaluation(
        rules.week,
        case,
        law_day=week_law,
        anchor=begins,
        outer=outer.under(rules.claim, of_claim),
        day=start,
        period=start,
    )
    if sheet.day_quantities:
        run.days = tuple(_on_each_day(run, rules.day, line.week.period))
    return run


def _on_each_day(run: Evaluation[Case], rules: Rules[AnyEvaluation], period: Period) -> Iterator[Evaluation[Case]]:
    for day in days_of(period):
        case = run.case._replace(day=day)
        start = run.law_days.period
        yield Evaluation(rules, case, law_day=run.law_day, anchor=run.anchor, outer=run, day=day, period=start)


def law_days(rules: ClaimRules, begins: date, start: date) -> tuple[date, date]:
    """The days whose law holds for a claim's own amounts and for a period of it that begins on `start`.

    A change that running claims do not follow stops the law of the periods before it; one that they follow moves
    the law of the whole claim to its day.
    """
    within = [change for change in rules.transitions if begins < change.on <= start]
    if rules.week_law.what == "the first day of the week":
        kept = [change.on - timedelta(days=1) for change in within if change.keeps]
        return begins, min([max(start, begins), *kept])
    followed = max([begins, *(change.on for change in within if not change.keeps)])
    return followed, followed


def settled_by_arithmetic(run: AnyEvaluation, balance: Balance) -> Ruling | None:
    """A ruling that comes out the same whatever a person might say of the week, so nobody need be asked."""
    scheme = run.rules.scheme
    if balance.exhausted:
        limit = scheme.quantities[scheme.benefit.limit]
        left = f"{limit.meaning}: nothing of it is left."
        return Ruling(WeekState.EXHAUSTED, limit.cites, left)
    if scheme.waiting.served is not None:
        return _nothing_to_count(run)
    served = run.rules.waiting_served(run).value
    if balance.waiting_left and served is False:
        because = "The week's earnings are too high for it to count as a week of waiting."
        return Ruling(WeekState.EXCESS_EARNINGS, scheme.waiting.cites, because)
    amount = run.quantity(scheme.benefit.week_amount)
    if not balance.waiting_left and not isinstance(amount.value, Unknown) and amount.value == 0:
        because = "After the week's earnings are taken into account nothing is payable for it."
        return Ruling(WeekState.EXCESS_EARNINGS, scheme.week_quantities[scheme.benefit.week_amount].cites, because)
    return None


def _nothing_to_count(run: AnyEvaluation) -> Ruling | None:
    """Where a period serves waiting and uses up the limit in parts: nothing comes of it if all of these are zero."""
    benefit, waiting = run.rules.scheme.benefit, run.rules.scheme.waiting
    names = [name for name in (benefit.week_amount, benefit.consumes, waiting.served) if name is not None]
    if any(run.quantity(name).value != 0 for name in names):
        return None
    because = "With the work and the days of the period as they are, nothing is payable for it."
    return Ruling(WeekState.EXCESS_EARNINGS, run.rules.scheme.week_quantities[benefit.week_amount].cites, because)


def conditions_in_doubt(run: AnyEvaluation, settled: frozenset[Ground | None]) -> Ruling | None:
    """Held, with every question the week raises; on the `settled` grounds a person has decided for the claimant."""
    scheme = run.rules.scheme
    open_conditions: list[Condition] = []
    questions: list[str] = []
    for name, condition in scheme.week_conditions.items():
        value = run.condition(name).value
        if value is True or _ground(condition) in settled:
            continue
        open_conditions.append(condition)
        questions.append(question_about(condition, value, run))
    consumed = [run.quantity(scheme.benefit.consumes).value] if scheme.benefit.consumes else []
    amount, served = run.quantity(scheme.benefit.week_amount).value, run.rules.waiting_served(run).value
    doubts = Unknown.of(amount, served, *consumed).doubts
    questions += [doubt.question for doubt in doubts]
    if not questions:
        return None
    first = open_conditions[0] if open_conditions else None
    ground = _ground(first) if first else None
    cites = first.cites if first else scheme.week_quantities[scheme.benefit.week_amount].cites
    meaning = "; ".join(condition.meaning for condition in open_conditions) or "What was earned in the week"
    return Ruling(
        WeekState.HELD,
        cites,
        cut(f"Open until a person has decided: {meaning}."),
        question=cut(" ".join(questions)),
        ground=ground,
        doubt=None if ground else WeekDoubt.FACTS_OPEN,
    )


def _ground(condition: Condition) -> Ground | None:
    return Ground(condition.ground) if condition.ground else None


def added_up(run: AnyEvaluation, balance: Balance) -> Sums:
    """What quantities of the period come to with those before it, as far as the sheet asks it; doubt stays doubt."""
    before = dict(balance.added_up)
    return tuple((name, _sum(before.get(name, 0), run.quantity(name).value)) for name in run.rules.scheme.added_up)


def _sum(before: Value, now: Value) -> Value:
    return Unknown.among((before, now)) or before + now  # type: ignore[operator]  # the loader lets numbers through alone


def paid(run: Evaluation[Case], balance: Balance, kept: Kept | None = None) -> tuple[Ruling, Balance]:
    """The ruling on a period that nothing stands against, and the balance after it; `kept` is what decisions leave."""
    scheme = run.rules.scheme
    if scheme.waiting.served is None and balance.waiting_left:
        because = "The week is waited for; nothing is paid for it."
        ruling = Ruling(WeekState.WAITING, scheme.waiting.cites, because)
        return ruling, balance.after_waiting(DAYS_OF_A_WEEK)
    served = not_below_zero(run.quantity(scheme.waiting.served)) if scheme.waiting.served else 0
    due = _due(run, balance)
    used, amount = due.used, balance.payable(due.amount)
    if kept is not None and amount:
        return _reduced(run, balance.after_waiting(served), due, kept)
    after = balance.after_waiting(served).after_paying(amount, used)
    if served and not amount:
        because = "What would be due for the period is waited for; nothing is paid for it."
        return Ruling(WeekState.WAITING, scheme.waiting.cites, because), after
    return _paid(run, amount, used), after


class Due(NamedTuple):
    """What a period would be paid without a reduction, in minor units, and what it would use up of the limit.

    `within` is the share of the period that lies within the limit: the last one may reach beyond it.
    """

    amount: int
    used: Number
    within: Fraction = Fraction(1)


def _due(run: AnyEvaluation, balance: Balance) -> Due:
    """What the period is due of what is left: whoever has half a month left is paid half of the month."""
    scheme = run.rules.scheme
    used = number(run.quantity(scheme.benefit.consumes)) if scheme.benefit.consumes else 1  # training may add days
    amount = in_minor_units(run.quantity(scheme.benefit.week_amount), scheme).minor
    if balance.units_left is None or used <= balance.units_left:
        return Due(amount, used)
    within = Fraction(balance.units_left) / used
    return Due(_share_of(run, within), balance.units_left, within)


def _reduced(run: AnyEvaluation, balance: Balance, due: Due, kept: Kept) -> tuple[Ruling, Balance]:
    """What a reduction leaves, rounded as the sheet rounds the amount itself; money that counts in full is used up."""
    scheme = run.rules.scheme
    amount = balance.payable(_share_of(run, kept.paid * due.within))
    counts = max(amount, balance.payable(_share_of(run, kept.used * due.within)))
    after = balance.after_paying(counts, plain_number(due.used * kept.used))
    in_full, remains = (
        shown(in_major(minor, scheme.minor_units), money(scheme.currency)) for minor in (due.amount, amount)
    )
    because = cut(f"Of {in_full} for the period {remains} is paid: {reduction_in_words(kept)}.")
    decided = kept.by[0][0]
    state = WeekState.PARTLY_PAID if amount else WeekState.DISQUALIFIED
    return Ruling(state, decided.cites, because, amount=amount, ground=decided.ground), after


def _share_of(run: AnyEvaluation, share: Fraction) -> int:
    """So much of the period's amount in minor units."""
    scheme = run.rules.scheme
    rounding = scheme.week_quantities[scheme.benefit.week_amount].rounding
    exact = number(run.quantity(scheme.benefit.week_amount)) * share
    return math.floor((rounding.apply(exact) if rounding else exact) * scheme.minor_units)


def _did_no_work(run: Evaluation[Case]) -> bool:
    """Whether the person certified neither pay nor hours, so that nothing can have been taken off for work."""
    certified = run.case.certified()
    return not certified.earnings.minor and not certified.minutes_worked


def _paid(run: Evaluation[Case], amount: int, used: Number) -> Ruling:
    scheme = run.rules.scheme
    step, rate = run.quantity(scheme.benefit.week_amount), run.quantity(scheme.benefit.rate)
    due, full_rate = in_minor_units(step, scheme).minor, in_minor_units(rate, scheme).minor
    in_full, of_period = (shown(due_step.value, money(scheme.currency)) for due_step in (rate, step))
    by_the_day = rate.unit.per in ("day", "working_day")
    full = amount >= full_rate * used if by_the_day else amount == full_rate  # days in training use up fewer than paid
    if full:
        because = f"The {ADJECTIVES[str(rate.unit.per)]} amount of {in_full} is paid in full."
    elif amount < due:
        because = f"Of {of_period} for the week only what is left in all is paid."
    elif _did_no_work(run):
        full, because = True, f"{of_period} is due for the period and is paid in full."
    else:
        because = f"Of the {ADJECTIVES[str(rate.unit.per)]} amount of {in_full}, {of_period} remains after earnings."
    cites = scheme.week_quantities[scheme.benefit.week_amount].cites
    return Ruling(WeekState.PAID if full else WeekState.PARTLY_PAID, cites, because, amount=amount)
