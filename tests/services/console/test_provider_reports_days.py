"""A provider who signs in reports who began, the days on which people came, and how it ended."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.almp_referral import ReferralMade, ReferralQuestioned
from contracts.console import PersonViewed
from contracts.participation import AttendanceReported, ParticipationEnded, ParticipationStarted, ReportRetracted
from contracts.referral_life import ReferralMoved, ReferralStanding
from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from tests.services.console.house import House, fields, house, words
from tests.services.console.offered import PROVIDER, TODAY
from tests.services.console.test_provider_states_programmes import A_PROVIDER, form_of
from tests.services.console.test_referral_pages import accepts
from tests.stories.town import PERSON

MONDAY = TODAY - timedelta(days=TODAY.weekday())
CAME = [str(TODAY - timedelta(days=1)), str(TODAY)]
Sent = dict[str, str | list[str]]


@pytest.fixture
def office(offered: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(offered, tmp_path / "world")) as one:
        yield one


@pytest.fixture
def provider(office: House) -> TestClient:
    return office.signed_in(A_PROVIDER)


def standing(office: House) -> ReferralStanding:
    return max(office.said(ReferralMoved), key=lambda moved: moved.number).after


def made(office: House) -> ReferralMade:
    return office.said(ReferralMade)[0]


def seat(office: House) -> str:
    return f"/en/programmes/{made(office).programme}/seats/{made(office).referral}"


def week(office: House) -> str:
    return f"/en/programmes/{made(office).programme}/days"


def sends(browser: TestClient, address: str, what: str, **given: str) -> tuple[int, str]:
    answered = browser.post(address, data={**form_of(browser.get(address).text, what), **given})
    return answered.status_code, words(answered.text)


def reports(browser: TestClient, address: str, given: Sent) -> tuple[int, str]:
    answered = browser.post(address, data={**fields(browser.get(address).text), **given})
    return answered.status_code, words(answered.text)


def came(office: House, *days: str) -> Sent:
    return {"planned": CAME, f"came.{made(office).referral}": list(days)}


def test_a_start_is_reported_from_the_roster_and_corrected(office: House, provider: TestClient) -> None:
    roster = provider.get(f"/en/programmes/{made(office).programme}").text
    link = re.search(r'href="(/en/programmes/[^"]+/seats/[^"]+)"', roster)
    assert link
    assert link[1] == seat(office)
    status, page = sends(provider, seat(office), "start", started_on=str(TODAY))
    assert (status, "The start is reported." in page, "taking part" in page) == (200, True, True)
    sends(provider, seat(office), "start", started_on=str(TODAY - timedelta(days=1)))
    first, second = office.said(ParticipationStarted)
    assert (first.provider, first.key, first.source_version) == (PROVIDER, second.key, 1)
    assert (second.source_version, second.started_on) == (2, TODAY - timedelta(days=1))
    assert standing(office) is ReferralStanding.STARTED


@pytest.mark.parametrize(
    ("what", "given", "told"),
    [
        ("start", {"started_on": ""}, "First day: please fill this in."),
        ("start", {"started_on": str(TODAY + timedelta(days=1))}, "First day: This day is not possible."),
        ("start", {"started_on": "2010-01-01"}, "First day: This day is not possible."),
        ("end", {"ended_on": str(TODAY)}, "How it ended: Please choose one."),
        ("end", {"outcome": "completed", "ended_on": "2031-01-01"}, "Last day: This day is not possible."),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    office: House, provider: TestClient, what: str, given: dict[str, str], told: str
) -> None:
    status, page = sends(provider, seat(office), what, **given)
    assert (status, told in page) == (422, True)
    assert not office.said(ReferralMoved)


def test_who_never_came_is_asked_about_by_somebody_else_and_keeps_the_seat(office: House, provider: TestClient) -> None:
    status, page = sends(provider, seat(office), "end", outcome="did_not_attend", ended_on=str(TODAY))
    assert (status, "A claims examiner decides whether there was a just cause." in page) == (200, True)
    assert len(office.said(ReferralQuestioned)) == 1
    assert standing(office) is ReferralStanding.ABSENT


def test_an_end_frees_the_seat_and_is_taken_back_with_a_reason(office: House, provider: TestClient) -> None:
    sends(provider, seat(office), "end", outcome="found_work", ended_on=str(TODAY))
    assert standing(office) is ReferralStanding.FOUND_WORK
    status, page = sends(provider, seat(office), "back", reason="It was another person.")
    assert (status, "Report: Please choose one." in page) == (422, True)
    (ended,) = office.said(ParticipationEnded)
    sends(provider, seat(office), "back", report=f"end:{ended.key}", reason="It was another person.")
    (back,) = office.said(ReportRetracted)
    assert (back.key, back.source_version, back.reason) == (ended.key, 2, "It was another person.")
    assert standing(office) is not ReferralStanding.FOUND_WORK
    sends(provider, seat(office), "end", outcome="completed", ended_on=str(TODAY))
    assert [event.source_version for event in office.said(ParticipationEnded)] == [1, 3]


def test_the_days_of_a_week_are_reported_for_all_rows_together_and_corrected(
    office: House, provider: TestClient
) -> None:
    assert "Nobody takes part in this week." in words(provider.get(week(office)).text)
    accepts(office.signed_in("officer-201"))
    status, page = reports(provider, week(office), came(office, *CAME))
    assert (status, "The days are reported." in page) == (200, True)
    status, page = reports(provider, week(office), came(office, CAME[1]))
    assert status == 200
    first, second = office.said(AttendanceReported)
    assert [str(day) for day in first.attended] == CAME
    assert (second.key, second.source_version, second.planned) == (first.key, 2, first.planned)
    assert [str(day) for day in second.attended] == CAME[1:]
    assert standing(office) is ReferralStanding.STARTED
    rows = provider.get(week(office), params={"as": "csv"}).text.splitlines()
    assert rows[1].endswith(f"{' '.join(CAME)},{CAME[1]}")


def test_a_row_without_a_tick_says_nothing_and_on_no_day_is_said_aloud(office: House, provider: TestClient) -> None:
    accepts(office.signed_in("officer-201"))
    status, page = reports(provider, week(office), {"planned": CAME})
    assert (status, "Expected: Nothing is ticked that was not reported before." in page) == (422, True)
    never = f"never.{made(office).referral}"
    status, page = reports(provider, week(office), {**came(office, *CAME), never: "1"})
    assert (status, "Either some days, or on no day." in page) == (422, True)
    assert not office.said(AttendanceReported)
    assert reports(provider, week(office), {"planned": CAME, never: "1"})[0] == 200
    status, page = reports(provider, week(office), {"planned": CAME})
    assert (status, "This week was reported before." in page) == (422, True)
    (report,) = office.said(AttendanceReported)
    assert (report.attended, [str(day) for day in report.planned]) == ((), CAME)


def test_no_day_that_has_not_come_is_reported(office: House, provider: TestClient) -> None:
    accepts(office.signed_in("officer-201"))
    later = str(TODAY + timedelta(days=1))
    assert later not in provider.get(week(office)).text
    reports(provider, week(office), {"planned": [later], f"came.{made(office).referral}": [later, CAME[1]]})
    (report,) = office.said(AttendanceReported)
    assert [str(day) for day in report.attended] == CAME[1:]
    assert f"{MONDAY.day} " in words(provider.get(week(office), params={"week": "2031-01-01"}).text)


def test_a_look_at_a_seat_is_written_down_and_the_pseudonym_stays_cut(office: House, provider: TestClient) -> None:
    page = provider.get(seat(office))
    assert (page.status_code, PERSON in page.text) == (200, False)
    looks = [look for look in office.said(PersonViewed) if look.page == "seat"]
    assert [(look.officer.role, look.record) for look in looks] == [("provider", made(office).referral)]
    assert "A seat in a programme" in words(office.signed_in("auditor-1").get(f"/en/people/{PERSON}/looks").text)


def test_nobody_reports_on_a_seat_of_another_providers_programme(
    office: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = [replace(one, provider="another-provider") if one.provider else one for one in OFFICERS]
    monkeypatch.setattr("tests.services.console.house.OFFICERS", elsewhere)
    with house(office.console.folder) as other:
        browser = other.signed_in(A_PROVIDER)
        token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/en/new-programme").text)
        assert token
        form = {"csrf": token[1], "form": "f" * 24, "act": "end", "outcome": "completed", "ended_on": str(TODAY)}
        for address in (seat(office), week(office)):
            assert [browser.get(address).status_code, browser.post(address, data=form).status_code] == [403, 403]
        assert not other.said(ParticipationEnded)


def test_officers_use_their_own_page_of_the_referral(office: House) -> None:
    for staff in ("officer-201", "officer-101", "auditor-1", "committee-1"):
        browser = office.signed_in(staff)
        assert [browser.get(address).status_code for address in (seat(office), week(office))] == [403, 403]


def test_a_seat_at_another_programmes_address_is_not_there(office: House, provider: TestClient) -> None:
    assert provider.get(f"/en/programmes/programme-job-club-x/seats/{made(office).referral}").status_code == 404
    others = {"programme-job-club", "programme-new-trade"} - {made(office).programme}
    assert provider.get(f"/en/programmes/{min(others)}/seats/{made(office).referral}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_seat_and_a_week_read_in_every_language(language: str, office: House, provider: TestClient) -> None:
    accepts(office.signed_in("officer-201"))
    reports(provider, week(office), came(office, *CAME))
    for address in (seat(office), week(office)):
        page = provider.get(address.replace("/en/", f"/{language}/"))
        assert (page.status_code, f'lang="{language}"' in page.text) == (200, True)
