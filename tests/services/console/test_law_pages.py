"""The law inside the console: for everybody, in the console's look, with an officer's menu where one is signed in."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

import pytest
from playwright.sync_api import Browser
from starlette.testclient import TestClient

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.scheme import Scheme
from law.pages.html import law_style, scheme_page
from services.console.language import LANGUAGES
from tests.services.console.browsing import seen_right, served
from tests.services.console.front_door import opened
from tests.services.console.house import House


def scheme(name: str) -> Scheme:
    return load_scheme(name, accept_unverified=True)


@pytest.fixture(scope="module")
def citizen() -> TestClient:
    return opened()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_list_has_every_scheme_with_its_country_its_day_and_what_the_conventions_found(
    code: str, citizen: TestClient
) -> None:
    page = citizen.get(f"/{code}/law").text
    for name in scheme_names():
        assert f'href="/{code}/law/{name}"' in page
        assert f'href="/{code}/estimate/{name}"' in page
    assert page.count(">C168<") == len(scheme_names())
    countries = {"en": "Thailand", "fr": "Thaïlande", "es": "Tailandia", "ar": "تايلاند"}
    assert countries[code] in page


def test_the_page_of_a_scheme_says_what_its_page_of_the_command_line_says(citizen: TestClient) -> None:
    page = citizen.get("/en/law/th/sso").text
    alone = scheme_page(scheme("th/sso"))
    sections = re.findall(r'<section class="article".*?</section>', alone, re.DOTALL)
    assert sections
    assert all(section in page for section in sections)
    assert "<style" not in page, "the content security policy lets no style of a page's own through"
    assert citizen.get("/law.css").text == law_style()
    assert page.count("<main") == 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_law_is_there_in_every_language_and_marked_as_english(code: str, citizen: TestClient) -> None:
    for name in ("us/mississippi", "ilo/c168-reference"):
        page = citizen.get(f"/{code}/law/{name}")
        assert page.status_code == 200
        assert '<div class="law" lang="en" dir="ltr">' in page.text


def test_what_is_no_scheme_is_not_there(citizen: TestClient) -> None:
    for name in ("us/nowhere", "..%2Fx", "x" * 300):
        assert citizen.get(f"/en/law/{name}").status_code == 404


def test_the_list_is_a_file_as_well(citizen: TestClient) -> None:
    head, *rows = csv.reader(StringIO(citizen.get("/en/law?as=csv").text))
    assert head[-2:] == ["C102", "C168"]
    assert {row[0] for row in rows} == set(scheme_names())


def test_an_officer_reads_the_law_under_their_own_menu_and_signs_out_from_there(office: House) -> None:
    browser = office.signed_in("officer-101")
    page = browser.get("/en/law/us/mississippi").text
    assert 'href="/en/work"' in page
    assert '<a href="/en/law" aria-current="page">' in page
    assert "claims examiner" in page
    assert 'action="/en/search"' in page, "who may search may do so from here too"
    assert "claims examiner" not in office.browser().get("/en/law/us/mississippi").text
    assert 'href="/en/law"' in browser.get("/en/work").text


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(opened().app) as server:  # type: ignore[arg-type]  # the client's application is ours
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(("width", "code", "scheme"), [(400, "ar", "dark"), (1300, "en", "light")])
def test_the_pages_of_the_law_fit_and_an_accessibility_check_finds_nothing(
    browser: Browser, address: str, width: int, code: str, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    for place in ("law", "law/th/sso"):
        page.goto(f"{address}/{code}/{place}")
        assert seen_right(page) == [], place
    page.close()
