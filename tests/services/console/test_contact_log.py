"""The contact log of a claim: noted with channel, side and topics; shown on the claim's axis and in its story."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from contracts.console import PersonViewed
from contracts.contacts import ContactDirection, ContactNoted, ContactTopic
from contracts.intake import Channel
from services.console.language import LANGUAGES, page_language
from services.console.staff.claim.axis import Lane, lane_of
from tests.services.console.house import House, fields, words
from tests.stories.town import CLAIM, PERSON

LOG = f"/en/people/{PERSON}/claims/{CLAIM}/contacts"
Sent = dict[str, str | list[str]]
CALLED: Sent = {
    "contacted_on": "2020-01-20",
    "direction": "incoming",
    "channel": "phone",
    "about": ["rights", "payment"],
}


@pytest.fixture
def desk(office: House) -> TestClient:
    return office.signed_in("officer-120")


def notes(browser: TestClient, given: Sent) -> tuple[int, str]:
    answered = browser.post(LOG, data={**fields(browser.get(LOG).text), **given})
    return answered.status_code, words(answered.text)


def test_a_contact_is_noted_once_and_stands_in_log_axis_and_story(office: House, desk: TestClient) -> None:
    assert "Nobody has noted a contact yet." in words(desk.get(LOG).text)
    form = {**fields(desk.get(LOG).text), **CALLED}
    pages = [desk.post(LOG, data=form) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert "The person turned to us" in words(pages[0].text)
    (noted,) = office.said(ContactNoted)
    assert (noted.officer.staff, noted.about) == ("officer-120", (ContactTopic.PAYMENT, ContactTopic.RIGHTS))
    assert lane_of(noted) is Lane.LETTERS
    claim = words(office.signed_in("officer-101").get(LOG.removesuffix("/contacts")).text)
    assert "Contact (phone): the person turned to officer-120, about payment, rights." in claim
    rows = desk.get(LOG, params={"as": "csv"}).text.splitlines()
    assert rows[1].startswith("2020-01-20,The person turned to us,By telephone,")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"contacted_on": ""}, "Day: please fill this in."),
        ({"contacted_on": "2031-01-01"}, "Day: This day is not possible."),
        ({"direction": ""}, "Who turned to whom: Please choose one."),
        ({"channel": "carrier-pigeon"}, "How: Please choose one."),
        ({"about": []}, "About: Please choose one."),
    ],
)
def test_what_is_missing_is_said_at_its_field(office: House, desk: TestClient, given: Sent, told: str) -> None:
    status, page = notes(desk, {**CALLED, **given})
    assert (status, told in page) == (422, True)
    assert not office.said(ContactNoted)


def test_an_auditor_reads_the_log_and_notes_nothing_and_strangers_stay_outside(office: House) -> None:
    auditor = office.signed_in("auditor-1")
    page = auditor.get(LOG)
    assert (page.status_code, '<form method="post" novalidate' in page.text) == (200, False)
    assert [look.page for look in office.said(PersonViewed)] == ["contacts"]
    for staff in ("committee-1", "provider-1", "operator-1", "officer-301", "member-1"):
        assert office.signed_in(staff).get(LOG).status_code == 403
    assert auditor.get(LOG.replace(CLAIM, "claim-of-nobody")).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_reads_in_every_language(language: str, desk: TestClient) -> None:
    notes(desk, CALLED)
    assert desk.get(LOG.replace("/en/", f"/{language}/")).status_code == 200


def test_every_word_of_the_log_has_a_phrase() -> None:
    phrases = page_language("en").words.texts
    wanted = [f"contact.direction.{one}" for one in ContactDirection] + [f"contact.about.{one}" for one in ContactTopic]
    assert [key for key in [*wanted, *(f"referral.channel.{one}" for one in Channel)] if key not in phrases] == []
