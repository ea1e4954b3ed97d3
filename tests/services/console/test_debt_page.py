"""Debts in the console: where each stands, instalments, a request to waive decided both ways, and what is given up."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.casework import (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    RepaymentConfirmed,
    RepaymentReceived,
    Verdict,
    WaiverDecided,
)
from contracts.claims import ClaimDecision
from contracts.intake import Channel, WaiverRequested
from contracts.payments import RecoveryEnded
from contracts.waiting import FilingReceived
from services.claims.views import sha256_of
from services.console.language import LANGUAGES
from services.console.staff.debt.inbox import WhoActs, who_acts
from services.payments.recovery import Dispute, DisputeKind
from services.payments.views import recoveries
from tests.services.console.house import House, fields, house, leads_to, words
from tests.services.console.in_debt import REQUEST, debt_in
from tests.stories.town import CLAIM, FIRST, PERSON

WAIVER = {
    "what": "waiver",
    "request": REQUEST,
    "verdict": "for_claimant",
    "ground": "hardship",
    "fact": f"request/{REQUEST}",
    "reasons": "Nothing is left after rent and food.",
    "article": "Institution's own rule",
}
PLAN = {"what": "plan", "each": "10.00", "by": "offset", "reasons": "They asked for it."}
SUSPEND = {"what": "suspend", "until": str(FIRST + timedelta(days=90)), "reasons": "The employer corrects the wages."}
REPAID = {
    "what": "repaid",
    "payment": "BK-77",
    "paid": "20.00",
    "received_on": str(FIRST + timedelta(days=49)),
    "reasons": "Statement of that day.",
}
GIVE_UP = {"what": "give_up", "reasons": "Collecting it costs more than it brings."}


@pytest.fixture
def office(owing: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(owing, tmp_path / "world")) as opened:
        yield opened


def found(browser: TestClient) -> str:
    return leads_to(browser.get("/en/debts").text, "debts")


def found_all(office: House) -> str:
    """The debt's page, whatever is left of it."""
    return leads_to(office.signed_in("officer-102").get("/en/debts?which=all").text, "debts")


def sends(office: House, staff: str, given: dict[str, str]) -> tuple[int, str]:
    """Send a form of the debt's page as an officer; the status of the answer, and what is read on it."""
    browser = office.signed_in(staff)
    address = found_all(office)
    answered = browser.post(address, data={**fields(browser.get(address).text), **given})
    return answered.status_code, words(answered.text)


def test_a_debt_is_listed_with_who_must_act_and_its_page_tells_its_story(office: House) -> None:
    browser = office.signed_in("officer-102")
    listed = words(browser.get("/en/debts").text)
    assert "1 debt that a named person decided is open" in listed
    assert "The person asked to have it waived. A claims examiner or a second officer decides." in listed
    assert "Caused by the person" in listed
    assert PERSON not in browser.get("/en/debts?as=csv").text, "a file holds what the page shows"
    page = words(browser.get(found(browser)).text)
    assert "It is disputed, and nothing is collected:" in page
    assert "officer-101 decided that" in page
    assert "The person asked to have it waived." in page
    assert "At most 10" in page
    assert page.index("Decide the request") < page.index("What happened")


def test_a_cell_of_the_list_holds_one_fact_and_a_colour_means_that_an_officer_must_act(office: House) -> None:
    shown = office.signed_in("officer-102").get("/en/debts").text
    cells = re.findall(r"<td[^>]*>(?:<[^>]*>)*([^<]*)", shown)
    assert "Caused by the person" in cells
    assert "The person asked to have it waived. A claims examiner or a second officer decides." in cells
    assert re.findall(r'class="tag (\w+)"', shown) == ["doubt"]


