"""The way from claim to work for the committee: counted by stage, told apart, and no small number told."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from tests.services.console.house import House, words

ADDRESS = "/en/figures/funnel"


def test_few_people_are_told_as_few_and_no_number_leads_to_a_person(office: House) -> None:
    page = office.signed_in("committee-1").get(ADDRESS)
    assert page.status_code == 200
    assert "Claimed Assessed Referred Started Completed Placed" in words(page.text)
    assert "fewer than 5" in words(page.text)
    assert "/people/" not in page.text
    head, *rows = csv.reader(StringIO(office.signed_in("auditor-1").get(f"{ADDRESS}?as=csv").text))
    assert len(head) == 7
    assert all(row[1] == "" for row in rows), "one person claimed, and nobody learns that it is one"


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_is_there_in_every_language_by_every_dimension(office: House, code: str) -> None:
    browser = office.signed_in("committee-1")
    for by in ("sex", "age-band", "region", "channel", "nothing"):
        page = browser.get(ADDRESS.replace("/en/", f"/{code}/"), params={"by": by})
        assert page.status_code == 200, by
        assert f'lang="{code}"' in page.text


@pytest.mark.parametrize("officer", OFFICERS, ids=lambda officer: str(officer.staff))
def test_the_committee_and_auditors_see_it_and_nobody_else(office: House, officer: SignedIn) -> None:
    sees = bool(officer.roles & {Role.OVERSIGHT, Role.AUDITOR})
    assert office.signed_in(officer.staff).get(ADDRESS).status_code == (200 if sees else 403)
