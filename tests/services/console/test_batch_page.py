"""Two payments officers look at a day's files in the console, and release them or stop them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from services.console.language import LANGUAGES
from tests.services.console.house import House, fields, house, words
from tests.stories.town import (
    FIRST,
    two_weeks_sealed,
)

PAYDAY = FIRST + timedelta(days=14)
ADDRESS = f"/batches/{PAYDAY}/USD"
LOOKED = {"act": "released", "looked": "yes", "sum": "46.00", "reasons": "I looked at the table."}


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person's first two weeks lie sealed."""
    folder = tmp_path_factory.mktemp("paid")
    two_weeks_sealed(folder)
    return folder


@pytest.fixture
def office(paid: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(paid, tmp_path / "world")) as one:
        yield one


def sends(browser: TestClient, **given: str) -> str:
    """Send the form of the batch; gives what is read on the page that follows."""
    return words(answer_to(browser, **given))


def answer_to(browser: TestClient, **given: str) -> str:
    """Send the form of the batch; gives the page that follows."""
    shown = browser.get(f"/en{ADDRESS}")
    answered = browser.post(f"/en{ADDRESS}", data={**fields(shown.text), **LOOKED, **given})
    assert answered.status_code in {200, 422}, answered.status_code
    return answered.text


def test_a_batch_is_released_when_two_officers_have_looked_and_typed_its_sum(office: House) -> None:
    first, second = office.signed_in("officer-301"), office.signed_in("officer-302")
    assert "The files of 1 day wait" in words(first.get("/en/batches").text).replace(
        "1 day\N{RIGHT SINGLE QUOTATION MARK}s files wait", "The files of 1 day wait"
    )
    assert "Not released 1 payment, 46.00 USD" in words(first.get(f"/en{ADDRESS}").text)
    assert "Not released" in sends(first)
    assert "officer-301 has released it: another person releases it." in sends(first)
    assert "Released 1 payment" in sends(second)
    page = words(second.get(f"/en{ADDRESS}").text)
    assert "Released by officer-301" in page
    assert "Released by officer-302" in page
    assert "Release what waits" not in page, "nothing waits any more; what has not gone to the bank can be stopped"


def test_another_sum_than_that_of_the_files_releases_nothing_and_what_was_typed_stays(office: House) -> None:
    officer = office.signed_in("officer-301")
    refused = answer_to(officer, sum="460.00")
    assert "It was not sent Sum: It is another sum" in words(refused)
    assert 'value="460.00"' in refused
    assert "I looked at the table.</textarea>" in refused
    for nothing in ("", "4x", "46.005", "1e99"):
        assert "It was not sent" in sends(officer, sum=nothing)
    assert "Please look at the checks first" in sends(officer, looked="")
    assert "please fill this in" in sends(officer, reasons=" ")
    assert "Nobody has done anything with these files." in words(officer.get(f"/en{ADDRESS}").text)


def test_a_stopped_batch_is_said_to_be_stopped_and_by_whom(office: House) -> None:
    officer = office.signed_in("officer-302")
    stopped = sends(officer, act="stopped", looked="", sum="", reasons="The bank is closed.")
    assert "Stopped 1 payment" in stopped
    assert "Stopped by officer-302" in stopped
    assert "The bank is closed." in stopped


def test_who_proposed_a_batch_cannot_release_it(office: House) -> None:
    officer = office.signed_in("officer-301")
    sends(officer, act="proposed")
    assert "officer-301 has proposed it: another person releases it." in sends(officer)


def test_only_payments_officers_act_and_an_auditor_looks(office: House) -> None:
    auditor = office.signed_in("auditor-1")
    shown = auditor.get(f"/en{ADDRESS}")
    assert shown.status_code == 200
    assert '<form method="post" novalidate' not in shown.text
    key = fields(office.signed_in("officer-301").get(f"/en{ADDRESS}").text)
    assert auditor.post(f"/en{ADDRESS}", data=LOOKED | key).status_code == 403
    for staff in ("officer-101", "committee-1", "provider-1", "operator-1"):
        assert office.signed_in(staff).get(f"/en{ADDRESS}").status_code == 403


@pytest.mark.parametrize("address", ["/batches/2020-02-30/USD", "/batches/2020-02-03/XXQ", "/batches/1999-01-01/USD"])
def test_a_batch_that_never_was_is_not_found(office: House, address: str) -> None:
    assert office.signed_in("officer-301").get(f"/en{address}").status_code == 404


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sum_is_typed_as_the_language_of_the_page_writes_it(code: str, office: House) -> None:
    officer = office.signed_in("officer-301")
    typed = {"en": "46.00", "fr": "46,00", "es": "46,00", "ar": "٤٦٫٠٠"}[code]  # noqa: RUF001 - what an Arabic keyboard types
    shown = officer.get(f"/{code}{ADDRESS}")
    answered = officer.post(f"/{code}{ADDRESS}", data={**fields(shown.text), **LOOKED, "sum": typed})
    assert answered.status_code == 200
    assert "officer-301" in words(answered.text)
