"""A claim that came on paper, and the days certified for it, filed by an officer of intake."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.claims import ClaimOpened
from contracts.intake import CertificationFiled, Channel, ClaimFiled
from contracts.waiting import FilingReceived
from services.console.acts.writing import Done, write
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.staff.intake.filings import own_key
from tests.services.console.house import House, fields, house, words
from tests.stories.town import PERSON, born, closes, fill, lost_work, said, town, wages

LAST_CLOSED = date(2020, 1, 26)
FILED = {
    "person": PERSON,
    "scheme": "us/mississippi",
    "channel": "paper",
    "filed_on": "2020-01-20",
    "unemployed_from": "2020-01-13",
}
DAYS = {
    "filed_on": "2020-01-26",
    "first_1": "2020-01-19",
    "last_1": "2020-01-25",
    "able_1": "yes",
    "available_1": "yes",
    "sought_1": "no",
    "hours_1": "7.5",
    "earned_1": "81.25",
}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody of whom registries have told, and who has not claimed."""
    folder = tmp_path_factory.mktemp("known")
    laptop = town(folder)
    fill(laptop, [said(fact) for fact in (*(wages(month) for month in (13, 16, 19)), born(), lost_work())])
    closes(laptop, LAST_CLOSED)
    laptop.close()
    return folder


@pytest.fixture
def office(known: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(known, tmp_path / "world")) as one:
        yield one


@pytest.fixture
def desk(office: House) -> TestClient:
    return office.signed_in("officer-120")


def files(desk: TestClient, **given: str) -> tuple[int, str, str]:
    """File a claim; gives the status, the address that follows, and its page."""
    answered = desk.post("/en/intake", data={**fields(desk.get("/en/intake").text), **FILED, **given})
    return answered.status_code, answered.url.path, answered.text


def certified(desk: TestClient, address: str, **given: str) -> tuple[int, str]:
    answered = desk.post(address, data={**fields(desk.get(address).text), **DAYS, **given})
    return answered.status_code, answered.text


def test_a_claim_on_paper_is_filed_with_its_channel_and_has_a_receipt(office: House, desk: TestClient) -> None:
    status, address, page = files(desk)
    assert status == 200
    assert "The claim is filed." in words(page)
    (filed,) = office.said(ClaimFiled)
    assert (filed.channel, filed.filed_on.isoformat()) == (Channel.PAPER, "2020-01-20")
    assert address == f"/en/people/{PERSON}/filed/{filed.key}"
    (receipt,) = office.said(FilingReceived)
    assert receipt.receipt in words(page)
    assert receipt.sha256[:16] in words(page)
    assert len(office.said(ClaimOpened)) == 1


def test_days_are_certified_at_the_desk_as_the_person_says_them(office: House, desk: TestClient) -> None:
    _, address, _ = files(desk)
    status, page = certified(desk, address)
    assert status == 200
    assert "The days are filed." in words(page)
    (filed,) = office.said(CertificationFiled)
    (week,) = filed.weeks
    assert (week.able, week.sought_work, week.minutes_worked, week.earnings.minor) == (True, False, 450, 8125)
    assert week.period.end.isoformat() == "2020-01-26"


def test_an_act_whose_console_was_killed_before_it_was_told_is_told_when_the_form_is_sent_again(
    office: House, desk: TestClient
) -> None:
    sent = {**fields(desk.get("/en/intake").text), **FILED}
    key = own_key("c", sent["form"])
    filed = ClaimFiled(
        key=key,
        source_version=1,
        recorded_at=datetime(2020, 1, 27, tzinfo=UTC),
        scheme="us/mississippi",
        filed_on=date(2020, 1, 20),
        unemployed_from=date(2020, 1, 13),
        channel=Channel.PAPER,
    )
    officer = SignedIn("officer-120", "Ines Costa", frozenset({Role.INTAKE}))
    killed = replace(office.console.world(), carry=lambda: None)
    assert write(killed, officer, sent["form"], Done(filed, PERSON, Role.INTAKE, None))
    assert office.said(ClaimOpened) == []
    desk.post("/en/intake", data=sent, follow_redirects=False)
    assert [claim.claim for claim in office.said(ClaimOpened)] == [key]


def test_a_form_sent_twice_files_one_claim(office: House, desk: TestClient) -> None:
    sent = {**fields(desk.get("/en/intake").text), **FILED}
    assert [desk.post("/en/intake", data=sent).status_code for _ in range(2)] == [200, 200]
    assert len(office.said(ClaimFiled)) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"person": ""}, "Person: please fill this in."),
        ({"person": "p-999999999"}, "Person: Nobody is known by this"),
        ({"person": "Ann'); DROP TABLE fact"}, "Person: Nobody is known by this"),
        ({"scheme": ""}, "Insurance: Please choose one."),
        ({"channel": "online"}, "How it came: Please choose one."),
        ({"filed_on": "2020-02-30"}, "Received on: this cannot be read."),
        ({"filed_on": "2031-01-01"}, "Received on: This day is not possible."),
        ({"unemployed_from": "0001-01-01"}, "First day without work: This day is not possible."),
    ],
)
def test_what_is_wrong_with_a_claim_is_said_at_its_field_and_nothing_is_filed(
    office: House, desk: TestClient, wrong: dict[str, str], told: str
) -> None:
    status, _, page = files(desk, **wrong)
    assert status == 422
    assert told in words(page)
    assert office.said(ClaimFiled) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"earned_1": ""}, "Earned: please fill this in."),
        ({"earned_1": "-1"}, "Earned: this number is too large or too small."),
        ({"earned_1": "9" * 40}, "Earned: this number is too large or too small."),
        ({"earned_1": "1e99999999"}, "Earned: this cannot be read."),
        ({"earned_1": "Infinity"}, "Earned: this cannot be read."),
        ({"hours_1": "NaN"}, "Hours worked: this cannot be read."),
        ({"earned_1": "8O.25"}, "Earned: this cannot be read."),
        ({"hours_1": "200"}, "Hours worked: this number is too large or too small."),
        ({"able_1": "perhaps"}, "Able to work: Please choose one."),
        ({"last_1": "2020-01-18"}, "Last day: The last day lies before the first."),
        ({"first_2": "2020-01-27", "last_2": "2020-02-01"}, "Last day: This day is not possible."),
    ],
)
def test_what_is_wrong_with_certified_days_is_said_at_its_field(
    office: House, desk: TestClient, wrong: dict[str, str], told: str
) -> None:
    _, address, _ = files(desk)
    status, page = certified(desk, address, **wrong)
    assert status == 422
    assert told in words(page)
    assert office.said(CertificationFiled) == []


def test_only_intake_files_and_an_examiner_reads(office: House, desk: TestClient) -> None:
    _, address, _ = files(desk)
    examiner = office.signed_in("officer-101")
    assert examiner.get("/en/intake").status_code == 403
    assert examiner.post("/en/intake", data=FILED).status_code == 403
    page = examiner.get(address)
    assert page.status_code == 200
    assert '<form method="post" novalidate' not in page.text
    key = fields(desk.get("/en/intake").text)
    assert examiner.post(address, data=DAYS | key).status_code == 403
