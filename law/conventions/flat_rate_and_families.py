"""Benefit that is no share of earnings, and other families than the standard: C102 Arts. 65(5), 66, C168 15(1)(b)."""

from __future__ import annotations

from fractions import Fraction

from law.conventions.model import Answer, Row, met, needs_evidence, not_asked, not_met
from law.conventions.rates import floor_of
from law.conventions.subject import Matter, percent
from law.conventions.wages import rates, replaced, usual_wage


def follows_earnings(matter: Matter) -> bool | None:
    """Whether different wages lead to different benefit; None if nothing could be computed."""
    found = rates(matter)
    return len(found) > 1 if found else None


def flat_rate(matter: Matter, row: Row) -> Answer:
    """C102 Art. 66: so much of a labourer's wage, whoever the person is; asked of benefit that follows no earnings."""
    labourer, allowances = matter.declaration.wages.labourer, matter.declaration.family_allowances
    out = allowances.in_unemployment if allowances else Fraction(0)
    within = allowances.in_work if allowances else Fraction(0)
    figures: tuple[tuple[str, str], ...] = ()
    needed: Fraction | None = None
    if labourer is not None:
        needed = row.figures["share"] * (labourer.monthly + within) - out
        means = row.figures["share"] * (labourer.monthly + within)
        figures = (
            ("labourer's wage", f"{matter.money(labourer.monthly)} a month"),
            ("flat benefit needed", f"{matter.money(needed)} a month"),
            ("means-tested benefit with allowances needed (Art. 67)", f"{matter.money(means)} a month"),
        )
    follows = follows_earnings(matter)
    if follows is None:
        return needs_evidence("Nothing could be computed.", "a wage at which benefit is granted", *figures)
    if follows:
        return not_asked("Benefit follows earnings: Art. 65 is applied, not Art. 66.", *figures)
    if needed is None:
        return needs_evidence("Benefit is the same for every wage.", "the wage of an ordinary adult male labourer")
    wage = usual_wage(matter, floor_of(matter, row, allowances=False)) or Fraction(0)
    trial = matter.engine.determines(matter.person(wage))
    paid = ("benefit", f"{matter.money(trial.monthly_rate)} a month")
    if trial.monthly_rate >= needed:
        return met("The flat benefit reaches the floor.", *figures, paid, person=matter.told(trial.person))
    return not_met("The flat benefit is below the floor.", *figures, paid, person=matter.told(trial.person))


def unrelated_to_earnings(matter: Matter, row: Row) -> Answer:
    """C168 Art. 15(1)(b): asked of benefit that follows neither contributions nor earnings."""
    follows = follows_earnings(matter)
    if follows is None:
        return needs_evidence("Nothing could be computed.", "a wage at which benefit is granted")
    if follows:
        return not_asked("Benefit follows earnings: Art. 15(1)(a) is applied.")
    wages = matter.declaration.wages
    base = wages.minimum or wages.labourer
    if base is None or wages.basic_living is None:
        missing = "the minimum wage or a labourer's wage, and the minimum for basic living expenses"
        return needs_evidence("Benefit is the same for every wage.", missing)
    needed = max(row.figures["share"] * base.monthly, wages.basic_living.monthly)
    wage = usual_wage(matter, floor_of(matter, row, allowances=False)) or Fraction(0)
    trial = matter.engine.determines(matter.person(wage))
    figures = (
        ("benefit", f"{matter.money(trial.monthly_rate)} a month"),
        ("needed", f"{matter.money(needed)} a month"),
    )
    answer = met if trial.monthly_rate >= needed else not_met
    return answer(
        "The flat benefit is held against the highest of the floors.", *figures, person=matter.told(trial.person)
    )


def other_families(matter: Matter, row: Row) -> Answer:
    """C102 Art. 65(5): families and wages beside the standard; nobody with more dependants is paid less."""
    floor = floor_of(matter, row, allowances=False)
    wage = usual_wage(matter, floor)
    if wage is None:
        return needs_evidence("Nothing could be computed.", "a wage at which benefit is granted")
    figures, last = [], Fraction(0)
    for family in row.lists["dependants"]:
        found = replaced(matter, matter.person(wage, dependants=int(family)), floor)
        if found is None:
            return needs_evidence(f"With {family} dependants nothing is paid.", "why this family is paid nothing")
        figures.append((f"{family} dependants", percent(found.least)))
        if found.least < last:
            because = f"With {family} dependants less is paid than with fewer."
            return not_met(because, *figures, person=matter.told(found.trial.person))
        last = found.least
    for share in row.lists["of_wage"]:
        found = replaced(matter, matter.person(wage * Fraction(share)), floor)
        figures.append((f"{share} of the wage", percent(found.least) if found else "not granted"))
    because = "Nobody with more dependants is paid less; the shares of other families and wages are below."
    return met(because, *figures, person=matter.told(matter.person(wage)))