def test_a_debt_that_waits_for_no_officer_bears_no_colour(corrected: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(corrected, tmp_path / "world")
    debt_in(folder)
    with house(folder) as opened:
        shown = opened.signed_in("officer-102").get("/en/debts").text
    assert re.findall(r'class="tag (\w+)"', shown) == ["quiet"]


def test_the_field_for_a_new_document_says_when_to_leave_it_empty_and_gives_an_example(office: House) -> None:
    browser = office.signed_in("officer-120")
    address = leads_to(browser.get(f"/en/people/{PERSON}/filed/{CLAIM}").text, "debts")
    page = words(browser.get(address).text)
    assert "Reference of a new document, if there is one Leave it empty on a first request." in page
    assert "Example: DOC-2020-0417" in page


def test_a_request_is_granted_by_an_officer_and_nothing_more_is_asked_for(office: House) -> None:
    status, page = sends(office, "officer-102", WAIVER)
    assert status == 200
    assert "It is waived: 0.00 USD is left" in page.replace("\N{NO-BREAK SPACE}", " ")
    (decided,) = office.said(WaiverDecided)
    assert (decided.officer.staff, decided.reasons) == ("officer-102", WAIVER["reasons"])


def test_a_request_is_refused_by_an_officer_who_did_not_decide_the_debt_and_by_no_other(office: House) -> None:
    refusal = {**WAIVER, "verdict": "against_claimant"}
    status, page = sends(office, "officer-101", refusal)
    assert status == 403
    assert "You took part in it before" in page
    status, _ = sends(office, "officer-110", refusal)
    assert status == 200
    decisions = [one for one in office.said(ClaimDecision) if one.request]
    assert [(one.verdict, one.officer.staff) for one in decisions] == [(Verdict.AGAINST_CLAIMANT, "officer-110")]


def test_whoever_decided_the_debt_may_waive_it(office: House) -> None:
    assert sends(office, "officer-101", WAIVER)[0] == 200
    assert len(office.said(WaiverDecided)) == 1


def test_instalments_are_set_once_however_often_the_form_is_sent(office: House) -> None:
    browser = office.signed_in("officer-301")
    address = found(browser)
    form = {**fields(browser.get(address).text), **PLAN}
    for _ in range(2):
        page = words(browser.post(address, data=form).text).replace("\N{NO-BREAK SPACE}", " ")
        assert "Instalments: at most 10.00 USD is withheld from a payment." in page
    (agreed,) = office.said(InstalmentsAgreed)
    assert (agreed.each.minor, agreed.by, agreed.officer.role) == (1000, "offset", "payments-officer")


def test_what_is_left_is_given_up_with_a_reason(office: House) -> None:
    status, page = sends(office, "officer-301", GIVE_UP)
    assert status == 200
    assert "It is given up:" in page
    (event,) = office.said(DebtWrittenOff)
    assert event.reasons == GIVE_UP["reasons"]


def test_a_collection_is_stopped_for_some_days_and_the_debt_stays(office: House) -> None:
    status, page = sends(office, "officer-102", SUSPEND)
    assert status == 200
    assert "An officer stopped the collection." in page
    (stopped,) = office.said(CollectionSuspended)
    assert (str(stopped.until), stopped.reasons) == (SUSPEND["until"], SUSPEND["reasons"])
    assert office.said(RecoveryEnded) == []


def test_what_is_repaid_above_the_debt_goes_back_only_when_another_officer_finds_it_too(office: House) -> None:
    status, page = sends(office, "officer-301", {**REPAID, "paid": "500.00"})
    assert status == 200
    assert "Told as repaid above the debt, and not confirmed yet:" in page
    listed = words(office.signed_in("officer-302").get("/en/debts").text)
    assert "1 debt that a named person decided is open" in listed, "nothing is left, and it is to be found"
    (told,) = office.said(RepaymentReceived)
    assert (told.payment, told.amount.minor, told.officer.staff) == ("BK-77", 50_000, "officer-301")
    confirms = {"what": "confirm", "waiting": "BK-77", "found": "500.00", "reasons": "Statement of that day."}
    status, page = sends(office, "officer-301", confirms)
    assert (status, "told of the repayment" in page) == (422, True), "who told of it does not confirm it"
    status, page = sends(office, "officer-302", {**confirms, "found": "400.00"})
    assert (status, "told with another sum" in page) == (422, True)
    assert sends(office, "officer-302", confirms)[0] == 200
    assert [one.officer.staff for one in office.said(RepaymentConfirmed)] == ["officer-302"]
    assert "not confirmed yet" not in words(office.signed_in("officer-301").get(found_all(office)).text)


@pytest.mark.parametrize(
    ("staff", "given", "says"),
    [
        ("officer-301", {**SUSPEND, "until": ""}, "fill this in"),
        ("officer-301", {**SUSPEND, "until": "2020-01-01"}, "This day is not possible"),
        ("officer-301", {**SUSPEND, "reasons": ""}, "fill this in"),
        ("officer-301", {**REPAID, "payment": "no 7"}, "with Latin letters, digits"),
        ("officer-301", {**REPAID, "paid": "0"}, "too large or too small"),
        ("officer-301", {**REPAID, "received_on": "2030-01-01"}, "This day is not possible"),
        ("officer-301", {**REPAID, "received_on": "2019-12-01"}, "before what it is about"),
        ("officer-301", {**REPAID, "reasons": ""}, "fill this in"),
        ("officer-102", {**WAIVER, "verdict": ""}, "Please choose one"),
        ("officer-102", {**WAIVER, "ground": ""}, "Please choose one"),
        ("officer-102", {**WAIVER, "request": "w-2"}, "Please choose one"),
        ("officer-102", {**WAIVER, "fact": ""}, "at least one fact"),
        ("officer-102", {**WAIVER, "fact": "nobody knows it"}, "at least one fact"),
        ("officer-102", {**WAIVER, "reasons": ""}, "fill this in"),
        ("officer-102", {**WAIVER, "article": ""}, "fill this in"),
        ("officer-301", {**PLAN, "each": ""}, "fill this in"),
        ("officer-301", {**PLAN, "each": "ten"}, "cannot be read"),
        ("officer-301", {**PLAN, "each": "0"}, "an instalment of nothing would stop the collection"),
        ("officer-301", {**PLAN, "each": "0.01"}, "the last instalment would be due on"),
        ("officer-301", {**PLAN, "by": ""}, "Please choose one"),
        ("officer-301", {**PLAN, "reasons": ""}, "fill this in"),
        ("officer-301", {**GIVE_UP, "reasons": ""}, "fill this in"),
    ],
)
def test_an_incomplete_form_or_one_without_effect_is_not_sent_and_what_was_typed_stays(
    office: House, staff: str, given: dict[str, str], says: str
) -> None:
    status, page = sends(office, staff, given)
    assert status == 422
    assert says in page
    assert given["reasons"] in page
    assert not [*office.said(WaiverDecided), *office.said(InstalmentsAgreed), *office.said(DebtWrittenOff)]
    assert not [*office.said(CollectionSuspended), *office.said(RepaymentReceived)]


@pytest.mark.parametrize(
    ("staff", "given"),
    [
        ("officer-301", WAIVER),
        ("officer-110", PLAN),
        ("officer-102", GIVE_UP),
        ("officer-102", REPAID),
        ("officer-102", {"what": "confirm", "waiting": "BK-77", "found": "20.00", "reasons": "I saw it."}),
        ("auditor-1", GIVE_UP),
        ("auditor-1", WAIVER),
    ],
)
def test_nobody_sends_a_form_that_is_not_their_roles(office: House, staff: str, given: dict[str, str]) -> None:
    browser, other = office.signed_in(staff), office.signed_in("officer-102")
    address = found(browser)
    assert browser.get(address).status_code == 200
    session = browser.get("/en/why-i-look", params={"person": "p"}).text.partition('name="csrf" value="')[2][:43]
    refused = browser.post(address, data={**fields(other.get(address).text), **given, "csrf": session})
    assert refused.status_code == 403
    assert "Your role gives no right to it." in words(refused.text)


@pytest.mark.parametrize("staff", ["officer-120", "officer-201", "committee-1", "provider-1", "operator-1"])
def test_others_see_no_debts(office: House, staff: str) -> None:
    address = found(office.signed_in("officer-102"))
    browser = office.signed_in(staff)
    assert browser.get("/en/debts").status_code == 403
    assert browser.get(address).status_code == 403


def test_a_view_of_a_debt_is_written_down(office: House) -> None:
    browser = office.signed_in("officer-301")
    browser.get(found(browser))
    looks = words(office.signed_in("auditor-1").get(f"/en/people/{PERSON}/looks").text)
    assert "officer-301" in looks
    assert "A debt" in looks


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_pages(office: House, code: str) -> None:
    browser = office.signed_in("officer-102")
    address = found(browser)
    assert browser.get(f"/{code}/debts?which=all").status_code == 200
    assert browser.get(f"/{code}{address.removeprefix('/en')}").status_code == 200


def test_a_request_in_my_work_leads_to_the_debt(office: House) -> None:
    browser = office.signed_in("officer-102")
    page = browser.get("/en/work").text
    address = leads_to(page, "debts")
    assert browser.get(address).status_code == 200
    assert browser.get(f"/en/people/{PERSON}/claims/{CLAIM}").status_code == 200


def asks(office: House, staff: str, **given: str) -> tuple[int, str]:
    """File a request to waive the debt, from the page of what was filed for the claim."""
    browser = office.signed_in(staff)
    address = leads_to(browser.get(f"/en/people/{PERSON}/filed/{CLAIM}").text, "debts")
    assert address.endswith("/request")
    filed = {"filed_on": "", "channel": "office", "new_facts": ""}
    answered = browser.post(address, data={**fields(browser.get(address).text), **filed, **given})
    return answered.status_code, words(answered.text)


def test_the_desk_files_a_request_to_waive_a_debt_and_the_officers_find_it(office: House) -> None:
    status, page = asks(office, "officer-120", filed_on=REPAID["received_on"], new_facts="paper-12")
    assert status == 200
    assert "The request is filed." in page
    first, filed = office.said(WaiverRequested)
    assert (first.request, filed.channel, filed.new_facts) == (REQUEST, Channel.OFFICE, ("paper-12",))
    assert filed.request in page
    (receipt,) = [one for one in office.said(FilingReceived) if one.sha256 == sha256_of(filed)]
    assert (receipt.kind, receipt.about) == (WaiverRequested.name, filed.question)
    assert f"Receipt {receipt.receipt} SHA-256 {receipt.sha256[:16]}" in page
    assert f"Receipt {receipt.receipt}" in words(
        office.signed_in("officer-120").get(f"/en/people/{PERSON}/filed/{CLAIM}").text
    )
    assert office.signed_in("officer-120").get(found(office.signed_in("officer-102"))).status_code == 403


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"filed_on": ""}, "Received on: please fill this in."),
        ({"filed_on": "2019-12-31"}, "This day is not possible"),
        ({"filed_on": REPAID["received_on"], "channel": ""}, "Please choose one"),
        ({"filed_on": REPAID["received_on"], "new_facts": "\u0664\u0665 \u0661"}, "with Latin letters, digits"),
    ],
)
def test_what_is_missing_in_a_request_is_said_and_nothing_is_filed(
    office: House, given: dict[str, str], says: str
) -> None:
    status, page = asks(office, "officer-120", **given)
    assert (status, says in page) == (422, True)
    assert [one.request for one in office.said(WaiverRequested)] == [REQUEST]


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (DisputeKind.CONTEST, WhoActs.CONTEST),
        (DisputeKind.SUSPENSION, WhoActs.STOPPED),
        (DisputeKind.WAIVER_REQUEST, WhoActs.WAIVER),
    ],
)
def test_a_disputed_debt_names_who_must_act_as_long_as_the_dispute_lasts(
    office: House, kind: DisputeKind, who: WhoActs
) -> None:
    with office.console.world().reading("payments") as connection:
        (listed,) = recoveries(connection, FIRST, PERSON)
    disputed = replace(listed, debt=replace(listed.debt, disputes=(Dispute(kind, "d-1", FIRST),)))
    assert who_acts(disputed, FIRST + timedelta(days=90)) is who
