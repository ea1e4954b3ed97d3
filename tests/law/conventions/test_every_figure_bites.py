"""Every figure of two model schemes is made worse in turn: where a Convention sets a floor, its row shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from law.conventions.checks import CHECKS
from law.conventions.declaration import Declaration, DeclaredFact, Wage, Wages
from law.conventions.examination import Examination
from law.conventions.files import load_instrument
from law.conventions.model import Conclusion, Status
from law.language.sheet.scheme import Scheme
from law.language.terms.dated import DatedEntries
from tests.law.conventions.reports import of_catalogue

C102, C168 = "ilo/c102-minimum", "ilo/c168-complete"
MONDAY = date(2021, 3, 1)

WORSE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    C102: {
        "insured_months_min": ("13", "C102-23"),
        "weeks_of_benefit_max": ("12", "C102-24.1a"),
        "benefit_year_length": ("10", "C102-24.1a"),
        "waiting_period": ("8", "C102-24.3"),
        "replacement_share": ("0.44", "C102-65.1"),
        "weeks_to_months": ("3/14", "C102-65.1"),
        "average_wage": ("1200", "C102-65.3"),
        "appeal_period": ("0", "C102-70.1"),
        "certification_interval": ("52", "C102-22"),
    },
    C168: {
        "earnings_taper": ("2", "C168-10.3"),
        "one_whole": ("0.9", "C168-15.1a"),
        "replacement_share": ("0.49", "C168-15.1a"),
        "weeks_to_months": ("3/14", "C168-15.1a"),
        "average_wage": ("900", "C168-15.1a-cap"),
        "assistance_scale": ("190", "C168-16"),
        "insured_months_min": ("13", "C168-17.1"),
        "insured_months_seasonal": ("7", "C168-17.2"),
        "waiting_period": ("8", "C168-18.1"),
        "initial_weeks_spell": ("25", "C168-19.1"),
        "benefit_year_length": ("20", "C168-19.1"),
        "initial_weeks_rolling": ("37", "C168-19.2a-later"),
        "rolling_months": ("60", "C168-19.2a-later"),
        "second_weeks": ("0", "C168-19.2b"),
        "new_applicant_weeks": ("0", "C168-26"),
        "appeal_period": ("0", "C168-27.1"),
        "linking_days": ("0", "C102-24.3b"),
        "certification_interval": ("52", "C102-22"),
    },
}
"""A worse value of each figure, and the row that must turn."""

NO_FLOOR: Mapping[str, Mapping[str, str]] = {
    C102: {
        "earnings_taper": "the Convention says nothing of earnings beside benefit",
    },
    C168: {
        "no_waiting": "Art. 18 limits waiting in full unemployment only",
        "minimum_wage": "another law sets it; Art. 15(1)(b) asks for a share of it",
        "living_minimum": "another law sets it; Art. 15(1)(b) asks that it is reached",
        "means_disregard": "Art. 16 names no amount",
        "seasonal_waiting": "Art. 18(3) lets it be adapted",
        "quit_period": "Art. 20 asks for a prescribed extent and names none",
        "refusal_period": "Art. 21(1) asks for a prescribed extent and names none",
        "days_of_a_week": "a conversion, for how long severance pay compensates",
    },
}
"""Figures for which no Convention has a floor, and why."""


def wage(monthly: str) -> Wage:
    return Wage(monthly=Fraction(monthly), cites="Survey of wages")


@cache
def declared(name: str) -> Declaration:
    """A member at the sheet's own wages, so that every row of the table is met as the sheet stands."""
    facts = ("part_timers_seeking_full_time", "appeal_to_independent_body", "written_information_on_procedures")
    reference = "5416" if name == C102 else "4333"
    return Declaration(
        law_of=MONDAY,
        reference_wage="A",
        wages=Wages(fitter_or_turner=wage(reference), basic_living=wage("866")),
        facts={fact: DeclaredFact(value=True, cites="Act") for fact in facts},
    )


def row(scheme: Scheme, requirement_id: str) -> Conclusion:
    """What one row alone concludes."""
    instrument = load_instrument(requirement_id.partition("-")[0].lower())
    [requirement] = [own for own in instrument.requirements if own.id == requirement_id]
    return CHECKS[requirement.check](Examination(scheme, instrument, declared(scheme.name), None), requirement)


def with_figure(scheme: Scheme, name: str, value: str) -> Scheme:
    """The scheme with another value of one figure, on all days."""
    figure, exact = scheme.parameters[name], Fraction(value)
    changed = exact.numerator if exact.denominator == 1 else exact
    values = DatedEntries(tuple(replace(known, value=changed) for known in figure.values))
    return replace(scheme, parameters={**scheme.parameters, name: replace(figure, dated=values)})


@pytest.mark.parametrize("name", [C102, C168])
def test_of_every_figure_it_is_said_which_row_it_turns_or_why_none(name: str) -> None:
    assert WORSE[name].keys() | NO_FLOOR[name].keys() == of_catalogue(name).parameters.keys()
    assert not WORSE[name].keys() & NO_FLOOR[name].keys()


@pytest.mark.parametrize("name", [C102, C168])
def test_every_row_of_the_table_is_met_as_the_sheet_stands(name: str) -> None:
    scheme = of_catalogue(name)
    answers = {requirement: row(scheme, requirement) for requirement in {one for _, one in WORSE[name].values()}}
    assert {own: said for own, said in answers.items() if said.status is not Status.MET} == {}


@pytest.mark.parametrize(
    ("name", "figure", "value", "requirement"),
    [(name, figure, *turned) for name, figures in WORSE.items() for figure, turned in figures.items()],
)
def test_a_worse_figure_turns_its_row(name: str, figure: str, value: str, requirement: str) -> None:
    conclusion = row(with_figure(of_catalogue(name), figure, value), requirement)
    assert conclusion.status is not Status.MET, conclusion
