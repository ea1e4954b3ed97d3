"""Taking a list along is written down once, its file says what the page does, and an audit sees the console's rows."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from contracts.base import Envelope, read
from contracts.console import ListTaken
from services.commands.progress import working
from services.console.list_file import as_shown
from services.console.staff_page import Listing
from services.console.tables import list_taken, person_view
from services.names import CONSOLE
from services.operations.audit import audit_databases
from services.operations.console_database import opened_console
from services.operations.findings import Audit, Breach
from services.runtime.database.store import outbox
from services.runtime.process.settings import Settings
from services.worlds import laptop_in
from tests.services.console.house import House, house, words
from tests.stories.town import CLAIM, PERSON


def taken(office: House) -> list[ListTaken]:
    with office.console.own.reading() as connection:
        bodies = connection.scalars(select(outbox.c.body).where(outbox.c.type == ListTaken.type_())).all()
    events = [read(Envelope.from_bytes(body)) for body in bodies]
    return [event for event in events if isinstance(event, ListTaken)]


def test_who_takes_a_list_along_is_written_down_once_for_the_list_and_an_auditor_reads_it(office: House) -> None:
    browser = office.signed_in("officer-101")
    browser.get("/en/work")
    assert taken(office) == []
    browser.get("/en/work?stage=reply&harm=&as=csv")
    (event,) = taken(office)
    assert (event.officer.staff, event.page, event.filters) == ("officer-101", "work", "stage=reply")
    assert event.rows in {0, 1}
    auditor = office.signed_in("auditor-1")
    page = words(auditor.get("/en/lists-taken").text)
    assert "officer-101" in page
    assert "stage=reply" in page
    assert auditor.get("/en/lists-taken?as=csv").status_code == 200
    assert office.signed_in("officer-101").get("/en/lists-taken").status_code == 403


def test_a_file_about_one_person_is_a_look_at_them_and_no_list(office: House) -> None:
    office.signed_in("officer-101").get(f"/en/people/{PERSON}/claims/{CLAIM}?as=csv")
    assert taken(office) == []


def test_a_file_of_a_list_holds_the_beginnings_of_pseudonyms_as_the_page_does() -> None:
    listing = Listing("list", ["person", "says"], [[PERSON, "p-1"], [f"about {PERSON}", 3]])
    assert as_shown(listing).rows == [[PERSON[:10], "p-1"], [f"about {PERSON}", 3]]


def audited(folder: Path) -> Sequence[Breach]:
    laptop = laptop_in(folder)
    audit = Audit()
    with opened_console(Settings(), folder) as console:
        assert console is not None
        audit_databases({**laptop.databases, CONSOLE: console}, (), working, audit)
    laptop.close()
    return audit.findings


@pytest.fixture
def looked(lived: Path, tmp_path: Path) -> Path:
    """Somebody looked at a person and took a list along."""
    folder = shutil.copytree(lived, tmp_path / "world")
    with house(folder) as office:
        browser = office.signed_in("officer-101")
        browser.get(f"/en/people/{PERSON}/claims/{CLAIM}")
        browser.get("/en/work?as=csv")
    return folder


def test_an_audit_finds_nothing_in_a_console_that_nobody_touched(looked: Path) -> None:
    assert audited(looked) == []


@pytest.mark.parametrize(
    "deed",
    [update(person_view).values(staff="somebody-else"), delete(person_view), delete(list_taken)],
    ids=["changed", "gone", "list gone"],
)
def test_an_audit_names_what_was_done_to_the_consoles_rows_behind_its_back(looked: Path, deed: object) -> None:
    with opened_console(Settings(), looked) as console:
        assert console is not None
        with console.engine.begin() as connection:
            connection.execute(deed)  # type: ignore[call-overload]
    found = audited(looked)
    assert [breach.service for breach in found] == [CONSOLE]


def test_a_folder_without_a_console_is_audited_all_the_same(lived: Path) -> None:
    with opened_console(Settings(), lived) as console:
        assert console is None


def test_who_looked_says_that_its_clock_is_on_another_day_than_the_work_and_only_then(office: House) -> None:
    looks = f"/en/people/{PERSON}/looks"
    assert "Real days and times, by the clock of this machine." in words(office.signed_in("auditor-1").get(looks).text)
    today = datetime.combine(office.console.today(), time(12), tzinfo=UTC)
    office.now_ms[0] = int(today.timestamp()) * 1_000
    assert "Real days and times" not in words(office.signed_in("auditor-1").get(looks).text)
