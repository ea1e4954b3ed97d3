"""From the list of what waits to a claim, a question, its answer and the letter: an examiner's common task."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO

import pytest
from starlette.testclient import TestClient

from contracts.base import read
from contracts.casework import AnswerGiven
from contracts.console import PersonViewed, ViewPurpose
from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from services.console.list_file import as_csv
from services.console.staff import staff_pages
from services.console.staff_page import Listing
from services.letters.language import language_of
from services.names import SERVICES
from tests.services.console.house import House, fields, leads_to, sample_address, words
from tests.stories.town import CLAIM, PERSON

OF_OTHER_WORLDS = ("matter", "day", "contest", "programme", "referral", "debt", "payment", "number", "budget")
"""What this office has none of: pages about it have tests of their own."""
REASONS = "The workshop moved 300 km away; <b>nobody</b> is asked to follow it."


@pytest.fixture
def examiner(office: House) -> TestClient:
    return office.signed_in("officer-101")


def answer(page: str, **given: str) -> dict[str, str]:
    """What a browser sends of a question's form for the person."""
    chosen = {"verdict": "for_claimant", "fact": CLAIM, "reasons": REASONS, "article": "Miss. Code Ann. § 71-5-513"}
    return {**fields(page), **chosen, **given}


def test_an_examiner_finds_a_question_answers_it_and_reads_the_letter(office: House, examiner: TestClient) -> None:
    work = examiner.get("/en/work")
    assert "1 person waits for a decision." in words(work.text)
    assert "Ready to decide" in words(work.text)
    claim = examiner.get(leads_to(work.text, "claims"))
    assert "It waits for a person\N{RIGHT SINGLE QUOTATION MARK}s answer." in words(claim.text)
    assert "24 contributions recorded" in words(claim.text)
    address = leads_to(claim.text, "questions")
    question = examiner.get(address)
    done = examiner.post(address, data=answer(question.text))
    assert done.status_code == 200
    assert "Decided for the person" in words(done.text)
    assert "&lt;b&gt;nobody&lt;/b&gt;" in done.text, "what an officer writes is never markup"
    letter = examiner.get(f"/en/people/{PERSON}/letters?about={address.rpartition('/')[2]}")
    assert REASONS in words(letter.text)
    assert "No question waits for a person." in words(examiner.get("/en/work").text)
    said = [read(envelope) for envelope in office.console.heard(PERSON)]
    (given,) = [event for event in said if isinstance(event, AnswerGiven)]
    assert (given.officer.staff, given.officer.role, given.officer.office) == (
        "officer-101",
        "claims-examiner",
        "delta",
    )


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_a_question_stands_in_the_officers_language_in_the_words_of_letters(code: str, examiner: TestClient) -> None:
    letters = language_of(code)
    asked = f"{letters.template('asked.about.condition')} {letters.template('ground.quit')}"
    work = examiner.get(f"/{code}/work")
    assert asked in words(work.text)
    question = examiner.get(leads_to(work.text, "questions"))
    assert asked in words(question.text).partition("<dl")[0]
    assert 'lang="en"' in question.text, "its own words stay beside it, marked as English"


def test_an_answer_that_is_incomplete_is_not_sent_and_nothing_that_was_typed_is_lost(examiner: TestClient) -> None:
    address = leads_to(examiner.get("/en/work").text, "questions")
    page = examiner.get(address)
    refused = examiner.post(address, data=answer(page.text, fact="", verdict=""))
    assert refused.status_code == 422
    assert "<title>Error: " in refused.text
    main = refused.text.partition("<main")[2]
    assert main.index("It was not sent") < main.index("<h1"), "the summary comes first"
    assert '<a href="#f-verdict">' in main
    assert '<a href="#f-fact">' in main
    assert "nobody&lt;/b&gt; is asked to follow it." in main
    assert "1 person waits" in words(examiner.get("/en/work").text)


def test_an_answer_that_would_have_no_effect_is_told_before_it_is_sent(examiner: TestClient) -> None:
    address = leads_to(examiner.get("/en/work").text, "questions")
    against = {"verdict": "against_claimant", "first": "1990-01-01", "last": "1990-01-31", "evidence": "document"}
    refused = examiner.post(address, data=answer(examiner.get(address).text, **against))
    assert refused.status_code == 422
    assert "days the claimant was not told of" in words(refused.text)


def test_a_form_that_is_sent_twice_acts_once(office: House, examiner: TestClient) -> None:
    address = leads_to(examiner.get("/en/work").text, "questions")
    sent = answer(examiner.get(address).text)
    for _ in range(2):
        assert examiner.post(address, data=sent).status_code == 200
    said = [envelope for envelope in office.console.heard(PERSON) if isinstance(read(envelope), AnswerGiven)]
    assert len(said) == 1


def test_a_form_without_the_sessions_own_token_does_nothing(office: House, examiner: TestClient) -> None:
    address = leads_to(examiner.get("/en/work").text, "questions")
    own = answer(examiner.get(address).text)
    another = fields(office.signed_in("officer-102").get(address).text)["csrf"]
    for csrf in ("", "x", another):
        assert examiner.post(address, data=own | {"csrf": csrf}).status_code == 403
    assert examiner.post(address, json=own).status_code == 415
    assert examiner.post(address, data=own | {"form": "../x"}).status_code == 400
    assert "1 person waits" in words(examiner.get("/en/work").text)


