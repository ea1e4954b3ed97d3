"""A provider who signs in publishes a programme, changes it, ends it, and takes a statement back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.providers import ProgrammeEnded, ProgrammePublished, StatementRetracted
from services.almp_referral.views import StatedVersions, stated_versions
from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES, page_language
from services.console.staff.stated.filled import filled_of
from tests.services.console.house import House, house, words
from tests.services.console.offered import PROGRAMME, PROVIDER

NEW, LIST = "/en/new-programme", "/en/programmes"
CHANGE = f"{LIST}/{PROGRAMME}/statement"
A_PROVIDER = "provider-1"
WELDERS = "programme-welders"
FILLED: Mapping[str, str | list[str]] = {
    "key": "Welders",
    "title": "Welding for the harbour",
    "kind": "training",
    "target": "anyone",
    "legal_basis": "C168 Art. 7",
    "occupations": "isco08:7212, esco:7212.1",
    "languages": "en fr",
    "lasts_days": "120",
    "cost": "0",
    "allowance": "1,040.50",
    "currency": "usd",
    "per": "month",
    "occasions": ["registration"],
    "age_from": "18",
    "cohort_1": "autumn",
    "seats_1": "12",
    "opens_on_1": "2020-02-01",
    "starts_on_1": "2020-09-01",
    "ends_on_1": "2020-12-01",
}


@pytest.fixture
def office(offered: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(offered, tmp_path / "world")) as one:
        yield one


@pytest.fixture
def provider(office: House) -> TestClient:
    return office.signed_in(A_PROVIDER)


def form_of(page: str, what: str = "") -> dict[str, str | list[str]]:
    """Everything that a form of a page would send as it stands; of several, the one that does what is named."""
    forms = re.findall(r'<form method="post" novalidate.*?</form>', page, re.DOTALL)
    form = next(each for each in forms if not what or f'name="act" value="{what}"' in each)
    sent: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        kind = re.search(r'type="(\w+)"', tag)
        assert name
        text = unescape(value[1]) if value else ""
        if kind and kind[1] == "checkbox":
            if " checked" in tag:
                sent[name[1]] = [*sent.get(name[1], []), text]
        elif kind is None or kind[1] != "radio" or " checked" in tag:
            sent[name[1]] = text
    return sent


def versions(office: House, programme: str) -> StatedVersions | None:
    with office.console.laptop.databases["almp_referral"].reading() as connection:
        return stated_versions(connection, programme)


def publishes(provider: TestClient, **given: str | list[str]) -> tuple[int, str]:
    answered = provider.post(NEW, data={**form_of(provider.get(NEW).text), **FILLED, **given})
    return answered.status_code, words(answered.text)


def test_a_provider_publishes_a_programme_and_it_stands_in_its_list(office: House, provider: TestClient) -> None:
    status, page = publishes(provider)
    assert (status, "The programme is published." in page, "Welding for the harbour" in page) == (200, True, True)
    (stated,) = office.said_here(ProgrammePublished, WELDERS)
    assert (stated.provider, stated.source_version, stated.requirements.age_from) == (PROVIDER, 1, 18)
    assert stated.allowance
    assert (str(stated.cost), str(stated.allowance.amount)) == ("0.00 USD", "1,040.50 USD")
    assert [(cohort.key, cohort.seats) for cohort in stated.cohorts] == [("autumn", 12)]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"key": "Wél ders"}, "Its own number: Small letters, digits and hyphens only"),
        ({"key": "job-club"}, "Its own number: There is a programme with this number."),
        ({"title": ""}, "Title: please fill this in."),
        ({"kind": "something"}, "Kind: Please choose one."),
        ({"occasions": []}, "When somebody is offered it: Please choose one."),
        ({"occupations": "isco08:9999"}, "Occupations it leads to: ISCO-08 has no such group."),
        ({"languages": "english"}, "Languages: This is no code of a language."),
        ({"lasts_days": "0"}, "Days it lasts: this number is too large or too small."),
        ({"lasts_days": "99999999999"}, "Days it lasts: this number is too large or too small."),
        ({"age_below": "18"}, "Age below: This must be above the bound from"),
        ({"age_below": "many"}, "Age below: this cannot be read."),
        ({"currency": ""}, "Currency: Please name a currency"),
        ({"per": ""}, "The allowance is for: Please choose one."),
        ({"seats_1": ""}, "Cohort 1: Seats: please fill this in."),
        ({"seats_1": "1.5"}, "Cohort 1: Seats: please give a whole number."),
        ({"ends_on_1": "2020-08-01"}, "Cohort 1: Over from: This day must come after the one before it."),
        ({"opens_on_1": "2020-09-01"}, "Cohort 1: Starts on: This day must come after"),
        ({"cohort_2": "autumn", "seats_2": "1"}, "Cohort 2: Name: Two cohorts have this name."),
        ({name: "" for name in FILLED if name.endswith("_1")}, "Please give at least one cohort."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(
    office: House, provider: TestClient, given: dict[str, str | list[str]], told: str
) -> None:
    answered = provider.post(NEW, data={**form_of(provider.get(NEW).text), **FILLED, **given})
    assert (answered.status_code, told in words(answered.text)) == (422, True)
    kept, typed = form_of(answered.text), {name: text for name, text in FILLED.items() if name not in given}
    assert {name: kept.get(name) for name in typed} == typed
    assert not office.said_here(ProgrammePublished, WELDERS)


def test_a_form_that_is_sent_as_it_stands_states_the_same_anew(office: House, provider: TestClient) -> None:
    publishes(provider)
    page = provider.get(f"{LIST}/{WELDERS}/statement")
    answered = provider.post(f"{LIST}/{WELDERS}/statement", data=form_of(page.text, "state"))
    assert (answered.status_code, "The programme is stated anew." in words(answered.text)) == (200, True)
    first, second = office.said_here(ProgrammePublished, WELDERS)
    same = {"source_version": 1, "recorded_at": first.recorded_at}
    assert (second.source_version, second.model_copy(update=same)) == (2, first)


def test_a_statement_that_was_made_meanwhile_is_not_written_over(office: House, provider: TestClient) -> None:
    old = form_of(provider.get(CHANGE).text, "state")
    provider.post(CHANGE, data=form_of(provider.get(CHANGE).text, "state"))
    refused = provider.post(CHANGE, data={**old, "title": "An older thought"})
    assert (refused.status_code, "It was stated anew meanwhile." in words(refused.text)) == (422, True)
    assert len(office.said_here(ProgrammePublished, PROGRAMME)) == 1


def test_a_cohort_in_which_somebody_holds_a_seat_stays(office: House, provider: TestClient) -> None:
    adviser = office.signed_in("officer-201")
    listed = re.findall(r'href="(/en/programmes/[^"?]+)"', adviser.get(LIST).text)
    held = next(
        address
        for address in listed
        if "seats are held" in (page := words(adviser.get(address).text)) and "Nobody holds a seat." not in page
    )
    form = form_of(provider.get(f"{held}/statement").text, "state")
    refused = provider.post(f"{held}/statement", data={**form, "cohort_1": "another-name"})
    assert (refused.status_code, "Somebody holds a seat in a cohort" in words(refused.text)) == (422, True)


def test_an_end_is_stated_with_its_reason_and_taken_back(office: House, provider: TestClient) -> None:
    form = form_of(provider.get(CHANGE).text, "end")
    for given, told in (
        ({}, "First day without it: please fill this in."),
        ({"ended_on": "2020-01-01", "how": "withdrawn", "because": "x"}, "First day without it: This day is not"),
        ({"ended_on": "2021-01-01", "how": "withdrawn"}, "Why it ends: please fill this in."),
    ):
        refused = provider.post(CHANGE, data={**form, **given})
        assert (refused.status_code, told in words(refused.text)) == (422, True)
    given = {"ended_on": "2021-01-01", "how": "withdrawn", "because": "The teacher has left."}
    page = words(provider.post(CHANGE, data={**form, **given}).text)
    assert "Its end is stated." in page
    (end,) = office.said_here(ProgrammeEnded, PROGRAMME)
    assert (end.provider, end.because) == (PROVIDER, "The teacher has left.")
    back = provider.post(CHANGE, data={**form_of(provider.get(CHANGE).text, "end_back"), "reason": "We found another."})
    assert "Its end is taken back." in words(back.text)
    assert "Ends on" not in words(provider.get(f"{LIST}/{PROGRAMME}").text)
    assert versions(office, PROGRAMME) == StatedVersions(PROVIDER, 1, 2)


def test_a_programme_that_was_taken_back_may_be_published_again(office: House, provider: TestClient) -> None:
    publishes(provider)
    address = f"{LIST}/{WELDERS}/statement"
    form = form_of(provider.get(address).text, "back")
    page = words(provider.post(address, data={**form, "reason": "It was a draft."}).text)
    assert ("The programme is taken back." in page, "Welding" in page) == (True, False)
    (back,) = office.said_here(StatementRetracted, WELDERS)
    assert (back.reason, back.source_version) == ("It was a draft.", 2)
    assert publishes(provider)[0] == 200
    assert versions(office, WELDERS) == StatedVersions(PROVIDER, 3, 0)


def test_nobody_states_a_programme_of_another_provider(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = [replace(one, provider="another-provider") if one.provider else one for one in OFFICERS]
    monkeypatch.setattr("tests.services.console.house.OFFICERS", elsewhere)
    with house(office.console.folder) as other:
        browser = other.signed_in(A_PROVIDER)
        denied = browser.get(CHANGE)
        assert (denied.status_code, "It is a programme of another provider." in denied.text) == (403, True)
        form = form_of(browser.get(NEW).text)
        assert browser.post(CHANGE, data={**form, "act": "back", "reason": "Ours is better."}).status_code == 403
        refused = browser.post(NEW, data={**form, **FILLED, "key": PROGRAMME})
        assert (refused.status_code, "There is a programme with this number." in words(refused.text)) == (422, True)
        assert not other.said_here(StatementRetracted, PROGRAMME)


def test_a_provider_of_nobody_publishes_nothing(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    nobodys = [replace(one, provider=None) if one.provider else one for one in OFFICERS]
    monkeypatch.setattr("tests.services.console.house.OFFICERS", nobodys)
    with house(office.console.folder) as other:
        browser = other.signed_in(A_PROVIDER)
        assert browser.post(NEW, data={**form_of(browser.get(NEW).text), **FILLED}).status_code == 403


@pytest.mark.parametrize("staff", ["officer-201", "officer-101", "auditor-1", "operator-1", "committee-1"])
def test_officers_state_no_programmes(office: House, staff: str) -> None:
    browser = office.signed_in(staff)
    assert [browser.get(address).status_code for address in (NEW, CHANGE)] == [403, 403]
    assert NEW not in browser.get(LIST).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programme_is_typed_as_the_language_writes_it(language: str, office: House, provider: TestClient) -> None:
    publishes(provider)
    address = f"/{language}/programmes/{WELDERS}/statement"
    page = provider.get(address)
    assert page.status_code == 200
    assert provider.post(address, data=form_of(page.text, "state")).status_code == 200
    first, second = office.said_here(ProgrammePublished, WELDERS)
    assert (second.allowance, second.cost, second.cohorts) == (first.allowance, first.cost, first.cohorts)
    assert filled_of(first, page_language(language))["title"] == "Welding for the harbour"
