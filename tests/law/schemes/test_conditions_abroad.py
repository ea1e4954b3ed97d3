"""Conditions that the law of Bahrain adds: those who never worked, and those who drew benefit before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from law.people.life import Job
from tests.law.schemes.abroad import GRANTED, REFUSED, Claimant

D = Decimal


def test_a_bahraini_who_seeks_work_for_the_first_time_is_paid_the_aid() -> None:
    def first_time(kind: str, on: date) -> Claimant:
        return Claimant("bh/unemployment", on).born(2002).stated(first_time_job_seeker=kind).claims()

    graduate = first_time("graduate", date(2025, 3, 1))
    assert (graduate.outcome, graduate.rate, graduate.lasts) == (GRANTED, D(200), (9, "month"))
    assert first_time("other", date(2025, 3, 1)).rate == 150
    assert first_time("other", date(2018, 3, 1)).rate == 120
    assert Claimant("bh/unemployment", date(2025, 3, 1)).born(2002).lost_work().claims().outcome == REFUSED


def test_a_bahraini_who_drew_benefit_before_has_twelve_months_of_eighteen_counted() -> None:
    person = Claimant("bh/unemployment", date(2022, 3, 1)).earned(500, 12).lost_work().born(1985).claims().months(1)
    later = date(2025, 3, 1)
    person.earned(500, 6, back=-36).earned(500, 6, back=-26)
    person.says(Job(key="second", ended=later))

    assert person.claims(again=later, key="again").determination("again").outcome.value == GRANTED
