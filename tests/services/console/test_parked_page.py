"""Parked events in the console: in words and without personal data, tried again or set aside by a named person."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from starlette.testclient import TestClient

from services.console.demo_officers import OFFICERS
from services.console.language import LANGUAGES
from services.console.officers.roles import Role
from services.console.tables import parked_order
from services.console.today import waiting_for
from services.names import SERVICES
from services.runtime.database.store import parked
from services.runtime.delivery import parking
from services.runtime.delivery.parked_orders import carried_out
from tests.services.console.house import House, fields, house, words
from tests.services.console.parking_in import TOO_MUCH, parked_in
from tests.stories.town import PERSON

BECAUSE = "The registry sent the correction under another key."


@pytest.fixture(scope="module")
def parked_folder(lived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(lived, tmp_path_factory.mktemp("parked") / "world")
    parked_in(folder)
    return folder


@pytest.fixture
def halted(parked_folder: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(parked_folder, tmp_path / "world")) as opened:
        yield opened


def waiting(office: House, service: str = "eligibility") -> list[parking.Parked]:
    with office.console.laptop.databases[service].reading() as connection:
        return parking.waiting(connection)


def contradiction(office: House) -> int:
    """The number of the event that contradicts what was known."""
    return next(event.number for event in waiting(office) if event.code == "conflicting-fact")


def orders(browser: TestClient, number: int, act: str, reasons: str = BECAUSE) -> tuple[int, str]:
    address = f"/en/parked/eligibility/{number}"
    form = {**fields(browser.get(address).text), "act": act, "reasons": reasons}
    answered = browser.post(address, data=form)
    return answered.status_code, words(answered.text)


def test_what_waits_stands_in_words_with_what_it_holds_up_and_nothing_that_the_message_says(halted: House) -> None:
    browser = halted.signed_in("operator-1")
    shown = browser.get("/en/parked").text
    page = words(shown)
    assert "The same fact came with other content, and not as a correction." in page
    assert "registry.contribution-recorded" in page
    assert "It cannot be read at all." in page
    assert "Who sent it, what it is or whom it is about is missing or wrong." in page
    file = browser.get("/en/parked?as=csv").text
    for hidden in (TOO_MUCH, TOO_MUCH.rpartition("/")[2], PERSON, "nope"):
        assert hidden not in shown
        assert hidden not in file
    row = next(line for line in file.splitlines() if "conflicting-fact" in line)
    assert row.split(",")[-2] == str(len([event for event in waiting(halted) if event.subject == PERSON]) - 1)


def test_a_message_that_waits_in_several_services_counts_once_and_the_page_says_both_counts(halted: House) -> None:
    world = halted.console.world()
    every = [event.origin for service in SERVICES for event in waiting(halted, service)]
    assert len(set(every)) < len(every), "one message waits in several services, or this says nothing"
    page = words(halted.signed_in("operator-1").get("/en/parked").text)
    assert f"{len(set(every))} messages could not take effect" in page
    assert f"Waiting events of services: {len(every)}." in page
    (operator,) = (officer for officer in OFFICERS if Role.ADMINISTRATOR in officer.roles)
    assert waiting_for(world, operator) == {Role.ADMINISTRATOR: len(set(every))}


def test_a_filter_and_the_page_of_one_message_say_what_to_do(halted: House) -> None:
    browser = halted.signed_in("operator-1")
    file = browser.get("/en/parked?service=eligibility&code=conflicting-fact&as=csv").text
    assert len(file.splitlines()) == 2
    page = words(browser.get(f"/en/parked/eligibility/{contradiction(halted)}").text)
    assert "Ask the sender which is right" in page
    behind = next(event.number for event in waiting(halted) if event.code == "behind-parked")
    assert "An earlier message about the same waits" in words(browser.get(f"/en/parked/eligibility/{behind}").text)


def test_an_event_is_set_aside_in_a_named_persons_name_and_what_waited_behind_it_takes_effect(halted: House) -> None:
    browser, number = halted.signed_in("operator-1"), contradiction(halted)
    status, page = orders(browser, number, "discard")
    assert status == 200
    assert "operator-1 set it aside." in page
    assert BECAUSE in page
    with halted.console.laptop.databases["eligibility"].reading() as connection:
        (aside,) = parking.discarded(connection)
    assert (aside.number, aside.closed_by, aside.closed_because) == (number, "operator-1", BECAUSE)
    behind = waiting(halted)[-1].number
    status, page = orders(browser, behind, "replay")
    assert status == 200
    assert "It was tried again and has taken effect." in page
    assert all(event.subject != PERSON for event in waiting(halted))


def test_what_fails_again_goes_on_waiting_and_the_page_says_that_it_was_tried(halted: House) -> None:
    browser, number = halted.signed_in("operator-1"), contradiction(halted)
    before = [event.number for event in waiting(halted)]
    status, page = orders(browser, number, "replay")
    assert status == 200
    assert "operator-1 had it tried again" in page
    assert "It failed again, and waits." in page
    assert [event.number for event in waiting(halted)] == before


def test_a_form_that_is_sent_twice_orders_once(halted: House) -> None:
    browser, number = halted.signed_in("operator-1"), contradiction(halted)
    address = f"/en/parked/eligibility/{number}"
    form = {**fields(browser.get(address).text), "act": "discard", "reasons": BECAUSE}
    for _ in range(2):
        assert browser.post(address, data=form).status_code == 200
    with halted.console.own.reading() as connection:
        assert len(connection.execute(select(parked_order)).all()) == 1


def test_an_order_that_a_console_left_behind_is_carried_out_by_the_next(parked_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(parked_folder, tmp_path / "world")
    with house(folder) as office:
        number = contradiction(office)
        row = {
            "form": "f" * 24,
            "service": "eligibility",
            "parked": number,
            "act": "discard",
            "subject": PERSON,
            "staff": "operator-1",
            "role": "administrator",
            "ordered_ms": 1,
            "reasons": BECAUSE,
        }
        with office.console.own.begin() as connection:
            connection.execute(insert(parked_order), [row])
    with house(folder) as office, office.console.laptop.databases["eligibility"].reading() as connection:
        state = connection.scalar(select(parked.c.state).where(parked.c.number == number))
        assert (state, carried_out(connection)) == (parking.DISCARDED, 1)


@pytest.mark.parametrize(
    ("act", "reasons", "says"),
    [
        ("", BECAUSE, "Please choose one"),
        ("delete", BECAUSE, "Please choose one"),
        ("discard", "", "fill this in"),
        ("discard", "\u202eturned", "without signs that turn"),
    ],
)
def test_an_incomplete_order_is_not_given_and_what_was_typed_stays(
    halted: House, act: str, reasons: str, says: str
) -> None:
    browser, before = halted.signed_in("operator-1"), waiting(halted)
    status, page = orders(browser, contradiction(halted), act, reasons)
    assert status == 422
    assert says in page
    assert reasons in page
    assert waiting(halted) == before


def test_what_no_longer_waits_is_ordered_about_no_more(halted: House) -> None:
    browser, number = halted.signed_in("operator-1"), contradiction(halted)
    address = f"/en/parked/eligibility/{number}"
    late = {**fields(browser.get(address).text), "act": "discard", "reasons": "Another reason."}
    orders(browser, number, "discard")
    answered = browser.post(address, data=late)
    assert answered.status_code == 422
    assert "It no longer waits." in words(answered.text)


@pytest.mark.parametrize("staff", ["officer-101", "officer-110", "officer-301", "auditor-1", "committee-1"])
def test_only_an_administrator_sees_and_orders(halted: House, staff: str) -> None:
    browser = halted.signed_in(staff)
    for address in ("/en/parked", f"/en/parked/eligibility/{contradiction(halted)}"):
        refused = browser.get(address)
        assert refused.status_code == 403
        assert "Your role gives no right to it." in words(refused.text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_pages(halted: House, code: str) -> None:
    browser = halted.signed_in("operator-1")
    for address in ("parked", f"parked/eligibility/{contradiction(halted)}"):
        assert browser.get(f"/{code}/{address}").status_code == 200


@pytest.mark.parametrize("address", ["nobody/1", "eligibility/0", "eligibility/9999999", "eligibility/x", "console/1"])
def test_an_address_of_nothing_is_said_to_be_one(halted: House, address: str) -> None:
    assert halted.signed_in("operator-1").get(f"/en/parked/{address}").status_code == 404
