"""The committee's pages: their figures, in four languages, as files, and for nobody else."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.almp_referral.views import synthetic_programmes
from services.console.language import LANGUAGES, page_language, page_words
from services.console.staff.figures.sections import OF_TABLE, TABLES, FigureSection
from services.oversight.views import AGES, COLUMNS, DIMENSIONS, FigureTable, rows_of
from services.worlds import laptop_in
from tests.services.console.house import House, house, words
from tests.services.oversight.figures.claimants import FIRST_DAY, told_town

PATHS = ("figures", *(f"figures/{section}" for section in FigureSection), "figures/pack")


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("committee")
    told_town(folder)
    with house(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def member(committee: House) -> TestClient:
    return committee.signed_in("committee-1")


def page_of(member: TestClient, path: str) -> str:
    response = member.get(path)
    assert response.status_code == 200, response.text
    return response.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_there_in_every_language(member: TestClient, language: str, path: str) -> None:
    page = page_of(member, f"/{language}/{path}")
    assert page_language(language).template("figures.receipt") in words(page)


@pytest.mark.parametrize("staff", ["officer-101", "officer-301", "provider-1"])
def test_nobody_but_the_committee_and_auditors_sees_them(committee: House, staff: str) -> None:
    browser = committee.signed_in(staff)
    assert [browser.get(f"/en/{path}").status_code for path in PATHS] == [403] * len(PATHS)


def test_whoever_signs_in_lands_on_the_first_page_of_their_own(committee: House) -> None:
    landed = {staff: committee.signed_in(staff).get("/en/home").url.path for staff in ("committee-1", "officer-101")}
    assert landed == {"committee-1": "/en/figures", "officer-101": "/en/work"}


def test_no_page_of_the_committee_leads_to_a_person_or_a_search(member: TestClient) -> None:
    for path in PATHS:
        page = page_of(member, f"/en/{path}")
        assert "/people/" not in page
        assert "p-" + "0" * 8 not in page
        assert "search" not in page.lower()


def test_figures_are_told_apart_by_what_the_address_asks(member: TestClient) -> None:
    told = words(page_of(member, "/en/figures/coverage?by=sex"))
    assert "women 12 0 0 12 0.0 %" in told
    assert "men 8 0 0 8 0.0 %" in told
    by_region = words(page_of(member, "/en/figures/coverage?by=region"))
    assert "delta 12 0 0 12" in by_region


def test_programmes_are_named_by_their_title_and_a_small_one_stands_in_a_joined_row(tmp_path: Path) -> None:
    told_town(tmp_path, programmes=[*["programme-job-club"] * 10, *["programme-own-business"] * 2])
    laptop = laptop_in(tmp_path)
    laptop.publish(synthetic_programmes().messages())
    laptop.run_until_quiet()
    laptop.close()
    with house(tmp_path) as opened:
        told = words(page_of(opened.signed_in("committee-1"), "/en/figures/programmes"))
    assert "Job club with a placement officer + Starting a business of your own 12" in told
    assert "programme-job-club" not in told
    assert not re.search(r"Starting a business of your own 2\b", told)


def test_every_stage_from_claim_to_work_opens_the_table_that_tells_it_apart(member: TestClient) -> None:
    page = page_of(member, "/en/figures/funnel?by=sex")
    told = words(page).replace("\u00a0", " ")
    assert "Claimed 20 12 8 Assessed 0 0.0 % of the claims 0 0" in told
    assert "Found work \u2013 No case. \u2013 \u2013" in told, "nobody was referred, and a zero would say who was"
    opened = re.findall(r'<th scope="row"><a href="#([^"]+)"', page)
    assert len(opened) == 14
    assert [table for table in opened if f'<h2 id="{table}">' not in page] == []


def test_the_pack_has_the_way_to_work_on_paper_and_as_a_file(member: TestClient) -> None:
    assert "From claim to work" in words(page_of(member, "/en/figures/pack"))
    rows = list(csv.reader(StringIO(member.get("/en/figures/pack?by=sex&as=csv").text)))
    assert [FIRST_DAY.isoformat(), "From claim to work, by sex", "Claimed", "women", "12", ""] in rows
    assert [FIRST_DAY.isoformat(), "From claim to work, by sex", "Assessed", "Share", "0.0", "%"] in rows


def test_a_day_that_is_not_closed_is_answered_in_a_sentence(member: TestClient) -> None:
    assert "is not closed in every partition" in words(page_of(member, "/en/figures?as-of=2035-01-01"))
    assert "is no day" in words(page_of(member, "/en/figures?as-of=tomorrow"))


def test_what_is_not_known_is_said_with_its_reason_and_is_no_zero(member: TestClient) -> None:
    told = words(page_of(member, "/en/figures"))
    assert "accuracy is not known. It is not zero." in told
    assert "Contributions are not reported." in told


@pytest.mark.parametrize(("came_back", "told"), [(0, "2,000 USD"), (2, "2,000 USD What came back is among it")])
def test_what_was_paid_is_told_with_what_came_back_where_that_is_about_few(
    came_back: int, told: str, tmp_path: Path
) -> None:
    told_town(tmp_path, came_back=came_back)
    with house(tmp_path) as opened:
        front = words(page_of(opened.signed_in("committee-1"), "/en/figures"))
    assert f"Benefit paid in the last year {told}" in front.replace("\u00a0", " ")


def test_every_page_is_a_file_with_the_same_numbers(member: TestClient) -> None:
    response = member.get("/en/figures/coverage?by=sex&as=csv")
    rows = list(csv.reader(StringIO(response.text)))
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert rows[0] == ["Day", "table", "row", "column", "number", "unit"]
    assert [
        FIRST_DAY.isoformat(),
        "Claims decided, by what became of them, by sex",
        "women",
        "Granted",
        "12",
        "",
    ] in rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pack_is_a_pdf_in_every_language(member: TestClient, language: str) -> None:
    response = member.get(f"/{language}/figures/pack?as=pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_every_table_stands_on_a_page_and_every_column_row_and_rule_has_words() -> None:
    assert OF_TABLE.keys() == set(FigureTable)
    texts = page_words("en").texts
    columns = {column for of_table in COLUMNS.values() for column in of_table} | set(AGES)
    bys = {by for table in FigureTable for by in rows_of(table)} | {*DIMENSIONS, "all"}
    keys = {
        *(f"figures.column.{column}" for column in columns),
        *(f"figures.by.{by}" for by in bys),
        *(f"figures.{kind}.{table}" for kind in ("table", "rule") for table in FigureTable),
        *(f"menu.figures_{section}" for section in TABLES),
    }
    assert sorted(keys - texts.keys()) == []
