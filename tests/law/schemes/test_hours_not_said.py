"""Hours and reasons that no employer reported are asked for: no sheet takes them for zero, full time or no reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from contracts.eligibility import WeekState
from contracts.registry import HoursChanged, Separation
from contracts.values import Period
from law.people.life import Job, ReducedHours
from tests.law.schemes.abroad import GRANTED, WAITS, Claimant

SPAIN, KOREA, NORWAY, GERMANY = date(2025, 3, 1), date(2025, 6, 1), date(2025, 3, 3), date(2025, 3, 1)
ASKED = "How many hours a week were agreed for the employment job?"


def left_work_of_hours_not_said(person: Claimant, **job: object) -> Claimant:
    return person.says(Job(started=date(2015, 1, 1), ended=person.on, minutes_weekly=None, **job))  # type: ignore[arg-type]


def spanish() -> Claimant:
    """EUR 600 a month for two years, where the minimum and the maximum depend on the share of full time."""
    return Claimant("es/contributiva", SPAIN).earned(600, 24).born(1985).stated(base_as_stated=Decimal(20), children=2)


def asked(person: Claimant) -> str:
    """Every question that the law puts to a person."""
    return " ".join(finding.question or "" for finding in person.determination().findings)


def test_the_spanish_minimum_of_hours_not_said_is_asked_and_not_that_of_full_time() -> None:
    person = left_work_of_hours_not_said(spanish()).claims()
    assert person.outcome == WAITS
    assert ASKED in asked(person)


def test_what_the_institution_states_of_the_hours_ends_the_question() -> None:
    stated = left_work_of_hours_not_said(spanish().stated(hours_share=Decimal("0.5"))).claims()
    half = spanish().says(Job(started=date(2015, 1, 1), ended=SPAIN, minutes_weekly=20 * 60)).claims()
    assert (stated.outcome, stated.rate) == (half.outcome, half.rate)


def test_a_later_change_that_names_the_hours_ends_the_question() -> None:
    changed = ReducedHours(Period(start=date(2024, 1, 1), end=date(2024, 2, 1)), 40 * 60, temporary=False)
    person = left_work_of_hours_not_said(spanish(), reduced=(changed,)).claims()
    assert any(isinstance(fact, HoursChanged) for fact in person.facts)
    assert person.outcome == GRANTED


def test_the_korean_floor_of_hours_not_said_is_asked() -> None:
    person = left_work_of_hours_not_said(Claimant("kr/ei", KOREA).earned(1_000_000, 48).born(1990)).claims()
    assert person.outcome == WAITS
    assert ASKED in asked(person)


def test_a_norwegian_job_that_goes_on_without_known_hours_is_not_taken_for_no_work() -> None:
    person = Claimant("no/dagpenger", NORWAY).earned(50_000, 36).born(1985)
    person.says(Job(started=date(2015, 1, 1), ended=NORWAY, minutes_weekly=40 * 60))
    person.says(Job("other", started=date(2014, 1, 1), minutes_weekly=None)).claims()
    assert person.outcome == WAITS
    assert "How many hours a week were agreed for the employment other?" in asked(person)


def test_short_time_work_of_hours_not_said_is_held_and_asked() -> None:
    less = ReducedHours(Period(start=GERMANY, end=date(2025, 6, 1)), 20 * 60)
    person = Claimant("de/kurzarbeitergeld", GERMANY).earned(3000, 12).born(1985)
    person.says(Job(started=date(2020, 1, 1), minutes_weekly=None, reduced=(less,)))
    person.stated(workplace_decided=True, should_pay=3000, net_of_should_pay=2150, net_of_pay=1180).claims()
    person.certifies((GERMANY, date(2025, 4, 1)), earned=1500)
    [month] = person.assessed()
    assert month.state == WeekState.HELD


@pytest.mark.parametrize(
    "name", ["us/mississippi", "de/alg1", "es/contributiva", "ca/ei-regular", "ilo/c168-reference"]
)
def test_an_end_without_a_reported_reason_is_asked_and_is_neither_a_layoff_nor_a_resignation(name: str) -> None:
    person = Claimant(name, GERMANY).earned(3000, 30, hours=160).lost_work(Separation.NOT_SAID).born(1985).claims()
    assert person.outcome == WAITS
    assert "is reported without a reason: why did it end?" in asked(person)
