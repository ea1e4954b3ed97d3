"""What the rules themselves show: what they ask, rests beside severance pay, periodical payment."""

from __future__ import annotations

from fractions import Fraction

from law.case.balance import WEEKS_OF
from law.conventions.break_even import usual_wage
from law.conventions.examination import Examination
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Requirement,
    met,
    needs_evidence,
    not_asked,
    not_computed,
    not_met,
)
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.language.formula.tree import questions_in
from law.language.sheet.formulas_of import trees_of
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import LawDays


def questions_of(scheme: Scheme) -> frozenset[str]:
    """The names of all questions that any rule of the sheet asks of the facts."""
    return frozenset(name for tree in trees_of(scheme) for name in questions_in(tree))


def periodical(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 22, C168 Art. 15(1): benefit is paid period by period, not as a lump sum."""
    floor = floor_of(examination, requirement)
    wage = usual_wage(examination, floor)
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    trial = examination.trials.paid(examination.person(wage), floor.weeks)
    payments = [period for period in trial.paid if period.amount]
    shown = payments[: int(requirement.figures["shown"])]
    figures = tuple((f"from {period.dates.start}", examination.money(period.amount)) for period in shown)
    person = examination.described(trial.person)
    interval = _weeks_of_a_certification(examination)
    if payments and interval >= floor.weeks:
        because = (
            f"One certification covers {hundredths(interval)} weeks, so that the {hundredths(floor.weeks)} weeks that "
            "must be paid are paid at once."
        )
        return not_met(because, *figures, person=person)
    if len(payments) > 1:
        because = f"Paid for each period ({examination.scheme.claim.period.what}): {len(payments)} payments."
        return met(because, *figures, person=person)
    if payments:
        return not_met("Everything is paid at once.", *figures, person=person)
    questions = "; ".join(period.question for period in trial.paid if period.question)
    return needs_evidence("Nothing was paid.", questions or "a person who is paid")


def _weeks_of_a_certification(examination: Examination) -> Fraction:
    """How many weeks one certification covers, after which they are paid."""
    every = examination.scheme.parameters[examination.scheme.claim.certified_every.what]
    return Fraction(every.under(LawDays.of(examination.on)).value) * WEEKS_OF[every.unit.counted or "week"]


def severance(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 22: benefit rests beside severance pay, or severance is reduced; never both."""
    figures = tuple(
        ("rests", f"{name}: {rest.meaning} ({rest.cites})")
        for name, rest in examination.scheme.rests.items()
        if rest.ground == requirement.words["ground"]
    )
    facts = examination.declaration.facts
    reduced, compensates = facts.get("severance_reduced"), facts.get("severance_compensates_earnings")
    if not figures:
        return not_asked("No rule of the sheet lets benefit rest beside severance pay.")
    if reduced is not None and reduced.value is True:
        return not_met("Benefit rests and severance is reduced: the State may do only one of the two.", *figures)
    because = "Benefit rests beside severance pay."
    if compensates is None:
        missing = "that severance counts only as far as it compensates lost earnings (severance_compensates_earnings)"
        return needs_evidence(because, missing, *figures)
    return (met if compensates.value is True else not_met)(because, *figures, ("source", compensates.cites))
