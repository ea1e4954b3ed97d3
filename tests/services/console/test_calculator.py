"""Anybody is told what they would be paid, by the rules that decide claims, and why; nothing is kept of it."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from html import unescape
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from contracts.eligibility import DeterminationOutcome
from law.catalogue import load_scheme, scheme_names
from services.console.calculator.answers import ToldFigures, read
from services.console.calculator.asked import Field, form_of
from services.console.calculator.estimate import curve, estimated
from services.console.language import page_language
from tests.services.console.front_door import TODAY, opened

MISSISSIPPI = {"on": "2026-11-02", "monthly": "1,750", "months": "24", "reason": "laid_off"}
ARABIC = "\u0662\u066c\u0665\u0660\u0660\u066b\u0665\u0660"
"""2,500.50 as an Arabic keyboard types it."""
WORKER = ToldFigures(on=TODAY, monthly=Fraction(1750), months=24, age=40)


@pytest.fixture(scope="module")
def door() -> TestClient:
    return opened()


def words(page: str) -> str:
    """What a reader sees of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("scheme", scheme_names())
def test_every_scheme_has_a_form_and_answers_it(scheme: str, door: TestClient) -> None:
    empty = door.get(f"/en/estimate/{scheme}")
    assert empty.status_code == 200
    assert "Fill in your figures" in empty.text
    told = door.get(f"/en/estimate/{scheme}", params={"on": "2026-11-02", "monthly": "3000", "months": "40"})
    assert told.status_code == 200
    assert re.search("You would be paid|You would not be paid|A person would have to look", told.text)


def test_a_machinist_of_mississippi_is_told_what_the_statute_gives(door: TestClient) -> None:
    """§ 71-5-503: a 26th of the best quarter, 5,250, is 201 a week; § 71-5-505: 40 a week are left alone."""
    said = words(door.get("/en/estimate/us/mississippi", params={**MISSISSIPPI, "earned": "120"}).text)
    assert "You would be paid 201.00 USD a week" in said
    assert "At most 5,226.00 USD in all" in said  # § 71-5-507: 26 weeks of 201
    assert "With the work that you name: 121.00 USD" in said  # 201 less 120, of which 40 are free
    assert "wages of USD 21,000.00 reach the USD 8,040.00 needed" in said


def test_who_left_work_is_told_that_a_person_must_look(door: TestClient) -> None:
    said = words(door.get("/en/estimate/us/mississippi", params={**MISSISSIPPI, "reason": "voluntary"}).text)
    assert "A person would have to look at your claim." in said
    assert "USD a week" not in said.partition("Why")[0]


def test_who_was_paid_too_little_is_told_what_it_takes(door: TestClient) -> None:
    said = words(door.get("/en/estimate/us/mississippi", params={**MISSISSIPPI, "monthly": "100"}).text)
    assert "You would not be paid." in said
    assert "it takes at least" in said or "at least" in said.partition("What would change it")[2]


def test_a_form_asks_only_what_some_rule_of_its_sheet_looks_at() -> None:
    assert Field.AGE not in form_of(load_scheme("us/mississippi", accept_unverified=True)).fields
    assert Field.AGE in form_of(load_scheme("de/alg1", accept_unverified=True)).fields


@pytest.mark.parametrize("scheme", ["at/arbeitslosengeld", "us/mississippi"])
def test_a_form_that_nobody_has_filled_in_finds_no_fault(door: TestClient, scheme: str) -> None:
    page = door.get(f"/en/estimate/{scheme}").text
    assert "please fill this in" not in page
    assert 'aria-invalid="true"' not in page


def test_what_cannot_be_read_is_told_beside_its_field_and_stays_as_it_was_typed(door: TestClient) -> None:
    page = door.get("/en/estimate/us/mississippi", params={**MISSISSIPPI, "monthly": "<script>12", "months": "1.5"})
    assert page.status_code == 200
    assert "<title>Error: " in page.text
    assert '<a href="#f-monthly">' in page.text
    assert "this cannot be read." in words(page.text)
    assert "please give a whole number." in words(page.text)
    assert "&lt;script&gt;12" in page.text
    assert "<script" not in page.text
    assert "You would be paid" not in page.text


