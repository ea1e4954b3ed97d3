"""Reductions: within which bounds the sheet allows them, on which days they hold, and what a reduced week is paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, cast

from contracts.casework import ComplianceRecorded
from contracts.claims import ClaimDecision, Ground, ReductionBounds
from contracts.values import Period
from law.case.benefit_periods import days_of
from law.case.case import Case
from law.case.facts import FactSet
from law.case.model import Determination
from law.case.reduced_days import Kept, ReducedDays, kept_of
from law.decide.certified_weeks import WeekLine
from law.language.run.evaluation import Evaluation
from law.language.sheet.reductions import Reduction
from law.language.sheet.scheme import Scheme
from law.language.terms.derivation import Step
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.units import SHARE, money
from law.language.terms.values import Number, plain_number
from law.language.terms.words import share_in_words


def bounds_of(run: Evaluation[Case]) -> tuple[ReductionBounds, ...] | None:
    """On each ground of the sheet how far benefit may be reduced, by the law of the claim; None if on none.

    A ground whose figures are not known for the claim is left out: no reduction was law then.
    """
    bounds = (_bounds(reduction, run) for reduction in run.rules.scheme.reductions.values())
    return tuple(bound for bound in bounds if bound is not None) or None


def _bounds(reduction: Reduction, run: Evaluation[Case]) -> ReductionBounds | None:
    try:
        figures = {name: cast("Number", run.parameter(name).value) for name in reduction.figures}
    except OutsideKnownLaw:
        return None
    shortest, longest = reduction.lasts_at_least, reduction.lasts_at_most
    timed = longest or shortest
    unit = run.rules.scheme.parameters[timed].unit.powers[0][0] if timed else "day"
    return ReductionBounds(
        ground=Ground(reduction.ground),
        by_at_least=str(figures[reduction.by_at_least]) if reduction.by_at_least else None,
        by_at_most=str(figures[reduction.by_at_most]) if reduction.by_at_most else "1",
        lasts_at_least=int(figures[shortest]) if shortest else None,
        lasts_at_most=int(figures[longest]) if longest else None,
        lasts_in=cast("Literal['day', 'week', 'month']", unit),
        until_compliance=reduction.until_compliance,
        cites=reduction.cites,
    )


def reduced_days(decisions: Iterable[ClaimDecision], facts: FactSet, scheme: Scheme) -> tuple[ReducedDays, ...]:
    """The days that the decisions reduce; where the sheet says so, up to the day on which the person complied."""
    complied: dict[str, date] = {}
    for fact in facts.of(ComplianceRecorded):
        complied[fact.question] = min(fact.complied_on, complied.get(fact.question, fact.complied_on))
    days = (_reduced(decision, complied.get(decision.question), scheme) for decision in decisions)
    return tuple(reduced for reduced in days if reduced is not None)


def _reduced(decision: ClaimDecision, complied_on: date | None, scheme: Scheme) -> ReducedDays | None:
    applies, law = decision.applies, scheme.reductions.get(decision.ground or "")
    if applies is None or decision.reduced_by is None:
        return None
    ended = complied_on if law is not None and law.until_compliance and complied_on is not None else None
    if ended is not None and ended <= applies.start:
        return None
    end = applies.end if ended is None else min(applies.end, ended)
    return ReducedDays(
        period=Period(start=applies.start, end=end),
        share=decision.reduced_by,
        ground=decision.ground,
        decided_on=decision.decided_on,
        question=decision.question,
        cites=decision.article,
        complied_on=ended if ended == end else None,
        counts_in_full=law is None or law.uses_up == "in full",
    )


def kept_of_week(line: WeekLine, determination: Determination, scheme: Scheme) -> Kept | None:
    """What decisions leave of a certified period; None if they reduce nothing of it.

    Where benefit is paid by the day, it is spread over the days that can be paid; else over all days of the period.
    """
    if not determination.reduced:
        return None
    days = days_of(line.week.period)
    if scheme.claim.paid_by == "the day":
        return kept_of([day for day in days if determination.may_be_drawn_on(day)], determination.reduced)
    return kept_of(days, determination.reduced)


def reduction_in_words(kept: Kept) -> str:
    """By how much, on how many days, by whose decision."""
    return "; ".join(
        f"reduced by {share_in_words(cut.share)} on {days} {'day' if days == 1 else 'days'} "
        f"from {cut.period.start} up to {cut.period.end}, as a named person decided on {cut.decided_on} ({cut.cites})"
        + (f"; the person complied on {cut.complied_on}" if cut.complied_on else "")
        for cut, days in kept.by
    )


def reduction_step(kept: Kept, amount: Step, paid: Number, scheme: Scheme) -> Step:
    """The reduced amount, derived from the amount of the period and the decisions that reduce it."""
    parts = tuple(
        Step(
            "part",
            f"reduced on {days} days from {cut.period.start} up to {cut.period.end}",
            plain_number(cut.exact),
            SHARE,
            cut.cites,
            (),
            (cut.question,),
        )
        for cut, days in kept.by
    )
    return Step(
        "part", "what the reduction leaves", paid, money(scheme.currency), kept.by[0][0].cites, (amount, *parts)
    )
