"""The inbox of referrals, and what a placement officer records of one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from contracts.almp_referral import NoReferral, Occasion, ReferralMade, ReferralQuestioned, WhyNoReferral
from contracts.casework import Officer
from contracts.console import PersonViewed
from contracts.criteria import Criterion, Fits
from contracts.intake import Channel
from contracts.placement import (
    Answer,
    DeclineReason,
    NeedsAssessed,
    OfferArranged,
    OutcomeRecorded,
    PlacementRecordRetracted,
    ProgrammeOutcome,
    ReferralAnswered,
)
from contracts.programme_orders import ProgrammeChosen, WaitLeft
from contracts.programmes import AllowancePer, ProgrammeKind, Target
from contracts.providers import PlaceProposed, ProgrammeEnd
from contracts.registry import Separation
from services.almp_referral.life_records import LifeRecordKind
from services.almp_referral.store import referral
from services.almp_referral.views import OfferInInbox, ReferralState
from services.console.acts.form import SentForm
from services.console.language import LANGUAGES, page_language
from services.console.staff.referrals.content import InboxTab, match_in_review
from services.console.staff.referrals.orders import OrderAtHand, OrderForm, leaving_of
from tests.services.console.house import House, fields, house, words
from tests.services.console.offered import TODAY
from tests.stories.town import PERSON, RECORDED

INBOX = "/en/referrals"
PLACEMENT_OFFICER = "officer-201"
UNDATED = (None, None, None)
"""Neither made, nor to be answered, nor invited."""
LOOKED_FOR = (TODAY, Occasion.REGISTRATION)
"""When, and on which occasion."""


@pytest.fixture
def office(offered: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(offered, tmp_path / "world")) as one:
        yield one


@pytest.fixture
def adviser(office: House) -> TestClient:
    return office.signed_in(PLACEMENT_OFFICER)


def one_referral(browser: TestClient, tab: str = "offered") -> str:
    """The address of the first referral in a list."""
    listed = re.search(r'href="(/en/people/[^"]+/referrals/[^"]+)"', browser.get(INBOX, params={"tab": tab}).text)
    assert listed, f"nothing in the list {tab}"
    return unescape(listed[1])


def records(browser: TestClient, address: str, **given: str) -> tuple[int, str]:
    """Send a form of the page; gives the status, and what the page then says."""
    answered = browser.post(address, data={**fields(browser.get(address).text), **given})
    return answered.status_code, words(answered.text)


def accepts(browser: TestClient) -> str:
    address = one_referral(browser)
    given = {"act": "answer", "answer": "accepted", "answered_on": TODAY.isoformat()}
    assert records(browser, address, **given)[0] == 200
    return address


def test_an_offer_stands_in_the_inbox_with_its_deadline_and_says_why_it_fits(adviser: TestClient) -> None:
    inbox = words(adviser.get(INBOX).text)
    assert "Offers that wait for an answer: 1." in inbox
    assert "To be answered (1)" in inbox
    page = words(adviser.get(one_referral(adviser)).text)
    assert "Letting it pass costs no benefit." in page
    assert "Why this programme Criterion Asked for The person has Fits" in page
    assert "There is no score." in page


def test_an_accepted_offer_is_recorded_once_with_who_recorded_it(office: House, adviser: TestClient) -> None:
    address = one_referral(adviser)
    form = {**fields(adviser.get(address).text), "act": "answer", "answer": "accepted", "answered_on": str(TODAY)}
    pages = [adviser.post(address, data=form) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert "The answer is recorded." in words(pages[0].text)
    (answer,) = office.said(ReferralAnswered)
    assert (answer.answer, answer.officer and answer.officer.staff) == (Answer.ACCEPTED, PLACEMENT_OFFICER)
    assert "Taking part (1)" in words(adviser.get(INBOX).text)
    assert "costs no benefit" not in words(pages[0].text), "what is taken up is no offer that may pass"


def test_a_refusal_bears_the_persons_reason_and_becomes_a_question_to_somebody_else(
    office: House, adviser: TestClient
) -> None:
    given = {"act": "answer", "answer": "refused", "declined_because": "health", "answered_on": str(TODAY)}
    status, page = records(adviser, one_referral(adviser), **given)
    assert status == 200
    assert "The benefit goes on until then." in page
    (answer,) = office.said(ReferralAnswered)
    assert answer.declined_because is DeclineReason.HEALTH
    assert len(office.said(ReferralQuestioned)) == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"act": "answer", "answered_on": str(TODAY)}, "answer: Please choose one."),
        (
            {"act": "answer", "answer": "refused", "answered_on": str(TODAY)},
            "Reason of a refusal: Please choose one.",
        ),
        ({"act": "answer", "answer": "accepted", "answered_on": ""}, "Answered on: please fill this in."),
        ({"act": "answer", "answer": "accepted", "answered_on": "2020-02-30"}, "Answered on: this cannot be read."),
        ({"act": "answer", "answer": "accepted", "answered_on": "2031-01-01"}, "Answered on: This day is not"),
        ({"act": "invite", "meets_on": "2020-01-01", "place": "Room 2"}, "Day: This day is not possible."),
        ({"act": "invite", "meets_on": "9999-12-31", "place": "Room 2"}, "Day: This day is not possible."),
        ({"act": "invite", "meets_on": "2020-01-20", "meets_at": "25:00"}, "Time, if there is one: this cannot"),
        ({"act": "invite", "meets_on": "2020-01-20"}, "Place: please fill this in."),
        ({"act": "choose", "programme": "programme-nowhere", "reasons": "x"}, "Programme: Please choose one."),
        ({"act": "choose", "programme": "programme-job-club"}, "Reasons: please fill this in."),
        ({"act": "outcome", "outcome": "completed"}, "This referral: This cannot be done where it stands now."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_recorded(
    office: House, adviser: TestClient, given: dict[str, str], told: str
) -> None:
    status, page = records(adviser, one_referral(adviser), **given)
    assert status == 422
    assert told in page
    assert not office.said(ReferralAnswered)
    assert not office.said(OfferArranged)
    assert not office.said(ProgrammeChosen)


def test_an_invitation_keeps_the_seat_and_never_shortens_what_the_person_was_told(
    office: House, adviser: TestClient
) -> None:
    (made,) = office.said(ReferralMade)
    assert made.answer_by is not None
    address = one_referral(adviser)
    given = {"act": "invite", "meets_on": "2020-01-20", "meets_at": "09:30", "place": "Harbour Street 1, room 2"}
    early, late = made.answer_by - timedelta(days=1), made.answer_by + timedelta(days=7)
    status, page = records(adviser, address, **given, answer_by=early.isoformat())
    assert (status, "Seat kept until: This day is not possible." in page) == (422, True)
    status, page = records(adviser, address, **given, answer_by=late.isoformat())
    assert status == 200
    (arranged,) = office.said(OfferArranged)
    assert (arranged.meets_at, arranged.answer_by, arranged.officer.office) == ("09:30", late, "delta")
    assert "Harbour Street 1, room 2" in page


def test_another_programme_is_offered_with_a_reason_and_the_first_referral_ends(
    office: House, adviser: TestClient
) -> None:
    address = one_referral(adviser)
    other = re.search(r'name="programme" value="([^"]+)"', adviser.get(address).text)
    assert other
    status, page = records(adviser, address, act="choose", programme=other[1], reasons="Asked for by the person.")
    assert (status, "The new referral stands in the list." in page) == (200, True)
    (chosen,) = office.said(ProgrammeChosen)
    assert (chosen.instead_of, chosen.reasons) == (address.rpartition("/")[2], "Asked for by the person.")
    made = office.said(ReferralMade)[-1]
    assert made.programme == other[1]
    shown = words(adviser.get(f"/en/people/{PERSON}/referrals/{made.referral}").text)
    assert "Chosen by an officer officer-201 : Asked for by the person." in shown


def test_an_absence_is_put_to_an_examiner_and_keeps_the_seat(office: House, adviser: TestClient) -> None:
    given = {"act": "outcome", "outcome": "did_not_attend", "ended_on": str(TODAY)}
    status, page = records(adviser, accepts(adviser), **given)
    assert status == 200
    assert "A claims examiner decides whether there was a just cause." in page
    assert len(office.said(OutcomeRecorded)) == 1
    assert "Absent, seat kept (1)" in words(adviser.get(INBOX).text)


def test_a_providers_proposal_of_the_person_is_taken_up_with_a_reason(office: House, adviser: TestClient) -> None:
    address = one_referral(adviser)
    assert "Take up what a provider proposes" not in words(adviser.get(address).text)
    given = {"for": "person", "person": PERSON, "reasons": "They asked us.", "act": "propose"}
    provider, proposals = office.signed_in("provider-1"), "/en/programmes/programme-new-trade/proposals"
    assert provider.post(proposals, data={**fields(provider.get(proposals).text), **given}).status_code == 200
    status, page = records(adviser, address, act="take_up", taken_because="It fits.")
    assert (status, "Proposal: Please choose one." in page) == (422, True)
    (proposed,) = office.said(PlaceProposed)
    status, page = records(adviser, address, act="take_up", proposal=proposed.key, taken_because="It fits.")
    assert (status, "The new referral stands in the list." in page) == (200, True)
    (chosen,) = office.said(ProgrammeChosen)
    assert (chosen.proposal, chosen.programme, chosen.reasons) == (proposed.key, "programme-new-trade", "It fits.")
    assert chosen.instead_of == address.rpartition("/")[2]
    assert "They asked us." not in words(adviser.get("/en/programmes/programme-new-trade").text)


def test_a_talk_about_needs_is_noted_with_its_channel_and_taken_back(office: House, adviser: TestClient) -> None:
    address = one_referral(adviser)
    status, page = records(adviser, address, act="talk", assessed_on="2031-01-01", channel="phone")
    assert (status, "Talked on: This day is not possible." in page) == (422, True)
    status, page = records(adviser, address, act="talk", assessed_on=str(TODAY), channel="phone")
    assert (status, "The talk is noted." in page, "Talk about needs, " in page) == (200, True, True)
    (talk,) = office.said(NeedsAssessed)
    assert (talk.channel, talk.officer.office) == (Channel.PHONE, "delta")
    status, page = records(adviser, address, act="retract", record=f"assessment:{talk.key}")
    assert (status, "Why it is taken back: please fill this in." in page) == (422, True)
    given = {"record": f"assessment:{talk.key}", "retracted_because": "It was another person."}
    status, page = records(adviser, address, act="retract", **given)
    assert (status, "The record is taken back." in page) == (200, True)
    (back,) = office.said(PlacementRecordRetracted)
    assert (back.kind, back.key, back.source_version) == ("casework.needs-assessed", talk.key, 2)


def test_an_answer_that_was_recorded_in_error_is_taken_back_and_the_offer_stands_again(
    office: House, adviser: TestClient
) -> None:
    address = accepts(adviser)
    (answer,) = office.said(ReferralAnswered)
    given = {"record": f"answer:{answer.key}", "retracted_because": "They meant another offer."}
    status, page = records(adviser, address, act="retract", **given)
    assert (status, "The person may answer. The seat is kept meanwhile." in page) == (200, True)
    assert "To be answered (1)" in words(adviser.get(INBOX).text)


def test_a_person_leaves_a_wait_list_by_their_own_wish() -> None:
    order = OrderAtHand(
        offer=OfferInInbox(
            "r-1", "ann", "c-1", "programme-x", ReferralState.WAITING, TODAY, None, None, None, *LOOKED_FOR
        ),
        occasion=Occasion.REGISTRATION,
        officer=Officer(staff="officer-201", role="placement-officer", office="delta"),
        programmes=(),
        today=TODAY,
        recorded_at=RECORDED,
    )
    assert order.acts == ("choose", "leave", "talk")
    silent = OrderForm(SentForm({}))
    assert leaving_of(silent, order) is None
    assert silent.faults == {"left_because": "fault.missing"}
    said = OrderForm(SentForm({"left_because": ("They found a course.",)}))
    assert leaving_of(said, order) == WaitLeft(referral="r-1", officer=order.officer, left_on=TODAY)


def test_calendar_file_and_e_mail_name_a_pseudonym_and_refuse_what_is_no_address(adviser: TestClient) -> None:
    address = one_referral(adviser)
    calendar = adviser.get(f"{address}/calendar")
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert b"BEGIN:VCALENDAR" in calendar.content
    mail = adviser.get(f"{address}/mail", params={"to": "adviser@office.example"})
    assert (mail.headers["content-type"], b"text/calendar" in mail.content) == ("message/rfc822", True)
    refused = adviser.get(f"{address}/mail", params={"to": "a\r\nBcc: b@c.example"})
    assert (refused.status_code, "E-mail address: This is no e-mail address." in words(refused.text)) == (422, True)


def test_an_auditor_reads_a_referral_and_records_nothing(office: House, adviser: TestClient) -> None:
    address, auditor = one_referral(adviser), office.signed_in("auditor-1")
    page = auditor.get(address)
    assert (page.status_code, '<form method="post" novalidate' in page.text) == (200, False)
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    form = {"csrf": token[1], "form": "f" * 24, "act": "answer", "answer": "accepted", "answered_on": str(TODAY)}
    assert auditor.post(address, data=form).status_code == 403
    assert not office.said(ReferralAnswered)


def test_who_looked_at_a_referral_is_written_down(office: House, adviser: TestClient) -> None:
    adviser.get(one_referral(adviser))
    looks = office.said(PersonViewed)
    assert [(look.page, look.officer.role) for look in looks] == [("referral", "placement-officer")]


def test_a_referral_at_another_persons_address_is_not_there(adviser: TestClient) -> None:
    key = one_referral(adviser).rpartition("/")[2]
    other = "p-" + "6" * 32
    for address in (f"/en/people/{other}/referrals/{key}", f"/en/people/{PERSON}/referrals/{key[:8]}"):
        assert adviser.get(address).status_code == 404


def test_the_list_goes_into_a_file_with_the_filter_of_its_address(adviser: TestClient) -> None:
    rows = adviser.get(INBOX, params={"as": "csv"}).text.splitlines()
    assert rows[0].startswith("Referral,Person,Programme")
    assert (len(rows), PERSON[:10] in rows[1], PERSON in rows[1]) == (2, True, False)
    assert len(adviser.get(INBOX, params={"as": "csv", "tab": "absent"}).text.splitlines()) == 1


def test_who_could_be_offered_nothing_stands_with_why_and_since_when_and_has_nothing_to_take_along(
    office: House, adviser: TestClient
) -> None:
    nothing = {"standing": "none", "programme": None, "why_none": WhyNoReferral.NONE_FITS, "asked_on": TODAY}
    with office.console.laptop.databases["almp_referral"].begin() as connection:
        connection.execute(update(referral).values(**nothing))
    shown = words(adviser.get(INBOX, params={"tab": "none", "programme": "programme-one"}).text)
    assert "Nothing offered (1)" in shown
    assert f"No programme fits. {TODAY.day} {TODAY:%B %Y} on registration" in shown
    assert "After 91 days the mandatory points look at them again" in shown
    assert "All programmes" not in shown
    assert "Calendar file" not in words(adviser.get(one_referral(adviser, "none")).text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_a_referral_reads_in_every_language(language: str, adviser: TestClient) -> None:
    for address in (accepts(adviser), INBOX):
        page = adviser.get(address.replace("/en/", f"/{language}/"))
        assert page.status_code == 200
        assert f'lang="{language}"' in page.text


def test_what_to_ask_is_said_where_too_little_is_known() -> None:
    none = OfferInInbox(
        "r-1", "ann", "c-1", "", ReferralState.NONE, TODAY, None, None, None, TODAY, Occasion.REGISTRATION
    )
    said_so = NoReferral(
        claim="c-1",
        occasion=Occasion.REGISTRATION,
        because="Too little is known.",
        on=TODAY,
        why=WhyNoReferral.TOO_LITTLE_KNOWN,
        lacks=(Criterion.AGE, Criterion.REGION),
    )
    of_another_claim = said_so.model_copy(update={"claim": "c-2", "lacks": (Criterion.WORKED_AS,)})
    assert match_in_review([said_so, of_another_claim], none).lacks == (Criterion.AGE, Criterion.REGION)


VOCABULARIES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("referrals.tab", InboxTab),
    ("referral.standing", ReferralState),
    ("referral.next", ReferralState),
    ("referral.record", LifeRecordKind),
    ("referral.none", WhyNoReferral),
    ("referral.answer", Answer),
    ("referral.declined_because", DeclineReason),
    ("referral.outcome", ProgrammeOutcome),
    ("referral.channel", Channel),
    ("programmes.kind", ProgrammeKind),
    ("target", Target),
    ("stated.per", AllowancePer),
    ("stated.how", ProgrammeEnd),
    ("criterion", Criterion),
    ("criterion.fits", Fits),
    ("occasion", Occasion),
    ("lost_work_by", Separation),
)


@pytest.mark.parametrize(("beginning", "kinds"), VOCABULARIES)
def test_every_word_of_a_closed_list_has_a_phrase(beginning: str, kinds: type[StrEnum]) -> None:
    phrases = page_language("en").words.texts
    assert [kind for kind in kinds if f"{beginning}.{kind}" not in phrases] == []
