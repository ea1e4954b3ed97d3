"""Whether benefit replaces enough of earnings: C102 Arts. 65 to 67, C168 Art. 15."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from law.conventions.break_even import break_even, is_measurable, usual_wage
from law.conventions.declaration import Net
from law.conventions.examination import Examination, ReferenceWage
from law.conventions.family import told_of_a_family
from law.conventions.floor import BreakEven, Floor, ReplacementRate
from law.conventions.model import (
    A_WAGE_WITH_BENEFIT,
    Conclusion,
    Figures,
    Requirement,
    Status,
    met,
    needs_evidence,
    not_asked,
    not_computed,
    not_met,
)
from law.conventions.numbers_in_words import percent
from law.conventions.replacement import floor_of, replacement_rate
from law.conventions.spread import OtherPerson, others
from law.conventions.temporary_exceptions import replaced_by_exception

THE_STATES_CHOICE = "which reference wage the State chooses"


def standard_beneficiary(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 65(1): at the reference wage and below it, in every period of the compulsory duration."""
    floor = floor_of(examination, requirement, allowances=True)
    conclusion = _compared(examination, requirement, floor)
    conclusion = told_of_a_family(examination, floor, usual_wage(examination, floor), conclusion)
    if examination.declaration.family_allowances is not None:
        return conclusion
    note = ("family allowances", "none declared: the share is that of earnings alone")
    return replace(conclusion, figures=(*conclusion.figures, note))


