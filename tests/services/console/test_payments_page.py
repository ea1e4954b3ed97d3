"""Payments that wait: what came back is paid again, what is due to the dead is released, each by a named person."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.casework import HeldPaymentReleased, ReissueOrdered
from contracts.payments import PaymentInstructed
from services.console.language import LANGUAGES
from tests.services.console.house import House, fields, house, leads_to, words
from tests.services.console.stopped_in import held_in, returned_in, without_account_in
from tests.stories.town import PERSON

ORDER = {"checked": "yes", "reasons": "The person brought the contract of a new account."}


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("returned")
    returned_in(folder)
    return folder


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held")
    held_in(folder)
    return folder


@pytest.fixture
def office(returned: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(returned, tmp_path / "world")) as opened:
        yield opened


def found(browser: TestClient, why: str = "returned") -> str:
    return leads_to(browser.get(f"/en/payments?why={why}").text, "payments")


def orders(browser: TestClient, address: str, **given: str) -> tuple[int, str]:
    answered = browser.post(address, data={**fields(browser.get(address).text), **ORDER, **given})
    return answered.status_code, words(answered.text)


def test_what_came_back_is_listed_with_who_must_act_and_the_banks_reason(office: House) -> None:
    browser = office.signed_in("officer-301")
    listed = words(browser.get("/en/payments").text)
    assert "1 payment came back and waits for a payments officer." in listed
    assert "looks at the account, and has it paid again" in listed
    assert PERSON not in browser.get("/en/payments?as=csv").text
    page = words(browser.get(found(browser)).text)
    assert "came back" in page
    assert "AC04" in page


def test_it_is_paid_again_once_with_a_reason_in_a_named_persons_name(office: House) -> None:
    browser = office.signed_in("officer-301")
    address = found(browser)
    before = len(office.said(PaymentInstructed))
    form = {**fields(browser.get(address).text), **ORDER}
    for _ in range(2):
        assert "Nothing of it waits" in words(browser.post(address, data=form).text)
    (order,) = office.said(ReissueOrdered)
    assert (order.officer.staff, order.reasons) == ("officer-301", ORDER["reasons"])
    assert len(office.said(PaymentInstructed)) == before + 1
    assert "Nothing that came back waits." in words(browser.get("/en/payments").text)


def test_what_is_due_to_the_dead_is_released_with_a_reason(held: Path, tmp_path: Path) -> None:
    with house(shutil.copytree(held, tmp_path / "world")) as office:
        browser = office.signed_in("officer-301")
        address = found(browser, "death")
        assert "is held after a death" in words(browser.get(address).text)
        status, page = orders(browser, address)
        assert status == 200
        assert "It was ordered, and goes with the next file." in page
        (released,) = office.said(HeldPaymentReleased)
        assert isinstance(released, HeldPaymentReleased)
        assert released.reasons == ORDER["reasons"]
        late = {"csrf": fields(browser.get("/en/search").text)["csrf"], "form": "f" * 30}
        again = browser.post(address, data={**late, **ORDER})
        assert again.status_code == 422
        assert "It no longer waits." in words(again.text)


def test_whose_account_is_missing_is_listed_and_was_asked(tmp_path: Path) -> None:
    without_account_in(tmp_path)
    with house(tmp_path) as office:
        for staff in ("officer-301", "officer-120"):
            listed = words(office.signed_in(staff).get("/en/payments?why=account").text)
            assert "For 1 claim nobody knows to which account to pay." in listed
            assert "The person was asked by letter" in listed


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"checked": ""}, "Please look first"), ({"reasons": ""}, "fill this in")],
)
def test_an_incomplete_order_is_not_given_and_what_was_typed_stays(
    office: House, changes: dict[str, str], says: str
) -> None:
    browser = office.signed_in("officer-301")
    status, page = orders(browser, found(browser), **changes)
    assert status == 422
    assert says in page
    assert changes.get("reasons", ORDER["reasons"]) in page
    assert office.said(ReissueOrdered) == []


@pytest.mark.parametrize("staff", ["officer-120", "auditor-1"])
def test_who_only_looks_gives_no_order(office: House, staff: str) -> None:
    browser = office.signed_in(staff)
    address = found(browser)
    page = browser.get(address).text
    token = page.partition('name="csrf" value="')[2].partition('"')[0]
    assert browser.post(address, data={**ORDER, "csrf": token, "form": "f" * 30}).status_code == 403


@pytest.mark.parametrize("staff", ["officer-101", "officer-110", "officer-201", "committee-1", "operator-1"])
def test_others_see_no_payments(office: House, staff: str) -> None:
    address = found(office.signed_in("officer-301"))
    browser = office.signed_in(staff)
    assert browser.get("/en/payments").status_code == 403
    assert browser.get(address).status_code == 403


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_pages(office: House, code: str) -> None:
    browser = office.signed_in("officer-301")
    address = found(browser)
    for why in ("returned", "death", "account"):
        assert browser.get(f"/{code}/payments?why={why}").status_code == 200
    assert browser.get(f"/{code}{address.removeprefix('/en')}").status_code == 200


@pytest.mark.parametrize("key", ["x", "0" * 32, "00000000-0000-0000-0000-000000000000"])
def test_an_address_of_no_payment_says_that_nothing_waits_or_that_it_is_none(office: House, key: str) -> None:
    assert office.signed_in("officer-301").get(f"/en/people/{PERSON}/payments/{key}").status_code in {200, 404}
