"""An act against a person: heard first, complete, within what they were told, and with a second officer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from contracts.casework import AnswerGiven
from contracts.claims import ClaimDecision, Ground
from services.claims.handlers import standard_procedure
from services.claims.safeguards import SecondOfficer
from tests.services.console.house import House, fields, leads_to, words
from tests.stories.town import CLAIM, FIRST, PERSON

AGAINST = {
    "verdict": "against_claimant",
    "fact": CLAIM,
    "reasons": "You left for a course that had no date yet.",
    "article": "Miss. Code Ann. § 71-5-513",
    "evidence": "document",
    "first": str(FIRST),
    "last": str(FIRST + timedelta(days=27)),
}


@pytest.fixture(autouse=True)
def _two_decide_on_who_left_work() -> Iterator[None]:
    """As an institution's own procedure would say."""
    rules = standard_procedure()
    usual, two = rules.second_officer, SecondOfficer(frozenset({Ground.QUIT}), {}, "Institution's own rule.")
    object.__setattr__(rules, "second_officer", two)
    yield
    object.__setattr__(rules, "second_officer", usual)


def asked(browser: TestClient) -> tuple[str, str]:
    """The question's address, and its page."""
    address = leads_to(browser.get("/en/work").text, "questions")
    return address, browser.get(address).text


def test_an_answer_against_a_person_waits_for_another_officer_who_reads_what_it_rests_on(office: House) -> None:
    first = office.signed_in("officer-101")
    address, page = asked(first)
    proposed = first.post(address, data={**fields(page), **AGAINST})
    assert "Waits for a second officer" in words(proposed.text)
    assert office.said(ClaimDecision) == []
    second = office.signed_in("officer-110")
    page = second.get(address).text
    assert "You left for a course" in words(page)
    assert "The claim as it was filed" in words(page)
    empty = second.post(address, data={**fields(page), "confirms": "confirms", "reasons": ""})
    assert empty.status_code == 422
    agreed = {**fields(page), "confirms": "confirms", "reasons": "The record bears it."}
    for _ in range(2):
        done = second.post(address, data=agreed)
        assert done.status_code == 200
        assert "Decided against the person" in words(done.text)
    (decision,) = office.said(ClaimDecision)
    assert decision.confirmed_by is not None
    assert (decision.officer.staff, decision.confirmed_by.staff) == ("officer-101", "officer-110")


def test_the_letter_is_read_before_anything_is_sent_and_is_the_one_that_goes_out(office: House) -> None:
    first = office.signed_in("officer-101")
    address, page = asked(first)
    shown = first.post(address, data={**fields(page), **AGAINST, "then": "read"})
    assert shown.status_code == 200
    preview = words(shown.text.partition("<aside")[2].join(["<main", ""]))
    assert "You left for a course that had no date yet." in preview
    assert "You left for a course that had no date yet.</textarea>" in shown.text, "what was typed stays"
    assert office.said(AnswerGiven) == []
    first.post(address, data={**fields(shown.text), **AGAINST})
    second = office.signed_in("officer-110")
    agreed = {"confirms": "confirms", "reasons": "The record bears it."}
    second.post(address, data={**fields(second.get(address).text), **agreed})
    letter = words(first.get(f"/en/people/{PERSON}/letters?about={address.rpartition('/')[2]}").text)
    for section in ("It is decided", "You have the right to contest this"):
        assert (section in preview) == (section in letter)
    assert "You have the right to contest this" in preview


def test_nobody_confirms_their_own_answer_and_an_examiner_is_no_second_officer(office: House) -> None:
    first = office.signed_in("officer-101")
    address, page = asked(first)
    first.post(address, data={**fields(page), **AGAINST})
    confirming = {"confirms": "confirms", "reasons": "So be it."}
    for staff in ("officer-101", "officer-102"):
        browser = office.signed_in(staff)
        sent = {**fields(first.get("/en/why-i-look", params={"person": PERSON}).text), **confirming}
        sent["csrf"] = browser.get("/en/work").text.partition('name="csrf" value="')[2].partition('"')[0]
        assert browser.post(address, data=sent).status_code == 403
    assert office.said(ClaimDecision) == []


def test_a_second_officer_who_does_not_agree_sends_it_back(office: House) -> None:
    first, second = office.signed_in("officer-101"), office.signed_in("officer-110")
    address, page = asked(first)
    first.post(address, data={**fields(page), **AGAINST})
    sent = {**fields(second.get(address).text), "confirms": "returns", "reasons": "The date was known."}
    assert "The person was heard" in words(second.post(address, data=sent).text)
    assert office.said(ClaimDecision) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"evidence": ""}, "what kind of evidence"),
        ({"evidence": "employers_statement"}, "rest"),
        ({"last": str(FIRST - timedelta(days=400))}, "before the first"),
        ({"last": str(FIRST + timedelta(days=4000))}, "not told of"),
        ({"reasons": ""}, "fill this in"),
        ({"reasons": "turned \N{RIGHT-TO-LEFT OVERRIDE} words"}, "without signs that turn"),
        ({"fact": ""}, "at least one fact"),
        ({"first": "tomorrow"}, "cannot be read"),
        ({"first": "0001-01-01"}, "This day is not possible"),
        ({"last": "9999-12-31"}, "This day is not possible"),
    ],
)
def test_what_is_missing_or_too_much_is_said_and_nothing_is_sent(
    office: House, changes: dict[str, str], says: str
) -> None:
    browser = office.signed_in("officer-101")
    address, page = asked(browser)
    refused = browser.post(address, data={**fields(page), **AGAINST, **changes})
    assert refused.status_code == 422
    assert says in words(refused.text)
    assert office.said(AnswerGiven) == []