def test_whoever_looks_is_written_down_for_the_person_before_anything_is_shown(
    office: House, examiner: TestClient
) -> None:
    examiner.get(leads_to(examiner.get("/en/work").text, "claims"))
    looked = [event for envelope in office.console.heard(PERSON) if isinstance(event := read(envelope), PersonViewed)]
    assert [(look.officer.staff, look.purpose, look.page, look.record) for look in looked] == [
        ("officer-101", ViewPurpose.CASEWORK, "claim", CLAIM)
    ]
    auditor = office.signed_in("auditor-1")
    page = words(auditor.get(f"/en/people/{PERSON}/looks").text)
    assert "officer-101" in page
    assert "auditor-1" in page, "the auditor's own look is among them"


def test_who_has_no_right_says_why_and_an_auditor_reads_it(office: House) -> None:
    operator = office.signed_in("operator-1")
    address = f"/en/people/{PERSON}/claims/{CLAIM}"
    denied = operator.get(address)
    assert denied.status_code == 403
    assert "24 contributions" not in denied.text
    why = re.search(r'href="(/en/why-i-look[^"]+)"', denied.text)
    assert why
    form = operator.get(unescape(why[1]))
    empty = operator.post("/en/why-i-look", data={**fields(form.text), "reasons": " "})
    assert empty.status_code == 422
    shown = operator.post("/en/why-i-look", data={**fields(form.text), "reasons": "A relative asks after a death."})
    assert shown.status_code == 200
    assert str(shown.url).endswith(address)
    assert "24 contributions" in shown.text
    auditor = words(office.signed_in("auditor-1").get("/en/looks-without-a-right").text)
    assert "operator-1" in auditor
    assert "A relative asks after a death." in auditor
    office.passes(minutes=61)
    assert office.signed_in("operator-1").get(address).status_code == 403, "an hour is over"


def test_a_list_is_a_file_as_well_and_no_cell_is_a_formula(examiner: TestClient) -> None:
    file = examiner.get("/en/work?as=csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    head, row = csv.reader(StringIO(file.text))
    assert head[0] == "What is in question"
    assert row[4] == CLAIM


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-1+1", "\r=1", "\n=1", "  =1", "\uff1d1", "\t+1"])
def test_a_text_that_a_spreadsheet_would_work_out_stays_a_text(text: str) -> None:
    file = bytes(as_csv(Listing("list", ["says"], [[text], ["plain"], [-1]])).body).decode()
    rows = list(csv.reader(StringIO(file, newline="")))
    assert rows == [["says"], [f"'{text}"], ["plain"], ["-1"]]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_is_there_in_every_language(code: str, office: House) -> None:
    browsers: dict[str, TestClient] = {}
    question = leads_to(office.signed_in("officer-101").get("/en/work").text, "questions").rpartition("/")[2]
    claim = office.signed_in("officer-101").get(f"/en/people/{PERSON}/claims/{CLAIM}").text
    decision = leads_to(claim, "decisions").rpartition("/")[2]
    for page in staff_pages():
        staff = next(one.staff for one in OFFICERS if one.roles & page.seen_by)
        browser = browsers.setdefault(staff, office.signed_in(staff))
        address = (
            sample_address(page)
            .replace("/questions/q", f"/questions/{question}")
            .replace("/decisions/x", f"/decisions/{decision}")
        )
        shown = browser.get(address.replace("/en/", f"/{code}/", 1))
        has_none = any(f"{{{place}}}" in page.path for place in OF_OTHER_WORLDS)
        assert shown.status_code in ({200, 404} if has_none else {200}), page.name
        assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}">' in shown.text


@pytest.mark.parametrize("staff", ["committee-1", "provider-1", "operator-1"])
def test_who_may_not_see_a_person_is_not_told_whether_they_are_known_here(office: House, staff: str) -> None:
    browser = office.signed_in(staff)
    for page in staff_pages():
        if page.is_about_a_person:
            known = browser.get(sample_address(page, [PERSON, CLAIM]))
            unknown = browser.get(sample_address(page, ["p-" + "0" * 32, "claim-9"]))
            assert [known.status_code, unknown.status_code] == [403, 403], page.name


def test_what_no_name_can_be_is_looked_for_nowhere(office: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that knows no zero byte would fail over it."""
    browser = office.signed_in("auditor-1")

    def nobody_asks() -> None:
        raise AssertionError("a database was asked")

    for name in set(SERVICES) - {"oversight"}:
        monkeypatch.setitem(office.console.laptop.databases[name].__dict__, "reading", nobody_asks)
    for page in staff_pages():
        if "{" in page.path:
            assert browser.get(sample_address(page, ["\0", "\0", "\0"])).status_code in {403, 404}, page.name


def test_every_page_about_a_person_is_closed_to_the_committee_and_to_who_is_not_signed_in(office: House) -> None:
    member, nobody = office.signed_in("committee-1"), office.browser()
    for page in staff_pages():
        address = sample_address(page)
        if page.is_about_a_person:
            assert member.get(address).status_code in {403, 404}, page.name
        assert nobody.get(address, follow_redirects=False).status_code == 303, page.name
