"""What is paid after the initial period, and how the means of the family count then: C168 Arts. 16 and 19(2)(b)."""

from __future__ import annotations

from fractions import Fraction

from law.conventions.break_even import usual_wage
from law.conventions.declared_articles import declared_or
from law.conventions.examination import Examination
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Requirement,
    met,
    needs_evidence,
    not_computed,
    not_met,
)
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.conventions.trial import PaidPeriod, Trial


def benefit_goes_on(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 19(2)(b): whoever has no other means is paid for a time after the weeks of the initial period."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    weeks = requirement.figures["weeks"]
    trial = examination.trials.paid_out(examination.person(wage))
    after, person = trial.weeks_paid - weeks, examination.described(trial.person)
    figures = (("weeks paid in all", hundredths(trial.weeks_paid)),)
    if after > 0:
        because = f"After {hundredths(weeks)} weeks benefit is paid for {hundredths(after)} weeks more."
        return met(because, *figures, person=person)
    because = f"The sheet pays nothing after {hundredths(trial.weeks_paid)} weeks; another scheme may."
    missing = requirement.words["missing"]
    return declared_or(examination, requirement, needs_evidence(because, missing, *figures, person=person))


def second_phase_is_enough(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 16: what is paid then to a person without other means is not below the minimum for living."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    trial = examination.trials.paid_out(examination.person(wage))
    after = _after(trial, requirement.figures["weeks"])
    person = examination.described(trial.person)
    if not after:
        because = "The sheet pays nothing after the initial period."
        return declared_or(
            examination, requirement, needs_evidence(because, requirement.words["missing"], person=person)
        )
    least = min(trial.monthly(period) for period in after)
    figures = (
        ("paid then without other means", f"{examination.money(least)} a month at least"),
        *_with_means(examination, requirement, wage),
    )
    living = examination.declaration.wages.basic_living
    if living is None:
        because = "What is paid then is not held against the cost of living."
        missing = "the minimum for basic living expenses (wages.basic_living)"
        return declared_or(examination, requirement, needs_evidence(because, missing, *figures, person=person))
    figures = (*figures, ("minimum for living", f"{examination.money(living.monthly)} a month ({living.cites})"))
    if least >= living.monthly:
        return met("What is paid then reaches the minimum for living.", *figures, person=person)
    return not_met("What is paid then is below the minimum for living.", *figures, person=person)


def _with_means(examination: Examination, requirement: Requirement, wage: Fraction) -> tuple[tuple[str, str], ...]:
    """What is paid then to the same person with means beyond every limit; nothing where the sheet asks for none."""
    means = examination.instrument.search["means_beyond_every_limit"]
    person = examination.person(wage, means=means)
    if person == examination.person(wage):
        return ()
    after = _after(examination.trials.paid_out(person), requirement.figures["weeks"])
    least = min((period.amount for period in after), default=Fraction(0))
    return (("paid then with means beyond every limit", f"{examination.money(least)} a period at least"),)


def _after(trial: Trial, weeks: Fraction) -> tuple[PaidPeriod, ...]:
    """The periods that begin after so many weeks of benefit, until nothing is left."""
    return trial.within(trial.weeks)[len(trial.within(weeks)) :]
