"""Who has a matter in hand: taken by oneself, given on, given back, moved when somebody is away."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.assignments import Assigned, AssignedBecause, MatterKind
from contracts.casework import Officer
from contracts.console import PersonViewed
from services.console.language import LANGUAGES, page_language
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.staff.hands.rights import acts_on
from services.console.staff.hands.whose import WhoseHand, hand_of
from tests.services.console.contesting import contest_in
from tests.services.console.house import House, fields, house, words
from tests.stories.town import CLAIM, PERSON

WORK, ALL = "/en/work", "/en/in-hand"
EXAMINER, OTHER, SECOND = "officer-101", "officer-102", "officer-110"
GIVEN = {"staff": OTHER, "role": "claims-examiner", "office": "delta", "because": "absence"}


def matter(browser: TestClient) -> str:
    """The address at which it is said who has the first question of the list."""
    listed = re.search(r'href="(/en/people/[^"]+/in-hand/question:[^"]+)"', browser.get(WORK).text)
    assert listed
    return listed[1]


def does(browser: TestClient, address: str, what: str, **given: str) -> tuple[int, str]:
    sent = {**fields(browser.get(address).text), "act": what, **given}
    answered = browser.post(address, data=sent)
    return answered.status_code, words(answered.text)


def listed(browser: TestClient, hand: str) -> int:
    return len(browser.get(WORK, params={"as": "csv", "hand": hand}).text.splitlines()) - 1


def test_an_examiner_takes_a_question_and_my_work_shows_it_as_theirs(office: House) -> None:
    ann, ben = office.signed_in(EXAMINER), office.signed_in(OTHER)
    assert [listed(ann, hand) for hand in ("mine", "nobody", "")] == [0, 1, 1]
    status, page = does(ann, matter(ann), "take")
    assert (status, "It is yours." in page, "officer-101 has it in hand." in page) == (200, True, True)
    assert [listed(ann, hand) for hand in ("mine", "office", "nobody")] == [1, 1, 0]
    assert [listed(ben, hand) for hand in ("mine", "office", "nobody")] == [0, 1, 0]
    (assigned,) = office.said(Assigned)
    assert (assigned.because, assigned.to and assigned.to.staff) == (AssignedBecause.TAKEN, EXAMINER)


def test_a_form_that_is_sent_twice_takes_it_once(office: House) -> None:
    ann = office.signed_in(EXAMINER)
    address = matter(ann)
    form = {**fields(ann.get(address).text), "act": "take"}
    assert [ann.post(address, data=form).status_code for _ in range(2)] == [200, 200]
    assert len(office.said(Assigned)) == 1


def test_what_somebody_has_nobody_else_takes_and_they_give_it_on_or_back(office: House) -> None:
    ann, ben = office.signed_in(EXAMINER), office.signed_in(OTHER)
    address = matter(ann)
    of_ben = {**fields(ben.get(address).text), "act": "take"}
    does(ann, address, "take")
    refused = ben.post(address, data=of_ben)
    assert (refused.status_code, "somebody else has it" in words(refused.text)) == (422, True)
    status, page = does(ann, address, "give", staff=OTHER)
    assert (status, "Role: Please choose one." in page, "Why: Please choose one." in page) == (422, True, True)
    assert does(ann, address, "give", **GIVEN)[0] == 200
    assert listed(ben, "mine") == 1
    status, page = does(ben, address, "give_back")
    assert (status, "Why it is given back: please fill this in." in page) == (422, True)
    assert does(ben, address, "give_back", back_because="I know the person.")[0] == 200
    assert [event.because for event in office.said(Assigned)] == ["taken", "absence", "given_back"]
    assert listed(ben, "nobody") == 1


def test_a_second_officer_moves_everything_that_an_absent_officer_has(office: House) -> None:
    ann, second = office.signed_in(EXAMINER), office.signed_in(SECOND)
    does(ann, matter(ann), "take")
    address = f"{ALL}?of={EXAMINER}"
    page = second.get(address)
    assert "officer-101 has 1 in hand." in words(page.text)
    assert '<form method="post" novalidate' not in office.signed_in(OTHER).get(address).text
    refused = second.post(address, data=fields(page.text))
    assert (refused.status_code, "Staff number: please fill this in." in words(refused.text)) == (422, True)
    moved = second.post(address, data={**fields(page.text), **GIVEN, "reasons": "Away until 20 February."})
    assert (moved.status_code, "officer-101 has nothing in hand." in words(moved.text)) == (200, True)
    assert "officer-102 has 1 in hand." in words(office.signed_in(OTHER).get(ALL).text)
    last = office.said(Assigned)[-1]
    assert (last.because, last.by.staff, last.reasons) == (AssignedBecause.ABSENCE, SECOND, "Away until 20 February.")


def test_a_claim_is_taken_as_well_and_what_is_not_there_is_not(office: House) -> None:
    ann = office.signed_in(EXAMINER)
    assert does(ann, f"/en/people/{PERSON}/in-hand/claim:{CLAIM}", "take")[0] == 200
    for address in ("claim:another", "question:another", "contest:x", "referral:x", "person:x", "claim"):
        assert ann.get(f"/en/people/{PERSON}/in-hand/{address}").status_code == 404


def test_who_looks_is_written_down_and_strangers_stay_outside(office: House) -> None:
    ann = office.signed_in(EXAMINER)
    address = matter(ann)
    ann.get(address)
    assert [look.page for look in office.said(PersonViewed)] == ["hand"]
    for staff in ("officer-301", "committee-1", "operator-1", "provider-1", "officer-120"):
        assert office.signed_in(staff).get(address).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_hands_read_in_every_language(language: str, office: House) -> None:
    ann = office.signed_in(EXAMINER)
    does(ann, matter(ann), "take")
    for address in (matter(ann), ALL, WORK):
        assert ann.get(address.replace("/en/", f"/{language}/")).status_code == 200


def test_a_placement_officer_works_on_referrals_alone() -> None:
    adviser = SignedIn("officer-201", "Elena Cruz", frozenset({Role.PLACEMENT_OFFICER}), "delta")
    assert acts_on(adviser, MatterKind.REFERRAL, None) == ("take", "give")
    assert acts_on(adviser, MatterKind.QUESTION, None) == ()


def test_an_office_is_one_in_capitals_and_small_letters() -> None:
    ann = SignedIn(EXAMINER, "Amina Diallo", frozenset({Role.CLAIMS_EXAMINER}), "Delta")
    ben = Officer(staff=OTHER, role="claims-examiner", office="delta")
    assert hand_of(ben, ann) == {WhoseHand.OFFICE}
    assert hand_of(ben.model_copy(update={"office": None}), ann) == set()
    assert hand_of(ben.model_copy(update={"staff": "OFFICER-101"}), ann) == {WhoseHand.MINE, WhoseHand.OFFICE}


def test_every_reason_and_kind_has_a_phrase() -> None:
    phrases = page_language("en").words.texts
    wanted = [f"hand.because.{one}" for one in AssignedBecause] + [f"hand.kind.{one}" for one in MatterKind]
    assert [key for key in wanted if key not in phrases] == []


def rows(browser: TestClient, address: str, **query: str) -> list[str]:
    """Who has each matter of a list in hand, as its file says."""
    text = browser.get(address, params={"as": "csv", **query}).text
    return [line.rpartition(",")[2] for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    ("address", "kind", "staff", "other"),
    [("/en/referrals", "referral", "officer-201", None), ("/en/contests", "contest", OTHER, SECOND)],
)
def test_lists_of_referrals_and_contests_show_who_has_each_and_filter_by_it(  # noqa: PLR0913, PLR0917 - two worlds
    offered: Path, lived: Path, tmp_path: Path, address: str, kind: str, staff: str, other: str | None
) -> None:
    folder = shutil.copytree(offered if kind == "referral" else lived, tmp_path / "world")
    if kind == "contest":
        contest_in(folder)
    with house(folder) as office:
        browser = office.signed_in(staff)
        assert rows(browser, address, hand="nobody") == [""]
        hand = re.search(rf'href="(/en/people/[^"]+/in-hand/{kind}:[^"]+)"', browser.get(address).text)
        assert hand
        assert does(browser, hand[1], "take")[0] == 200
        assert [rows(browser, address, hand=hand) for hand in ("mine", "nobody", "")] == [[staff], [], [staff]]
        assert staff in words(browser.get(address, params={"hand": "mine"}).text)
        if other is not None:
            assert rows(office.signed_in(other), address, hand="mine") == []
            assert rows(office.signed_in(other), address, hand="office") == [staff]
