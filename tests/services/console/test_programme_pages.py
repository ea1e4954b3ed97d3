"""Programmes and their rosters: placement officers see all, a provider the programmes that it states."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.base import read
from contracts.programme_orders import ProposalDeclined
from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from services.console.staff.programmes.content import sees_programmes_of
from tests.services.console.house import House, fields, house, words
from tests.services.console.offered import PROGRAMME, PROVIDER
from tests.stories.town import PERSON

LIST = "/en/programmes"
ROSTER = f"{LIST}/{PROGRAMME}"
PLACEMENT_OFFICER, A_PROVIDER = "officer-201", "provider-1"


@pytest.fixture
def office(offered: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(offered, tmp_path / "world")) as one:
        yield one


@pytest.fixture
def adviser(office: House) -> TestClient:
    return office.signed_in(PLACEMENT_OFFICER)


def held(browser: TestClient) -> str:
    """The address of the one programme in which somebody holds a seat."""
    pages: set[str] = set(re.findall(r'href="(/en/programmes/[^"?]+)"', browser.get(LIST).text))
    return next(address for address in sorted(pages) if PERSON[:10] in browser.get(address).text)


def test_programmes_are_listed_with_their_seats_and_found_by_title_and_kind(adviser: TestClient) -> None:
    page = words(adviser.get(LIST).text)
    assert "Seats free: " in page
    every = adviser.get(LIST, params={"as": "csv"}).text.splitlines()
    assert len(every) == 8
    by_title = adviser.get(LIST, params={"as": "csv", "q": "JOB CLUB"}).text.splitlines()
    assert len(by_title) == 2
    by_kind = adviser.get(LIST, params={"as": "csv", "kind": "public_works"}).text.splitlines()
    assert (len(by_kind), "public_works" in by_kind[1]) == (2, True)
    assert "No programme is like this." in words(adviser.get(LIST, params={"q": "nothing of this name"}).text)


def test_a_roster_names_who_holds_a_seat_by_pseudonym_and_leads_to_the_referral(adviser: TestClient) -> None:
    address = held(adviser)
    page = adviser.get(address).text
    referral = re.search(rf'href="(/en/people/{PERSON}/referrals/[^"]+)"', page)
    assert referral
    assert adviser.get(referral[1]).status_code == 200
    rows = adviser.get(address, params={"as": "csv"}).text.splitlines()
    assert (len(rows), PERSON[:10] in rows[1], PERSON in rows[1], "made" in rows[1]) == (2, True, False, True)


def test_a_provider_sees_who_holds_a_seat_and_neither_the_case_nor_the_wait_list(
    office: House, adviser: TestClient
) -> None:
    provider = office.signed_in(A_PROVIDER)
    page = provider.get(held(adviser))
    assert page.status_code == 200
    assert PERSON[:10] in words(page.text)
    assert PERSON not in page.text + provider.get(held(adviser), params={"as": "csv"}).text
    assert "Wait list" not in words(page.text)
    key = office.signed_in(PLACEMENT_OFFICER).get(held(adviser)).text.partition("/referrals/")[2][:36]
    assert provider.get(f"/en/people/{PERSON}/referrals/{key}").status_code == 403


def test_a_provider_sees_its_own_programmes_alone() -> None:
    provider = next(officer for officer in OFFICERS if officer.staff == A_PROVIDER)
    assert sees_programmes_of(provider, PROVIDER)
    assert not sees_programmes_of(provider, "another-provider")
    assert not sees_programmes_of(replace(provider, provider=None), PROVIDER)


def test_a_programme_of_another_provider_is_refused_in_words_and_stands_in_no_list(
    office: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = "another-provider"
    monkeypatch.setattr(
        "tests.services.console.house.OFFICERS",
        [replace(one, provider=elsewhere) if one.provider else one for one in OFFICERS],
    )
    with house(office.console.folder) as other:
        browser = other.signed_in(A_PROVIDER)
        denied = browser.get(ROSTER)
        assert (denied.status_code, "It is a programme of another provider." in denied.text) == (403, True)
        assert "No programme is like this." in words(browser.get(LIST).text)


def test_a_proposal_is_declined_with_a_reason_and_waits_no_more(office: House, adviser: TestClient) -> None:
    form = fields(adviser.get(ROSTER).text)
    for given, told in (
        ({"reasons": "We have enough."}, "Proposal: Please choose one."),
        ({"proposal": "proposal-1"}, "Reasons: please fill this in."),
    ):
        refused = adviser.post(ROSTER, data={**form, **given})
        assert (refused.status_code, told in words(refused.text)) == (422, True)
    done = adviser.post(ROSTER, data={**form, "proposal": "proposal-1", "reasons": "We have enough."})
    assert (done.status_code, "Nothing waits for an answer." in words(done.text)) == (200, True)
    said = [read(envelope) for envelope in office.console.heard(PROGRAMME)]
    (declined,) = [event for event in said if isinstance(event, ProposalDeclined)]
    assert (declined.officer.staff, declined.reasons) == (PLACEMENT_OFFICER, "We have enough.")


def test_a_provider_does_not_answer_its_own_proposal(office: House) -> None:
    provider = office.signed_in(A_PROVIDER)
    page = provider.get(ROSTER)
    assert "Three people finished early." in words(page.text)
    assert '<form method="post" novalidate' not in page.text
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    form = {"csrf": token[1], "form": "f" * 24, "proposal": "proposal-1", "reasons": "Why not"}
    assert provider.post(ROSTER, data=form).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_programmes_read_in_every_language(language: str, adviser: TestClient) -> None:
    for address in (LIST, ROSTER):
        page = adviser.get(address.replace("/en/", f"/{language}/"))
        assert (page.status_code, f'lang="{language}"' in page.text) == (200, True)