def half_of_earnings(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 15(1)(a), or 15(2)(a) under that exception: gross, and net if the member declares net shares."""
    if (not_applied := replaced_by_exception(examination, requirement)) is not None:
        return not_applied
    floor = floor_of(examination, requirement)
    gross = _compared(examination, requirement, floor)
    gross = told_of_a_family(examination, floor, usual_wage(examination, floor), gross)
    net = examination.declaration.net
    if gross.status is Status.MET or net is None:
        return gross
    lower = _net_floor(floor, net)
    conclusion = _compared(examination, requirement, lower)
    return replace(
        conclusion,
        because=(
            f"Gross: {gross.because} "
            f"Net, with a floor of {percent(lower.share)} of gross earnings: {conclusion.because}"
        ),
        figures=(
            ("net comparison (Art. 15(3))", f"{percent(net.benefit)} of benefit, {percent(net.earnings)} of earnings"),
            *conclusion.figures,
            ("net share for each gross share", percent(net.benefit / net.earnings)),
        ),
    )


def _net_floor(floor: Floor, net: Net) -> Floor:
    """The floor of gross earnings at which net benefit reaches the share of net earnings (C168 Art. 15(3))."""
    return Floor(floor.share * net.earnings / net.benefit, floor.weeks, allowances=False)


def _compared(examination: Examination, requirement: Requirement, floor: Floor) -> Conclusion:
    """Benefit compared with the floor, for the standard beneficiary and for whoever differs in one thing."""
    shown = _of_the_standard(examination, requirement, floor)
    wage = usual_wage(examination, floor)
    if wage is None or shown.status in (Status.NOT_MET, Status.NOT_ASKED):
        return shown
    least = floor.share * (1 - examination.instrument.search["rounding_tolerated"])
    for other in _at_two_wages(examination, wage, families=not floor.allowances):
        rate = replacement_rate(examination, other.worker, floor)
        if rate is not None and rate.least < least:
            because = f"Less than {percent(floor.share)} for one kind of person: {percent(rate.least)}."
            person = f"{other.described(examination)}: {examination.money(rate.least_benefit)} a month"
            return not_met(because, *shown.figures, person=person)
    return shown


def _at_two_wages(examination: Examination, usual: Fraction, *, families: bool) -> Iterator[OtherPerson]:
    """Whoever differs, at the usual wage and at a share of it, as far as rounding does not matter there."""
    yield from others(examination, usual, families=families)
    low = usual * examination.instrument.search["other_wage_share"]
    if is_measurable(examination, low):
        yield from others(examination, low, families=families)


def _of_the_standard(examination: Examination, requirement: Requirement, floor: Floor) -> Conclusion:
    """At the reference wages, or where there is none, at every wage tried."""
    if not examination.reference_wages:
        return _at_any_wage(examination, floor)
    choice = examination.declaration.reference_wage
    results = {
        reference.name: _at_reference(examination, requirement, floor, reference)
        for reference in examination.reference_wages
    }
    figures = tuple(figure for _, own_figures, _ in results.values() for figure in own_figures)
    person = next(iter(results.values()))[2]
    kept = {name: keeps for name, (keeps, _, _) in results.items()}
    if choice and choice not in kept:
        because, missing = f"The reference wage chosen is {choice}.", f"data for reference wage {choice}"
        return needs_evidence(because, missing, *figures, person=person)
    decisive: dict[str, bool] = {choice: kept[choice]} if choice else kept
    if all(decisive.values()):
        return met(f"At least {percent(floor.share)} at {_names(decisive)} and below.", *figures, person=person)
    failing = next(name for name, keeps in decisive.items() if not keeps)
    person = results[failing][2]
    if any(decisive.values()):
        because = f"At least {percent(floor.share)} at some reference wages, less at {failing}."
        return needs_evidence(because, THE_STATES_CHOICE, *figures, person=person)
    return not_met(f"Less than {percent(floor.share)} at {_names(decisive)}.", *figures, person=person)


def _names(references: Iterable[str]) -> str:
    return "reference wage " + " and ".join(references)


def _at_reference(
    examination: Examination, requirement: Requirement, floor: Floor, reference: ReferenceWage
) -> tuple[bool, Figures, str]:
    """Whether the floor is kept at a reference wage and at the shares of it; the figures; the decisive person."""
    rates = []
    for share in requirement.lists["of_reference"]:
        person = examination.person(reference.monthly * Fraction(share))
        rate = replacement_rate(examination, person, floor)
        if rate is not None:
            rates.append(rate)
        elif Fraction(share) == 1:
            why = examination.trials.determined(person).because or "nothing is paid"
            return False, ((f"at {reference.name}", f"not granted: {why}"),), examination.described(person)
    worst = min(reversed(rates), key=lambda rate: rate.least)
    at_the_wage = rates[-1]
    figures = (
        (f"reference wage {reference.name}", f"{examination.money(reference.monthly)} a month ({reference.meaning})"),
        (f"benefit at {reference.name}", f"{examination.money(at_the_wage.least_benefit)} a month at least"),
        (
            f"share at {reference.name}",
            f"{percent(at_the_wage.least)} at least, {percent(at_the_wage.average)} on average",
        ),
    )
    return worst.least >= floor.share, figures, _described(examination, worst)


def _described(examination: Examination, rate: ReplacementRate) -> str:
    person = examination.described(rate.trial.person)
    return f"{person}: {examination.money(rate.least_benefit)} a month, {percent(rate.least)}"


def _at_any_wage(examination: Examination, floor: Floor) -> Conclusion:
    kept = break_even(examination, floor)
    share, up_to = percent(floor.share), kept.up_to or Fraction(0)
    if kept.example is None:
        return not_computed(kept.doubt or A_WAGE_WITH_BENEFIT)
    wage = ("break-even wage", f"{examination.money(up_to)} a month")
    if kept.below is not None:
        because = f"Less than {share} below any maximum: {percent(kept.below.least)}."
        return not_met(because, wage, person=_described(examination, kept.below))
    person, least = _described(examination, kept.example), percent(kept.example.least)
    if kept.everywhere:
        because = f"At least {share} at every wage tried, up to {examination.money(up_to)}."
        return met(because, ("least share", least), person=person)
    if kept.up_to is None:
        because = f"{share} is reached at no wage tried; the nearest is {least}."
        return not_met(because, ("highest share at any wage tried", least), person=person)
    because = f"{share} is reached up to a wage of {examination.money(up_to)} a month, and not above it."
    missing = "a reference wage: persons protected (--data), or the wage of a skilled employee (--declaration)"
    return needs_evidence(because, missing, wage, person=person)


def cap(examination: Examination, requirement: Requirement) -> Conclusion:
    """C102 Art. 65(3), and the cap of C168 Art. 15(1)(a): up to which wage the floor is kept under the maximum."""
    floor = floor_of(examination, requirement, allowances=requirement.words.get("allowances") == "both sides")
    net = examination.declaration.net
    if net is not None and not floor.allowances:
        floor = _net_floor(floor, net)
    kept = break_even(examination, floor)
    if kept.example is None:
        return not_computed(kept.doubt or A_WAGE_WITH_BENEFIT)
    if kept.everywhere:
        because = "The floor is kept under the maximum at every wage tried."
        return met(because, person=_described(examination, kept.example))
    if kept.up_to is None:
        return not_asked(f"The floor of {percent(floor.share)} is missed below any maximum: see the row on the rate.")
    return _cap_compared(examination, requirement, kept)


def _cap_compared(examination: Examination, requirement: Requirement, kept: BreakEven) -> Conclusion:
    """The break-even wage beside the reference wages and the average wage."""
    up_to = kept.up_to or Fraction(0)
    average = examination.declaration.wages.average
    references = [*examination.reference_wages]
    if average:
        references.append(ReferenceWage("average wage", average.monthly, average.cites))
    chosen = _chosen(examination, references)
    figures = (
        ("break-even wage", f"{examination.money(up_to)} a month"),
        *(
            (f"reference wage {reference.name}", f"{examination.money(reference.monthly)} a month")
            for reference in references
        ),
    )
    person = _described(examination, kept.example) if kept.example else ""
    because = f"The floor is kept under the maximum up to {examination.money(up_to)} a month"
    if not chosen:
        return needs_evidence(f"{because}.", requirement.words["missing"], *figures, person=person)
    above = [reference.name for reference in chosen if reference.monthly > up_to]
    if not above:
        return met(f"{because}, which no reference wage exceeds.", *figures, person=person)
    if len(above) < len(chosen):
        because = f"{because}; {', '.join(above)} is above it."
        return needs_evidence(because, THE_STATES_CHOICE, *figures, person=person)
    return not_met(f"{because}, which is below the reference wage.", *figures, person=person)


def _chosen(examination: Examination, references: list[ReferenceWage]) -> list[ReferenceWage]:
    """The reference wage that the State chose, or all if it chose none of these."""
    choice = examination.declaration.reference_wage
    return [reference for reference in references if reference.name == choice] or references


def net_comparison(examination: Examination, requirement: Requirement) -> Conclusion:
    """C168 Art. 15(3): net benefit and net earnings are compared, only where the member relies on it."""
    net = examination.declaration.net
    if net is None:
        return not_asked("Gross benefit is compared with gross earnings; the member declares no net comparison.")
    floor = floor_of(examination, requirement)
    wage = usual_wage(examination, floor)
    references = [*examination.reference_wages]
    if not references and wage is not None:
        references = [ReferenceWage("a usual wage", wage, "chosen here")]
    rates = {
        reference.name: replacement_rate(examination, examination.person(reference.monthly), floor)
        for reference in references
    }
    granted = {name: rate for name, rate in rates.items() if rate is not None}
    shares = {name: rate.least * net.benefit / net.earnings for name, rate in granted.items()}
    figures = tuple((f"net share at {name}", percent(share)) for name, share in shares.items())
    chosen = [reference.name for reference in _chosen(examination, references)]
    if any(name not in shares for name in chosen) or not shares:
        return not_computed(A_WAGE_WITH_BENEFIT, *figures)
    worst = min(chosen, key=lambda name: shares[name])
    person = _described(examination, granted[worst])
    figures = (*figures, ("source", net.cites))
    if shares[worst] >= requirement.figures["share"]:
        return met("The percentage is reached by comparing net payments with net earnings.", *figures, person=person)
    return not_met("Net payments do not reach the percentage of net earnings either.", *figures, person=person)
