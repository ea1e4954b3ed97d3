"""Error budgets in the console: which are stopped, what was wrong, and reopening one with reasons by another office."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import insert
from starlette.testclient import TestClient

from contracts.base import read
from contracts.error_budgets import BudgetReopened
from services.claims.tables import budget_stop, decided_day
from services.claims.views import error_budgets
from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from services.console.officers.roles import Role
from services.console.staff.budgets.page import SEEN_BY
from services.console.tables import session
from tests.services.console.browsing import office_served, seen_right, signed_in
from tests.services.console.house import House, fields, house, words
from tests.stories.town import town

STOPPED, GOING_ON = "budget:quit:delta", "budget:overpayment:north"
ADDRESS = f"/en/error-budgets/{STOPPED}"
REASONS = "The form did not ask for unpaid wages; it does now."


@pytest.fixture(scope="module")
def spent(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of which three of twenty decisions were wrong, and one that goes on."""
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("spent") / "world")
    laptop = town(folder)
    day = date(2020, 1, 20)
    with laptop.databases["claims"].begin() as connection:
        rows = [
            {"budget": STOPPED, "day": day, "decided": 20, "overturned": 2, "found_wrong": 1, "found_right": 4},
            {"budget": GOING_ON, "day": day, "decided": 30, "overturned": 1, "found_wrong": 0, "found_right": 0},
        ]
        connection.execute(insert(decided_day), rows)
        stop = {"budget": STOPPED, "number": 1, "stopped_on": date(2020, 1, 25), "decided": 20, "wrong": 3}
        connection.execute(insert(budget_stop).values(**stop))
    laptop.close()
    return folder


@pytest.fixture
def office(spent: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(spent, tmp_path / "world")) as opened:
        yield opened


def sends(browser: TestClient, **typed: str) -> tuple[int, str]:
    """Send the form of the stopped budget; the status of the answer, and what is read on it."""
    answered = browser.post(ADDRESS, data={**fields(browser.get(ADDRESS).text), **typed})
    return answered.status_code, words(answered.text)


def test_what_is_stopped_stands_on_top_and_its_page_says_since_when_why_and_who_acts(office: House) -> None:
    browser = office.signed_in("officer-110")
    page = browser.get("/en/error-budgets").text
    assert "1 kind of decision is stopped" in words(page)
    assert page.index(STOPPED) < page.index(GOING_ON)
    told = words(browser.get(ADDRESS).text)
    assert "Since 25 January 2020 nothing is decided against people here: 3 of 20 decisions were wrong" in told
    assert "A quality officer of another office can reopen it" in told
    assert "<textarea" not in browser.get(ADDRESS).text, "a second officer reads and does not reopen"
    assert "2 more decisions may be wrong" in words(browser.get(f"/en/error-budgets/{GOING_ON}").text)


def test_a_quality_officer_of_another_office_reopens_it_with_reasons_once(office: House) -> None:
    browser = office.signed_in("quality-1")
    status, page = sends(browser, reasons="")
    assert status == 422
    assert "It was not sent" in page
    sent = {**fields(browser.get(ADDRESS).text), "reasons": REASONS}
    first, again = (browser.post(ADDRESS, data=sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert f"by quality-1: {REASONS}" in words(again.text)
    acts = [event for own in office.console.heard(STOPPED) if isinstance(event := read(own), BudgetReopened)]
    assert [(act.officer.staff, act.officer.role, act.officer.office) for act in acts] == [
        ("quality-1", "quality-officer", "quality")
    ]
    with office.console.laptop.databases["claims"].reading() as connection:
        assert all(budget.stopped is None for budget in error_budgets(connection, office.console.today()))
    status, page = sends(browser, reasons=REASONS)
    assert status != 500


@pytest.mark.parametrize("staff", ["officer-110", "auditor-1"])
def test_who_only_reads_budgets_is_refused_in_words_and_nothing_happens(office: House, staff: str) -> None:
    browser = office.signed_in(staff)
    home = fields(browser.get("/en/error-budgets").text)
    form = {**home, "form": "k" * 24, "reasons": REASONS}
    assert browser.post(ADDRESS, data=form).status_code == 403
    assert not [own for own in office.console.heard(STOPPED) if isinstance(read(own), BudgetReopened)]


def test_an_office_does_not_reopen_its_own_budget(office: House) -> None:
    browser = office.signed_in("quality-1")
    with office.console.own.begin() as connection:
        connection.execute(session.update().values(office="Delta"))
    assert "It is your own office" in words(browser.get(ADDRESS).text)
    status, page = sends(browser, reasons=REASONS)
    assert status == 422
    assert "nobody reopens a budget of their own office" in page


@pytest.mark.parametrize("officer", OFFICERS, ids=lambda officer: officer.staff)
def test_a_role_sees_budgets_or_is_refused_in_words(office: House, officer: object) -> None:
    own = next(one for one in OFFICERS if one == officer)
    browser = office.signed_in(own.staff)
    wanted = 200 if own.roles & SEEN_BY else 403
    for address in ("/en/error-budgets", ADDRESS):
        assert browser.get(address).status_code == wanted
    assert Role.OVERSIGHT not in SEEN_BY


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_pages_are_there_in_every_language_and_as_a_file(office: House, code: str) -> None:
    browser = office.signed_in("quality-1")
    for address in ("/en/error-budgets", "/en/error-budgets?state=stopped", ADDRESS):
        page = browser.get(address.replace("/en/", f"/{code}/"))
        assert page.status_code == 200
        assert f'lang="{code}"' in page.text
    head, *rows = csv.reader(StringIO(browser.get(f"/{code}/error-budgets?as=csv").text))
    assert len(head) == 8
    assert [row[1] for row in rows] == ["delta", "north"]
    assert browser.get("/en/error-budgets/budget:quit:nowhere").status_code == 404


@pytest.fixture(scope="module")
def address(spent: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with office_served(shutil.copytree(spent, tmp_path_factory.mktemp("served") / "world")) as base:
        yield base


def test_a_budget_is_reopened_with_three_clicks_and_no_script(browser: Browser, address: str) -> None:
    for width, code, scheme in ((400, "ar", "dark"), (1300, "fr", "light")):
        page = signed_in(browser, f"{address}/{code}", "Nadia Petrov", width, color_scheme=scheme)
        for place in ("error-budgets", f"error-budgets/{STOPPED}"):
            page.goto(f"{address}/{code}/{place}")
            assert seen_right(page) == [], place
        page.locator("main form button").first.click()
        assert seen_right(page) == []
        page.context.close()
    page = signed_in(browser, f"{address}/en", "Nadia Petrov", 1300, java_script_enabled=False)
    page.get_by_role("link", name="Error budgets").first.click()
    page.locator("main tbody th a").first.click()
    page.get_by_label("What was wrong, and what was done about it").fill(REASONS)
    page.get_by_role("button", name="Reopen it").click()
    assert "It was sent." in page.inner_text("main")
    page.context.close()
