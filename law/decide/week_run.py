"""The evaluation of one certified period: its case, its days, and whose law it follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.values import Period
from law.case.balance import Balance
from law.case.benefit_periods import days_of
from law.case.case import Case
from law.case.model import Determination
from law.decide.certified_weeks import Line
from law.language.run.compile import rules_of
from law.language.run.evaluation import AnyEvaluation, Evaluation
from law.language.run.rules import Rules
from law.language.sheet.scheme import ClaimRules
from law.language.terms.dated import LawDays


def week_run(
    line: Line,
    balance: Balance,
    determination: Determination,
    outer: Evaluation[Case],
    *,
    leaves_out_doubt: bool = False,
) -> Evaluation[Case]:
    """The evaluation of a period's own rules, and of its days where the sheet has rules for days."""
    sheet = outer.rules.sheet
    within = outer.case._replace(
        week=line.week,
        certification=line.certification.key,
        determination=determination,
        balance=balance,
        leaves_out_doubt=leaves_out_doubt,
    )
    start = max(line.week.period.start, outer.anchor)
    claim_law, week_law = law_days(sheet.claim, outer.anchor, line.week.period.start)
    of_claim, of_week = (LawDays(law, outer.anchor, start) for law in (claim_law, week_law))
    rules = rules_of(sheet, of_claim, of_week)
    run = Evaluation(
        rules.week,
        within,
        law_day=week_law,
        anchor=outer.anchor,
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
