"""Benefit that does not follow earnings, and families other than the standard: C102 Arts. 65(5), 66, C168 15(1)(b)."""

from __future__ import annotations

from fractions import Fraction

from law.conventions.break_even import benefit_rates, usual_wage
from law.conventions.declaration import Wage
from law.conventions.examination import Examination
from law.conventions.floor import ReplacementRate
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Figures,
    Requirement,
    met,
    needs_evidence,
    not_asked,
    not_computed,
    not_met,
)
from law.conventions.numbers_in_words import percent
from law.conventions.replacement import floor_of, replacement_rate


def follows_earnings(examination: Examination) -> bool | None:
    """Whether different wages lead to different benefit; None if nothing could be computed."""
    rates = benefit_rates(examination)
    return len(rates) > 1 if rates else None


def flat_rate(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 66: a share of a labourer's wage, whoever the person is; asked of benefit that follows no earnings."""
    labourer, follows = examination.declaration.wages.labourer, follows_earnings(examination)
    needed, figures = _needed_of_a_labourer(examination, requirement, labourer) if labourer else (None, ())
    if follows is None:
        return not_computed(A_WAGE_WITH_BENEFIT, *figures)
    if follows:
        return not_asked("Benefit follows earnings: Art. 65 is applied, not Art. 66.", *figures)
    if needed is None:
        return needs_evidence("Benefit is the same for every wage.", "the wage of an ordinary adult male labourer")
    rate = _usual_rate(examination, requirement)
    if rate is None:
        return not_computed(A_WAGE_WITH_BENEFIT, *figures)
    benefit = ("benefit", f"{examination.money(rate.least_benefit)} a month")
    person = examination.described(rate.trial.person)
    if rate.least_benefit >= needed:
        return met("The flat benefit reaches the floor.", *figures, benefit, person=person)
    return not_met("The flat benefit is below the floor.", *figures, benefit, person=person)


def _needed_of_a_labourer(
    examination: Examination, requirement: Requirement, labourer: Wage
) -> tuple[Fraction, Figures]:
    """The flat benefit needed by the month, beside that of a means-tested scheme (C102 Art. 67)."""
    allowances = examination.declaration.family_allowances
    in_work, unemployed = (allowances.in_work, allowances.in_unemployment) if allowances else (0, 0)
    with_allowances = requirement.figures["share"] * (labourer.monthly + in_work)
    needed = with_allowances - unemployed
    return needed, (
        ("labourer's wage", f"{examination.money(labourer.monthly)} a month"),
        ("flat benefit needed", f"{examination.money(needed)} a month"),
        (
            "means-tested benefit with allowances needed (Art. 67)",
            f"{examination.money(with_allowances)} a month",
        ),
    )


def _usual_rate(examination: Examination, requirement: Requirement) -> ReplacementRate | None:
    """What a person with a usual wage is paid; None if nobody is."""
    floor = floor_of(examination, requirement)
    wage = usual_wage(examination, floor)
    return replacement_rate(examination, examination.person(wage), floor) if wage is not None else None


def unrelated_to_earnings(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 15(1)(b): asked of benefit that follows neither contributions nor earnings."""
    follows = follows_earnings(examination)
    if follows is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    if follows:
        return not_asked("Benefit follows earnings: Art. 15(1)(a) is applied.")
    wages = examination.declaration.wages
    base = wages.minimum or wages.labourer
    if base is None or wages.basic_living is None:
        missing = "the minimum wage or a labourer's wage, and the minimum for basic living expenses"
        return needs_evidence("Benefit is the same for every wage.", missing)
    needed = max(requirement.figures["share"] * base.monthly, wages.basic_living.monthly)
    rate = _usual_rate(examination, requirement)
    if rate is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    figures = (
        ("benefit", f"{examination.money(rate.least_benefit)} a month"),
        ("needed", f"{examination.money(needed)} a month"),
    )
    conclude = met if rate.least_benefit >= needed else not_met
    because = "The flat benefit is compared with the highest of the floors."
    return conclude(because, *figures, person=examination.described(rate.trial.person))


def other_families(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 65(5): families and wages other than the standard; nobody with more dependants is paid less."""
    floor = floor_of(examination, requirement)
    wage = usual_wage(examination, floor)
    if wage is None:
        return not_computed(A_WAGE_WITH_BENEFIT)
    figures, least = [], Fraction(0)
    for dependants in requirement.lists["dependants"]:
        rate = replacement_rate(examination, examination.person(wage, dependants=int(dependants)), floor)
        if rate is None:
            because = f"With {dependants} dependants nothing is paid."
            return needs_evidence(because, "why this family is paid nothing")
        figures.append((f"{dependants} dependants", percent(rate.least)))
        if rate.least < least:
            because = f"With {dependants} dependants less is paid than with fewer."
            return not_met(because, *figures, person=examination.described(rate.trial.person))
        least = rate.least
    for share in requirement.lists["of_wage"]:
        rate = replacement_rate(examination, examination.person(wage * Fraction(share)), floor)
        figures.append((f"{share} of the wage", percent(rate.least) if rate else "not granted"))
    because = "Nobody with more dependants is paid less; the shares of other families and wages are below."
    return met(because, *figures, person=examination.described(examination.person(wage)))