def test_numbers_are_read_as_each_language_writes_them() -> None:
    scheme = load_scheme("fr/are", accept_unverified=True)
    form = form_of(scheme)
    for language, typed in (("en", "2,500.50"), ("fr", "2 500,50"), ("es", "2.500,50"), ("ar", ARABIC)):
        query = {"on": "2026-11-02", "monthly": typed, "months": "24"}
        told = read(query, form, page_language(language).locale, {})
        assert told.faults == {}, language
        assert told.answers is not None
        assert told.answers.monthly == Fraction(5001, 2), language


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "-Infinity", "1e99999999", "1E-9", "1_000", "0x10"])
@pytest.mark.parametrize("field", ["monthly", "months", "age", "hours", "earned"])
def test_what_is_no_number_of_plain_digits_cannot_be_read(door: TestClient, field: str, typed: str) -> None:
    answer = door.get(
        "/en/estimate/no/dagpenger", params={"on": "2026-11-02", "monthly": "1", "months": "1", field: typed}
    )
    assert answer.status_code == 200
    assert ("this cannot be read." in words(answer.text)) == (f'name="{field}"' in answer.text)


@pytest.mark.parametrize("day", ["0001-01-01", "0999-12-31", "1999-12-31", "2090-01-02", "9999-12-31"])
def test_a_day_that_no_event_can_hold_is_told_beside_its_field(door: TestClient, day: str) -> None:
    answer = door.get("/en/estimate/us/mississippi", params={**MISSISSIPPI, "on": day})
    assert answer.status_code == 200
    assert "This day is not possible." in words(answer.text)


def test_a_comma_that_could_mean_two_things_is_asked_about_and_not_guessed() -> None:
    scheme = load_scheme("us/mississippi", accept_unverified=True)
    query = {"on": "2026-11-02", "monthly": "1,75", "months": "24"}
    assert read(query, form_of(scheme), page_language("en").locale, {}).faults == {"monthly": "fault.unreadable"}


def test_the_curve_bends_where_the_law_does_and_ends_where_nothing_is_paid() -> None:
    estimate = estimated(load_scheme("us/mississippi", accept_unverified=True), WORKER)
    points = curve(estimate)
    assert points[0] == (0, 20100)
    assert points[-1][1] == 0
    assert all(later <= earlier for (_, earlier), (_, later) in pairwise(points))
    paid = dict(points)
    bend = max(earned for earned, amount in paid.items() if amount == paid[0])
    assert 3000 <= bend <= 4000, "40 dollars are left alone"


def test_a_day_before_the_sheets_law_is_told_and_nothing_is_paid_by_another_days_law(door: TestClient) -> None:
    page = door.get("/en/estimate/us/mississippi", params={**MISSISSIPPI, "on": "1990-01-01"})
    assert page.status_code == 200
    assert "You would be paid" not in page.text
    assert 'role="alert"' in page.text


def test_a_page_is_refused_with_a_way_on_in_the_readers_language(door: TestClient) -> None:
    for address in ("/fr/estimate/xx/nothing", "/fr/estimate/../secret", "/fr/nothing"):
        page = door.get(address)
        assert page.status_code == 404
        assert "Cette page n\u2019existe pas" in unescape(page.text)
    assert (
        door.get("/", headers={"accept-language": "ar,en;q=0.8"}, follow_redirects=False).headers["location"] == "/ar/"
    )


def test_no_answer_runs_a_script_stays_anywhere_or_is_framed(door: TestClient) -> None:
    for address in ("/en/", "/en/estimate/us/mississippi", "/en/nothing", "/console.css"):
        headers = door.get(address).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert headers["cache-control"] == "no-store"
        assert "set-cookie" not in headers


def test_an_estimate_is_what_the_engine_decides_of_the_same_person() -> None:
    """A person of 40 with 3,000 euros and the assumed wage tax: the same claim, determined."""
    estimate = estimated(load_scheme("ilo/c168-reference", accept_unverified=True), WORKER)
    assert estimate.determination.outcome is DeterminationOutcome.GRANTED
    assert estimate.determination.filed_on == date(2026, 11, 2)
    assert estimate.whole().minor == max(week.amount.minor for week in estimate.first())
