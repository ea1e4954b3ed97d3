"""A provider who signs in proposes a person by pseudonym, or room for whoever the office sends."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.providers import PlaceProposed, StatementRetracted
from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from tests.services.console.house import House, house, words
from tests.services.console.offered import PROGRAMME, PROVIDER
from tests.services.console.test_provider_states_programmes import A_PROVIDER, form_of
from tests.stories.town import PERSON

PROPOSALS = f"/en/programmes/{PROGRAMME}/proposals"
SOMEBODY = {"for": "person", "person": "p-" + "7" * 32, "reasons": "They asked us at our open day."}


@pytest.fixture
def office(offered: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(offered, tmp_path / "world")) as one:
        yield one


@pytest.fixture
def provider(office: House) -> TestClient:
    return office.signed_in(A_PROVIDER)


def proposes(browser: TestClient, what: str = "propose", **given: str) -> tuple[int, str]:
    answered = browser.post(PROPOSALS, data={**form_of(browser.get(PROPOSALS).text, what), **given})
    return answered.status_code, words(answered.text)


def test_a_person_is_proposed_by_pseudonym_and_the_officer_sees_it(office: House, provider: TestClient) -> None:
    status, page = proposes(provider, **SOMEBODY | {"person": PERSON})
    assert (status, "An officer answers." in page, PERSON in page) == (200, True, False)
    (proposed,) = office.said_here(PlaceProposed, PERSON)
    assert (proposed.provider, proposed.programme, proposed.places) == (PROVIDER, PROGRAMME, 1)
    seen = words(office.signed_in("officer-201").get(f"/en/programmes/{PROGRAMME}").text)
    assert "They asked us at our open day." in seen


def test_room_is_proposed_for_whoever_the_office_sends(office: House, provider: TestClient) -> None:
    given = {"for": "anybody", "places": "4", "until": "2020-12-31", "reasons": "A course was enlarged."}
    assert proposes(provider, **given)[0] == 200
    (proposed,) = office.said_here(PlaceProposed, PROGRAMME)
    assert (proposed.places, str(proposed.open_during and proposed.open_during.end)) == (4, "2021-01-01")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"for": ""}, "For: Please choose one."),
        ({"person": ""}, "Pseudonym: please fill this in."),
        ({"person": "Ann Example"}, "Pseudonym: This is no whole pseudonym"),
        ({"for": "anybody", "places": "0"}, "Places: this number is too large or too small."),
        ({"for": "anybody", "places": ""}, "Places: please fill this in."),
        ({"cohort": "no-such"}, "Cohort: Please choose one."),
        ({"until": "2010-01-01"}, "Open until: This day is not possible."),
        ({"reasons": ""}, "Reasons: please fill this in."),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    office: House, provider: TestClient, given: dict[str, str], told: str
) -> None:
    status, page = proposes(provider, **SOMEBODY | given)
    assert (status, told in page) == (422, True)
    assert not office.said_here(PlaceProposed, SOMEBODY["person"])


def test_a_proposal_is_taken_back_with_a_reason(office: House, provider: TestClient) -> None:
    refused, page = proposes(provider, "back", proposal="proposal-1")
    assert (refused, "Why it is taken back: please fill this in." in page) == (422, True)
    status, page = proposes(provider, "back", proposal="proposal-1", reason="The places are taken.")
    assert (status, "The proposal is taken back." in page, "Nothing waits" in page) == (200, True, True)
    (back,) = office.said_here(StatementRetracted, PROGRAMME)
    assert (back.key, back.source_version) == ("proposal-1", 2)


def test_nobody_proposes_for_another_providers_programme(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = [replace(one, provider="another-provider") if one.provider else one for one in OFFICERS]
    monkeypatch.setattr("tests.services.console.house.OFFICERS", elsewhere)
    with house(office.console.folder) as other:
        browser = other.signed_in(A_PROVIDER)
        token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/en/new-programme").text)
        assert token
        form = {"csrf": token[1], "form": "f" * 24, "act": "propose", **SOMEBODY}
        assert [browser.get(PROPOSALS).status_code, browser.post(PROPOSALS, data=form).status_code] == [403, 403]


def test_nobody_proposes_themselves(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    themselves = [replace(one, person=SOMEBODY["person"]) if one.provider else one for one in OFFICERS]
    monkeypatch.setattr("tests.services.console.house.OFFICERS", themselves)
    with house(office.console.folder) as other:
        assert proposes(other.signed_in(A_PROVIDER), **SOMEBODY)[0] == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_proposals_read_in_every_language(language: str, provider: TestClient) -> None:
    page = provider.get(PROPOSALS.replace("/en/", f"/{language}/"))
    assert (page.status_code, f'lang="{language}"' in page.text) == (200, True)
