"""Search: what is typed leads to the page, who somebody is stands in no address, and each look is written down."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.claims.edge import Identity, Vault
from services.console.language import LANGUAGES
from services.worlds import cipher_in
from tests.services.console.house import House, fields, house, leads_to, words
from tests.stories.town import CLAIM, PERSON

NUMBER, NAME = "900-11-2233", "Sofía Amari"
PURPOSE = "She telephones about her claim."


@pytest.fixture(scope="module")
def named(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vault knows who the person of the office is, and another one of nearly the same name."""
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("named") / "world")
    with house(folder) as office, office.console.laptop.databases["claims"].begin() as connection:
        people = [(PERSON, Identity(NAME, NUMBER, date(1980, 5, 1)))]
        people += [(f"p-{n:032x}", Identity(f"Robert Roe {n}", f"800-00-000{n}", date(1970, 1, 1))) for n in range(7)]
        Vault(cipher_in(folder, "claims")).put(connection, people)
    return folder


@pytest.fixture
def office(named: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(named, tmp_path / "world")) as opened:
        yield opened


def searches(browser: TestClient, **given: str) -> tuple[int, str, str]:
    """Send a search; the status and the address of the answer, and what is read on it."""
    answered = browser.post("/en/search", data={**fields(browser.get("/en/search").text), "what": "", **given})
    return answered.status_code, str(answered.url), words(answered.text)


def identified(browser: TestClient, **given: str) -> tuple[int, str, str]:
    return searches(browser, **{"what": "identity", "reasons": PURPOSE, **given})


def test_the_header_of_every_page_has_the_field_and_it_leads_to_the_one_thing_that_is_found(office: House) -> None:
    browser = office.signed_in("officer-101")
    page = browser.get("/en/work").text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    assert 'id="find"' in page
    landed = browser.post("/en/search", data={"csrf": token, "sought": f" {CLAIM} "})
    assert str(landed.url).endswith(f"/en/people/{PERSON}/claims/{CLAIM}")
    question = leads_to(page, "questions")
    landed = browser.post("/en/search", data={"csrf": token, "sought": question.rpartition("/")[2][:13]})
    assert str(landed.url).endswith(question)


def test_the_beginning_of_a_pseudonym_is_enough(office: House) -> None:
    status, address, _ = searches(office.signed_in("officer-101"), sought=PERSON[:9])
    assert status == 200
    assert address.endswith(f"/claims/{CLAIM}")
    assert "1 found" in words(office.signed_in("officer-101").get("/en/search", params={"for": PERSON}).text)


@pytest.mark.parametrize(
    ("sought", "says"), [("", "fill this in"), ("900-11-2233", "Nothing here begins so"), ("p", "No")]
)
def test_what_is_not_found_stands_in_no_address_and_is_not_lost(office: House, sought: str, says: str) -> None:
    browser = office.signed_in("officer-101")
    status, address, page = searches(browser, sought=sought)
    assert status == 422
    assert address.endswith("/en/search")
    assert says in page


def test_a_role_is_led_to_no_page_that_it_does_not_see(office: House) -> None:
    status, address, page = searches(office.signed_in("officer-301"), sought=PERSON[:9])
    assert status == 200
    assert "/claims/" not in address
    assert "Claim" in page


@pytest.mark.parametrize(
    ("number", "name"), [(NUMBER, ""), ("900112233", ""), ("", "sofía am"), ("900 11 2233", "Amari"), ("", NAME)]
)
def test_a_person_is_found_by_who_they_are_and_the_address_bears_the_pseudonym_alone(
    office: House, number: str, name: str
) -> None:
    browser = office.signed_in("officer-120")
    status, address, page = identified(browser, number=number, name=name)
    assert status == 200
    assert address.endswith(f"/en/search?for={PERSON}")
    assert "1 found" in page
    looks = words(office.signed_in("auditor-1").get(f"/en/people/{PERSON}/looks").text)
    assert PURPOSE in looks
    assert NUMBER not in looks


@pytest.mark.parametrize(
    ("number", "name", "says"),
    [
        ("", "", "Please type a number"),
        ("--", "", "Please type a number"),
        ("", "Roe", "Please type a number"),
        ("1", "", "Nobody is known"),
        (NUMBER, "Roe", "Nobody is known"),
        ("", "Robert", "Too many people"),
    ],
)
def test_a_search_that_finds_nobody_or_too_many_says_so_and_shows_nobody(
    office: House, number: str, name: str, says: str
) -> None:
    status, address, page = identified(office.signed_in("officer-120"), number=number, name=name)
    assert status == 422
    assert says in page
    assert address.endswith("/en/search")
    assert PERSON[:10] not in page


def test_nobody_is_looked_up_without_a_purpose(office: House) -> None:
    status, _, page = identified(office.signed_in("officer-120"), number=NUMBER, reasons="")
    assert status == 422
    assert "fill this in" in page


def test_who_has_no_right_to_it_breaks_the_glass(office: House) -> None:
    browser = office.signed_in("officer-301")
    assert "Your role gives no right to look people up" in words(browser.get("/en/search").text)
    status, address, _ = identified(browser, number=NUMBER)
    assert (status, address.endswith(f"?for={PERSON}")) == (200, True)
    seen = words(office.signed_in("auditor-1").get("/en/looks-without-a-right").text)
    assert "officer-301" in seen
    assert PURPOSE in seen


@pytest.mark.parametrize("staff", ["committee-1", "provider-1", "operator-1"])
def test_the_committee_providers_and_administrators_have_no_search(office: House, staff: str) -> None:
    browser = office.signed_in(staff)
    assert browser.get("/en/search").status_code == 403
    assert 'id="find"' not in browser.get("/en/home").text


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_page(office: House, code: str) -> None:
    assert office.signed_in("officer-101").get(f"/{code}/search?for={PERSON}").status_code == 200
