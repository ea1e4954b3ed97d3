"""What is said of a claim for statistics: bands and groups of what the facts say, and never a part of the decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contracts.dimensions import AgeBand, Dimensions, Nationality
from contracts.employment import Contract
from contracts.intake import Channel
from contracts.registry import Sex
from law.case.facts import FactSet
from law.people.as_facts import facts_of
from law.people.life import CLAIM, BenefitClaim, Job, Life
from services.eligibility.dimensions import dimensions_of
from services.worlds import served_schemes

FILED = date(2020, 1, 12)
LOST = Job(
    key="lost",
    started=date(2018, 1, 1),
    ended=date(2020, 1, 10),
    contract=Contract.SEASONAL,
    industry="isic4:8610",
    occupation="isco08:2221",
)


def said_of(life: Life) -> Dimensions:
    facts = FactSet(facts_of(life, served_schemes()["us/mississippi"]))
    return dimensions_of(facts, facts.claim(CLAIM))


def somebody(*jobs: Job, **changes: Any) -> Life:
    claim = BenefitClaim(FILED, channel=Channel.PHONE)
    return Life(**{"born": "1980-05", "region": "delta", "jobs": jobs, "claims": (claim,)} | changes)


def test_everything_that_is_known_is_said_in_bands_and_groups() -> None:
    assert said_of(somebody(LOST, sex=Sex.FEMALE, national=False)) == Dimensions(
        sex=Sex.FEMALE,
        age_band=AgeBand.FROM_35,
        region="delta",
        nationality=Nationality.OTHER,
        channel=Channel.PHONE,
        contract=Contract.SEASONAL,
        industry="isic4:86",
        occupation="isco08:22",
    )


def test_what_nobody_says_is_left_out() -> None:
    assert said_of(somebody(born=None)) == Dimensions(channel=Channel.PHONE)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("1995-02", AgeBand.UNDER_25),
        ("1995-01", AgeBand.FROM_25),
        ("1955-02", AgeBand.FROM_55),
        ("1955-01", AgeBand.FROM_65),
    ],
)
def test_an_age_band_changes_with_the_month_of_birth(born: str, band: AgeBand) -> None:
    assert said_of(somebody(born=born)).age_band is band


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("isic4:Q", "isic4:Q"),
        ("isic4:8610", "isic4:86"),
        ("nace2:86.10", "nace2:86"),
        ("kldb2010:81302", "kldb2010:81"),
        ("own:nurse", None),
    ],
)
def test_a_code_is_cut_to_its_first_two_digits_or_its_letter(code: str, group: str | None) -> None:
    job = Job(started=date(2018, 1, 1), ended=date(2020, 1, 10), industry=code)
    assert said_of(somebody(job)).industry == group


def test_the_employment_that_ended_last_is_the_one_that_was_lost() -> None:
    later = Job(key="later", started=date(2019, 1, 1), ended=date(2019, 6, 1), industry="isic4:4711")
    assert said_of(somebody(LOST, later)).industry == "isic4:86"


def test_the_employment_that_the_claim_names_is_the_one_that_was_lost() -> None:
    later = Job(key="later", started=date(2019, 1, 1), ended=date(2019, 6, 1), industry="isic4:4711")
    claim = BenefitClaim(FILED, employment="later")
    assert said_of(somebody(LOST, later, claims=(claim,))).industry == "isic4:47"
