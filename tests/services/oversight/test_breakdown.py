"""The committee's figures by one dimension: they follow the facts in any order, and small numbers are hidden."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations, product
from pathlib import Path

import pytest
from typer.testing import CliRunner

from contracts.registry import PersonRecorded, Sex
from services.commands.commands import TIDEOVER
from services.commands.lazy import command_line
from services.oversight.breakdown import Breakdown, breakdown
from services.oversight.dimension import Dimension
from services.oversight.model import Watched
from services.oversight.small_cells import TOTAL
from services.oversight.store import TABLES, save
from services.runtime.database.store import Database
from tests.stories.town import FIRST, born, files_claim, lost_work, said, town, wages


@pytest.fixture
def oversight(tmp_path: Path) -> Iterator[Database]:
    database = Database.on_sqlite(tmp_path / "oversight.db", TABLES)
    yield database
    database.close()


def claimants(
    sex: str | None, outcome: str, count: int, *, industry: str | None = None, claims: int = 1
) -> list[Watched]:
    """So many people, each with so many claims; for each that is granted 100.00 was paid."""
    people = [Watched(f"p-{sex}-{outcome}-{industry}-{number}") for number in range(count)]
    for person, number in product(people, range(claims)):
        claim, payment = person.claim(f"c-{number}"), person.payment(f"i-{number}", f"c-{number}")
        claim.filed_on, claim.outcome, claim.sex, claim.industry = FIRST, outcome, sex, industry
        if outcome == "granted":
            payment.amount_minor, payment.currency = 10_000, "USD"
            payment.settled_on = FIRST + timedelta(days=14)
    return people


def kept(database: Database, *people: list[Watched]) -> None:
    with database.begin() as connection:
        save(connection, [person for group in people for person in group])


def by(database: Database, dimension: Dimension) -> Breakdown:
    with database.reading() as connection:
        return breakdown(connection, dimension)


def test_figures_are_told_apart_and_unknown_is_a_value(oversight: Database) -> None:
    kept(
        oversight,
        claimants("female", "granted", 9),
        claimants("female", "refused", 6),
        claimants("male", "granted", 7),
        claimants(None, "undecided", 5),
    )
    told = by(oversight, Dimension.SEX)
    assert [(row.value, row.claims, row.paid_minor) for row in told.rows] == [
        ("female", 15, 90_000),
        ("male", 7, 70_000),
        ("unknown", 5, 0),
        (TOTAL, 27, 160_000),
    ]
    assert told.rows[0].outcomes == {"granted": 9, "refused": 6, "withdrawn": 0, "waiting": 0}
    assert told.rows[0].days_to_first_payment_median == 14


def test_a_small_number_is_hidden_and_does_not_follow_from_the_others(oversight: Database) -> None:
    kept(
        oversight,
        claimants("female", "granted", 20),
        claimants("female", "refused", 2),
        claimants("male", "granted", 20),
        claimants("male", "refused", 8),
    )
    told = by(oversight, Dimension.SEX)
    female, male, total = told.rows
    assert female.outcomes["refused"] is None
    assert male.outcomes["refused"] is None
    assert female.outcomes["granted"] is None
    assert (total.claims, total.outcomes["refused"], female.claims) == (50, 10, 22)


def test_money_of_few_people_is_hidden_with_a_second_row(oversight: Database) -> None:
    kept(
        oversight,
        claimants("female", "granted", 3),
        claimants("female", "refused", 30),
        claimants("male", "granted", 9),
        claimants(None, "granted", 12),
    )
    told = {row.value: row.paid_minor for row in by(oversight, Dimension.SEX).rows}
    assert told == {"female": None, "male": None, "unknown": 120_000, TOTAL: 240_000}


def test_that_none_of_few_people_was_paid_is_hidden_too(oversight: Database) -> None:
    kept(
        oversight,
        claimants("female", "refused", 3),
        claimants("male", "granted", 9),
        claimants(None, "granted", 12),
    )
    told = {row.value: row.paid_minor for row in by(oversight, Dimension.SEX).rows}
    assert told == {"female": None, "male": None, "unknown": 120_000, TOTAL: 210_000}


def test_a_row_whose_claims_are_hidden_shows_no_zero_beside_them(oversight: Database) -> None:
    kept(
        oversight,
        claimants("female", "refused", 3),
        claimants("male", "refused", 6),
        claimants("other", "granted", 20),
    )
    told = {row.value: row for row in by(oversight, Dimension.SEX).rows}
    assert (told["male"].claims, told["male"].weeks_paid, told["male"].referrals) == (None, None, None)


def test_payments_that_came_back_do_not_cover_the_one_that_did_not(oversight: Database) -> None:
    returned = claimants("female", "granted", 6)
    for person in returned[1:]:
        for payment in person.payments.values():
            payment.returned_on = FIRST + timedelta(days=20)
    kept(oversight, returned, claimants("male", "granted", 9), claimants(None, "granted", 12))
    assert by(oversight, Dimension.SEX).rows[0].paid_minor is None


def test_one_person_s_money_in_two_rows_is_one_person_s(oversight: Database) -> None:
    kept(oversight, claimants("female", "granted", 4, claims=2), claimants("male", "refused", 20))
    with oversight.begin() as connection:
        connection.exec_driver_sql("UPDATE claim_view SET sex = 'other' WHERE claim = 'c-1'")
    assert [row.paid_minor for row in by(oversight, Dimension.SEX).rows] == [None] * 4


def test_several_claims_of_few_people_are_a_small_number(oversight: Database) -> None:
    kept(oversight, claimants("female", "granted", 2, claims=4), claimants("male", "granted", 20))
    assert by(oversight, Dimension.SEX).rows[0].claims is None


def test_industries_are_told_by_section(oversight: Database) -> None:
    kept(
        oversight,
        claimants("female", "granted", 6, industry="isic4:86"),
        claimants("female", "granted", 5, industry="isic4:88"),
        claimants("female", "granted", 7, industry="nace2:10"),
    )
    sections = {row.value: row.claims for row in by(oversight, Dimension.INDUSTRY).rows}
    assert sections == {"isic4:Q": 11, "nace2:C": 7, TOTAL: 18}


def test_tables_by_two_dimensions_hide_the_same_totals(oversight: Database) -> None:
    kept(
        oversight,
        claimants("female", "granted", 30, industry="isic4:86"),
        claimants("male", "granted", 20, industry="isic4:10"),
        claimants("male", "refused", 3, industry="isic4:10"),
        claimants("female", "withdrawn", 9, industry="isic4:10"),
    )
    by_sex, by_industry = by(oversight, Dimension.SEX).rows[-1], by(oversight, Dimension.INDUSTRY).rows[-1]
    assert (
        by_sex.outcomes
        == by_industry.outcomes
        == {
            "granted": 50,
            "refused": None,
            "withdrawn": None,
            "waiting": 0,
        }
    )
    assert by_sex.claims == by_industry.claims == 62


def recorded(sex: Sex, version: int) -> PersonRecorded:
    person = born()
    assert isinstance(person, PersonRecorded)
    return person.model_copy(update={"sex": sex, "source_version": version})


def test_a_registry_s_word_on_the_person_reaches_the_figures_in_any_order_and_is_no_new_decision(
    tmp_path: Path,
) -> None:
    first, corrected = recorded(Sex.MALE, 1), recorded(Sex.FEMALE, 2)
    past = [lost_work(), *(wages(month) for month in range(1, 25))]
    for number, order in enumerate(permutations((first, corrected, files_claim()))):
        laptop = town(tmp_path / str(number))
        laptop.publish(said(fact) for fact in past)
        for fact in order:
            laptop.publish([said(fact)])
            laptop.run_until_quiet()
        with laptop.databases["oversight"].reading() as connection:
            (claim, _total) = breakdown(connection, Dimension.SEX).rows
        with laptop.databases["eligibility"].reading() as connection:
            numbers = [row.number for row in connection.exec_driver_sql("SELECT number FROM determination")]
        assert claim.value == "female", order
        assert numbers == [1], "statistics are no reason for a new version"
        laptop.close()


def test_the_committee_asks_by_command(tmp_path: Path) -> None:
    laptop = town(tmp_path)
    of_industry = claimants("female", "granted", 9, industry="isic4:10")
    kept(laptop.databases["oversight"], of_industry, claimants("male", "granted", 3))
    laptop.close()
    asked = ["figures", "--by", "sex", "--folder", str(tmp_path)]
    shown = CliRunner().invoke(command_line(TIDEOVER), asked, env={"COLUMNS": "120"})
    assert shown.exit_code == 0, shown.output
    assert "fewer than 5 people" in " ".join(shown.output.split())
    industries = ["figures", "--by", "industry", "--folder", str(tmp_path)]
    with_titles = CliRunner().invoke(command_line(TIDEOVER), industries, env={"COLUMNS": "120"}).output
    assert "isic4:C  manufacturing\n" in with_titles
    told = json.loads(CliRunner().invoke(command_line(TIDEOVER), [*asked, "--json"]).stdout)
    assert [row["claims"] for row in told["rows"]] == [None, None, 12]
    fewer = CliRunner().invoke(command_line(TIDEOVER), [*asked, "--minimum", "1"])
    assert fewer.exit_code == 2, "an institution may ask for more people, not for fewer"
