"""A contest in the console: found by its clock, heard, decided with reasons by somebody else, or taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.casework import ContestDecided, HearingHeld
from contracts.claims import ContestClosed
from contracts.contest import ContestOutcome
from contracts.intake import ContestWithdrawn
from contracts.waiting import FilingReceived
from services.claims.views import sha256_of
from services.console.language import LANGUAGES
from tests.services.console.contesting import BECAUSE, DAYS, MANDATE, appeal_in, complains, contest_in
from tests.services.console.house import House, fields, house, leads_to, words
from tests.services.console.in_debt import debt_in
from tests.stories.town import CLAIM, PERSON

DECISION = {
    "what": "outcome",
    "outcome": "overturned",
    "fact": CLAIM,
    "reasons": "Wages were not paid for two months.",
    "article": "Miss. Code Ann. § 71-5-513",
}


@pytest.fixture(scope="module")
def contested(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The person complained in time about a decision of officer-101."""
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("contested") / "world")
    contest_in(folder)
    return folder


@pytest.fixture(scope="module")
def contested_late(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The person complained after the last day for it."""
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("late") / "world")
    contest_in(folder, after=40)
    return folder


@pytest.fixture
def office(contested: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(contested, tmp_path / "world")) as opened:
        yield opened


@pytest.fixture
def late_office(contested_late: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(contested_late, tmp_path / "world")) as opened:
        yield opened


def found(browser: TestClient) -> str:
    """The address of the first contest in the list."""
    return leads_to(browser.get("/en/contests").text, "contests")


def sends(browser: TestClient, address: str, given: dict[str, str]) -> tuple[int, str]:
    """Send a form of the page; the status of the answer, and what is read on it."""
    answered = browser.post(address, data={**fields(browser.get(address).text), **given})
    return answered.status_code, words(answered.text)


def hearing(office: House, **changes: str) -> dict[str, str]:
    day = str(office.console.today())
    heard = {"what": "hearing", "invited_on": day, "held_on": day, "attendance": "came", "record": "No pay since May."}
    return {**heard, **changes}


def test_a_contest_stands_in_the_list_by_its_clock_and_its_page_says_what_blocks_it_and_who_acts(office: House) -> None:
    browser = office.signed_in("officer-102")
    listed = words(browser.get("/en/contests").text)
    assert "1 contest waits for a decision." in listed
    assert "To be heard" in listed
    page = words(browser.get(found(browser)).text)
    assert "The person is to be heard first." in page
    assert "Another officer of the institution decides." in page
    assert BECAUSE in page
    assert "No just cause was shown." in page
    assert page.index("Note a hearing") < page.index("Send the decision"), "what is to be done next comes first"
    rows = browser.get("/en/contests?as=csv").text.splitlines()
    assert len(rows) == 2
    assert "No contest waits for a decision." in words(browser.get("/en/contests?stage=decision").text)


def test_a_contest_is_heard_and_then_decided_once_by_an_officer_who_did_not_decide_before(office: House) -> None:
    browser = office.signed_in("officer-102")
    address = found(browser)
    status, page = sends(browser, address, hearing(office))
    assert status == 200
    assert "The person was heard, and it can be decided." in page
    (held,) = office.said(HearingHeld)
    assert held.record == "No pay since May."
    form = {**fields(browser.get(address).text), **DECISION, "outcome": "upheld"}
    for _ in range(2):
        assert "The decision stands" in words(browser.post(address, data=form).text)
    (closed,) = office.said(ContestClosed)
    assert (closed.outcome, closed.officer and closed.officer.staff) == (ContestOutcome.UPHELD, "officer-102")
    assert closed.reasons == DECISION["reasons"]


def test_whoever_decided_before_finds_no_form_and_is_refused_in_words(office: House) -> None:
    first, other = office.signed_in("officer-101"), office.signed_in("officer-102")
    address = found(first)
    shown = first.get(address).text
    assert "You took part in the contested decision." in words(shown)
    assert 'value="outcome"' not in shown
    for form in (DECISION, hearing(office)):
        sent = {**fields(other.get(address).text), **form, "csrf": csrf_of(first)}
        refused = first.post(address, data=sent)
        assert refused.status_code == 403
        assert "You took part in it before" in words(refused.text)
    assert not office.said(ContestDecided)
    assert not office.said(HearingHeld)


def csrf_of(browser: TestClient) -> str:
    page = browser.get("/en/why-i-look", params={"person": PERSON}).text
    return page.partition('name="csrf" value="')[2].partition('"')[0]


@pytest.mark.parametrize("staff", ["member-1", "officer-120", "auditor-1"])
def test_a_complaint_is_decided_by_no_member_of_the_tribunal_and_by_nobody_who_only_looks(
    office: House, staff: str
) -> None:
    address = found(office.signed_in("officer-102"))
    browser = office.signed_in(staff)
    assert browser.get(address).status_code == 200
    sent = {**fields(office.signed_in("officer-102").get(address).text), **DECISION, "csrf": csrf_of(browser)}
    assert browser.post(address, data=sent).status_code == 403
    assert office.said(ContestDecided) == []


def test_an_appeal_is_listed_for_the_tribunal_alone_and_decided_there(contested: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(contested, tmp_path / "world")
    with house(folder) as office:
        examiner = office.signed_in("officer-102")
        address, on = found(examiner), office.console.today()
        sends(examiner, address, hearing(office))
        sends(examiner, address, {**DECISION, "outcome": "upheld"})
    appeal_in(folder, address.rpartition("/")[2], on)
    with house(folder) as office:
        assert "No contest waits" in words(office.signed_in("officer-102").get("/en/contests").text)
        member = office.signed_in("member-1")
        status, page = sends(member, found(member), DECISION)
        assert status == 200
        assert "The person was right" in page


def test_a_decision_against_a_person_who_was_not_heard_is_refused_and_what_was_typed_stays(office: House) -> None:
    browser = office.signed_in("officer-102")
    address = found(browser)
    status, page = sends(browser, address, {**DECISION, "outcome": "upheld"})
    assert status == 422
    assert "was not heard on the contest yet" in page
    assert DECISION["reasons"] in page
    assert office.said(ContestDecided) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"outcome": ""}, "Please choose one"),
        ({"outcome": "withdrawn"}, "Please choose one"),
        ({"outcome": "out_of_time"}, "Please choose one"),
        ({"fact": ""}, "at least one fact"),
        ({"fact": "a fact that nobody knows"}, "at least one fact"),
        ({"reasons": ""}, "fill this in"),
        ({"article": ""}, "fill this in"),
        ({"outcome": "changed"}, "fill this in"),
        ({"outcome": "changed", "first": str(DAYS.end), "last": str(DAYS.start)}, "before the first"),
    ],
)
def test_an_incomplete_decision_is_not_sent(office: House, changes: dict[str, str], says: str) -> None:
    browser = office.signed_in("officer-102")
    status, page = sends(browser, found(browser), {**DECISION, **changes})
    assert status == 422
    assert says in page
    assert office.said(ContestDecided) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"held_on": "2099-01-01"}, "has not come yet"),
        ({"invited_on": "2099-01-01"}, "before they were invited"),
        ({"attendance": ""}, "Please choose one"),
        ({"attendance": "represented"}, "Please choose one"),
        ({"record": ""}, "fill this in"),
        ({"attendance": "stayed_away", "record": ""}, "an invitation leaves"),
    ],
)
def test_a_hearing_that_was_none_is_not_noted(office: House, changes: dict[str, str], says: str) -> None:
    browser = office.signed_in("officer-102")
    status, page = sends(browser, found(browser), hearing(office, **changes))
    assert status == 422
    assert says in page
    assert office.said(HearingHeld) == []


def test_nothing_is_collected_while_a_sum_is_contested_and_the_page_says_so(corrected: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(corrected, tmp_path / "world")
    question = debt_in(folder)
    with house(folder) as office:
        on = office.console.today()
    complains(folder, question, on)
    with house(folder) as office:
        page = office.signed_in("officer-102")
        assert "Until it is decided Nothing is collected" in words(page.get(found(page)).text)


def test_a_late_contest_is_looked_at_for_a_good_cause_or_found_too_late(late_office: House) -> None:
    browser = late_office.signed_in("officer-102")
    address = found(browser)
    assert "Filed late" in words(browser.get("/en/contests").text)
    status, page = sends(browser, address, DECISION)
    assert status == 422
    assert "What was the good cause for filing late: please fill this in." in page
    status, page = sends(browser, address, {**DECISION, "good_cause": "The hospital confirms the stay."})
    assert status == 200
    assert "The person was right" in page


def test_intake_notes_that_a_contest_is_taken_back_by_the_person_or_under_a_mandate(office: House) -> None:
    browser = office.signed_in("officer-120")
    address = found(browser)
    form = {"what": "taken_back", "withdrawn_on": str(office.console.today()), "told_how": "By telephone."}
    for by in ("", "mandate-9"):
        status, page = sends(browser, address, {**form, "withdrawn_by": by})
        assert status == 422
        assert "Please choose one" in page
    assert office.said(ContestWithdrawn) == []
    status, page = sends(browser, address, {**form, "withdrawn_by": MANDATE})
    assert status == 200
    assert "The person took it back" in page
    (withdrawn,) = office.said(ContestWithdrawn)
    assert withdrawn.mandate == MANDATE
    (receipt,) = [one for one in office.said(FilingReceived) if one.sha256 == sha256_of(withdrawn)]
    assert (receipt.kind, receipt.about) == (ContestWithdrawn.name, withdrawn.contest)
    shown = words(browser.get(address).text)
    assert "A complaint or an appeal was taken back" in shown
    assert f"Receipt {receipt.receipt} SHA-256 {receipt.sha256[:16]}" in shown


def test_an_examiner_does_not_take_a_contest_back_for_anybody(office: House) -> None:
    browser = office.signed_in("officer-102")
    form = {
        "what": "taken_back",
        "withdrawn_on": str(office.console.today()),
        "told_how": "x",
        "withdrawn_by": "claimant",
    }
    assert sends(browser, found(browser), form)[0] == 403
    assert office.said(ContestWithdrawn) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_there_in_every_language(office: House, language: str) -> None:
    browser = office.signed_in("officer-102")
    address = found(browser).replace("/en/", f"/{language}/", 1)
    for place in (f"/{language}/contests", address):
        page = browser.get(place)
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text
