"""New applicants who were never insured: C168 Art. 26."""

from __future__ import annotations

from law.conventions.break_even import usual_wage
from law.conventions.declared_articles import categories
from law.conventions.examination import Examination
from law.conventions.model import A_WAGE_WITH_BENEFIT, Conclusion, Requirement, met, needs_evidence, not_computed
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.people.other_workers import NewApplicant


def new_applicants(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 26: of ten groups at least so many are paid, each tried by a person who was never insured."""
    wage = usual_wage(examination, floor_of(examination, requirement))
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    paid, figures, person = set(), [], ""
    for group, letter in requirement.pairs("groups").items():
        answers = examination.answers_of(group)
        if not answers:
            continue
        worker = examination.person(wage, months=0, age=int(requirement.figures["age"]), answers=answers)
        applicant = examination.as_a(NewApplicant, worker, group=group)
        trial = examination.trials.paid(applicant, requirement.figures["weeks"])
        if trial.weeks_paid:
            paid.add(letter)
            person = person or str(applicant)
            first = next(period for period in trial.paid if period.amount)
            figures.append(
                (f"{letter}, {applicant.kind}", f"paid {examination.money(first.amount)} from {first.dates.start}")
            )
        else:
            figures.append(
                (f"{letter}, {applicant.kind}", f"not paid: {trial.because or trial.questions or 'nothing is due'}")
            )
    least = requirement.figures["categories_min"]
    if len(paid) >= least:
        because = f"{len(paid)} of the ten categories are paid; {hundredths(least)} are required."
        return met(because, *figures, person=person)
    if requirement.words["fact"] in examination.declaration.facts:
        return categories(examination, requirement, frozenset(paid), tuple(figures))
    if not figures:
        because = "No answer of the sheet is said to describe a new applicant."
        return needs_evidence(because, requirement.words["open"])
    because = f"{len(paid)} of the ten categories are paid by the sheet; {hundredths(least)} are required."
    return needs_evidence(because, requirement.words["open"], *figures, person=person)
