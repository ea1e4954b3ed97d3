"""What a sheet presumes gives way to what the facts say, stands where they are silent, and is listed on its page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from typer.testing import CliRunner

from contracts.eligibility import DeterminationOutcome
from contracts.registry import EmploymentStarted, Separation
from law.catalogue import load_scheme, scheme_names
from law.language.plain.presumptions import presumptions
from law.pages.markdown import PRESUMED, markdown_page
from law.people.life import Job
from services.__main__ import app
from tests.law.schemes.abroad import Claimant

SPAIN, KOREA = date(2025, 3, 1), date(2025, 6, 1)


def left_work(person: Claimant, weekly_hours: int | None) -> Claimant:
    """Of work of so many hours a week; None where nobody reported its beginning."""
    person.says(Job(started=date(2015, 1, 1), ended=person.on, minutes_weekly=(weekly_hours or 40) * 60))
    if weekly_hours is None:
        person.facts = [fact for fact in person.facts if not isinstance(fact, EmploymentStarted)]
    return person


def spanish(weekly_hours: int | None, **stated: object) -> Claimant:
    """EUR 600 a month for two years."""
    person = left_work(Claimant("es/contributiva", SPAIN).earned(600, 24).born(1985), weekly_hours)
    return person.stated(base_as_stated=Decimal(20), **stated).claims()


def korean(weekly_hours: int | None, **stated: object) -> Claimant:
    """KRW 1,000,000 a month for four years."""
    person = left_work(Claimant("kr/ei", KOREA).earned(1_000_000, 48).born(1990), weekly_hours)
    return person.stated(**stated).claims() if stated else person.claims()


class TestHoursThatTheFactsKnow:
    def test_lower_the_spanish_minimum_of_a_part_time_worker(self) -> None:
        full, half = spanish(40, children=2).rate, spanish(20, children=2).rate
        assert half < 20 < full, "of EUR 20 a day: a minimum for full time would be more than the wage"
        assert spanish(None, children=2, hours_share=Decimal("0.5")).rate == half

    def test_make_nobody_more_than_full_time(self) -> None:
        assert spanish(48).rate == spanish(40).rate == spanish(None).rate

    def test_lower_the_korean_floor_of_a_part_time_worker(self) -> None:
        assert korean(20).rate * 2 == korean(40).rate == korean(None).rate

    def test_give_way_to_what_an_institution_states(self) -> None:
        assert korean(40, hours_a_day=4).rate == korean(20).rate

    def test_are_doubt_where_they_contradict_each_other(self) -> None:
        person = korean(20)
        started = next(event for event in person.facts if isinstance(event, EmploymentStarted))
        person.facts.append(started.model_copy(update={"minutes_weekly": 2400}))
        assert person.outcome == DeterminationOutcome.NEEDS_A_PERSON


def test_a_contract_that_ended_with_its_term_was_for_a_fixed_term() -> None:
    def chilean(reason: Separation) -> Claimant:
        person = Claimant("cl/cesantia", date(2025, 6, 1)).earned(900_000, 7)
        return person.lost_work(reason).born(1985).stated(account_balance=800_000).claims()

    assert chilean(Separation.FIXED_TERM_ENDED).outcome == DeterminationOutcome.GRANTED
    assert chilean(Separation.LAID_OFF).outcome == DeterminationOutcome.REFUSED


@pytest.mark.parametrize("name", scheme_names())
def test_every_presumption_stands_on_the_page(name: str) -> None:
    scheme = load_scheme(name, accept_unverified=True)
    presumed = {particular.name for particular in scheme.particulars.values() if particular.if_unsaid is not None}
    assert len(list(presumptions(scheme))) == len(presumed)
    assert (PRESUMED in markdown_page(scheme)) is bool(presumed)


def test_the_check_of_a_scheme_lists_what_it_presumes() -> None:
    printed = CliRunner().invoke(app, ["scheme", "check", "kr/ei", "--instrument", "c102"]).output
    assert "The sheet presumes: Agreed hours of a day's work" in printed
