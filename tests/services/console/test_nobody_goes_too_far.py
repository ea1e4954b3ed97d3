"""Every page against every role and against whatever a browser may send: right by right, and never a fault of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from starlette.testclient import TestClient

from services.console.demo_officers import OFFICERS
from services.console.officers.roles import PURPOSES, Role
from services.console.staff import staff_pages
from services.console.staff_page import StaffPage
from services.console.tables import act
from services.runtime.database.store import outbox
from services.runtime.process import logs
from tests.services.console.house import BASE, House, sample_address

ONE_OF_EACH: Mapping[Role, str] = {role: next(one.staff for one in OFFICERS if role in one.roles) for role in Role}
STRANGE = (
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%00",
    "\u202etxet",
    "' OR 1=1 --",
    "{{7*7}}",
    "\U0001f600" * 40,
    "A" * 3000,
    "-1",
    "0",
    "2020-02-31",
    "9999-12-31",
    "",
)


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_the_pages_that_name_it_and_no_others(role: Role, office: House) -> None:
    browser = office.signed_in(ONE_OF_EACH[role])
    for page in staff_pages():
        status = browser.get(sample_address(page)).status_code
        if role in page.seen_by and (role in PURPOSES or not page.is_about_a_person):
            assert status in {200, 404}, (page.name, status)
        else:
            assert status in {403, 404}, (page.name, status)


@pytest.mark.parametrize("role", Role)
def test_a_menu_leads_nowhere_that_is_closed(role: Role, office: House) -> None:
    browser = office.signed_in(ONE_OF_EACH[role])
    for page in staff_pages():
        if page.menu is not None and role in page.seen_by:
            assert browser.get(sample_address(page)).status_code == 200, page.name


def test_looking_changes_nothing_but_who_looked(office: House) -> None:
    for page in staff_pages():
        browser = _open(office, ONE_OF_EACH[min(page.seen_by)])
        browser.get(sample_address(page))
        browser.head(sample_address(page))
    with office.console.own.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(act)) == 0
        assert set(connection.scalars(select(outbox.c.type))) <= {"tideover.console.person-viewed.v1"}


@pytest.mark.parametrize("page", [page for page in staff_pages() if page.act], ids=lambda page: page.name)
def test_no_form_is_taken_without_the_sessions_own_token_or_a_session(page: StaffPage, office: House) -> None:
    for browser in (office.signed_in(ONE_OF_EACH[role]) for role in sorted(page.seen_by)):
        assert browser.post(sample_address(page), data={"form": "f" * 24}).status_code == 403
    nobody = office.browser()
    assert nobody.post(sample_address(page), data={"form": "f" * 24}, follow_redirects=False).status_code == 403


def test_every_answer_bears_the_headers_that_protect_it(office: House) -> None:
    examiner, nobody = office.signed_in("officer-101"), office.browser()
    answers = [
        examiner.get("/en/work"),
        examiner.get("/en/work?as=csv"),
        examiner.get("/en/nothing"),
        examiner.get("/en/figures"),
        examiner.post("/en/why-i-look", data={}),
        nobody.get("/en/work", follow_redirects=False),
        nobody.get("/signed-in?state=x&code=y"),
    ]
    for answer in answers:
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert "script" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_name_that_was_made_to_lead_here_is_not_answered(office: House) -> None:
    for address in ("/en/sign-in", "/en/work", "/development-issuer/authorize"):
        answer = office.browser().get(address, headers={"host": "evil.example"})
        assert answer.status_code == 400, address
        assert answer.headers["cache-control"] == "no-store"


def test_a_fault_of_ours_is_a_page_that_says_so_and_no_traceback(
    office: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = TestClient(office.app, base_url=BASE, raise_server_exceptions=False)
    browser.cookies = office.signed_in("officer-101").cookies

    def fails() -> None:
        raise RuntimeError("the secret of the database")

    monkeypatch.setitem(office.console.laptop.databases["claims"].__dict__, "reading", fails)
    answer = browser.get("/en/work")
    assert answer.status_code == 500
    assert "Something failed here" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What is written to the log meanwhile."""
    lines = StringIO()
    monkeypatch.setattr(logs, "_STANDARD_ERROR", lines)
    logs._writer.cache_clear()
    yield lines
    logs._writer.cache_clear()


def test_data_that_another_command_holds_are_said_to_be_in_use_and_no_fault(office: House, log_lines: StringIO) -> None:
    browser = office.signed_in("officer-101")
    own = office.console.own.engine
    own.dispose()
    event.listen(own, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=1"))
    with closing(sqlite3.connect(office.console.folder / "console.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        in_use = browser.get(sample_address(next(page for page in staff_pages() if page.name == "claim")))
        other.execute("ROLLBACK")
    assert in_use.status_code == 503
    assert in_use.headers["retry-after"] == "60"
    assert in_use.headers["cache-control"] == "no-store"
    assert "The data are in use" in in_use.text
    assert '"event": "database_busy"' in log_lines.getvalue(), "an operator can see it too"
    assert browser.get("/en/work").status_code == 200


texts = st.one_of(st.sampled_from(STRANGE), st.text(max_size=60))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    page=st.sampled_from(staff_pages()),
    places=st.lists(texts.filter(lambda text: "/" not in text and text not in {"", ".", ".."}), min_size=3, max_size=3),
    query=st.dictionaries(st.sampled_from(["stage", "harm", "as", "person", "back", "about", "day", "x"]), texts),
    form=st.dictionaries(st.sampled_from(["verdict", "fact", "reasons", "first", "person", "form", "sum"]), texts),
)
def test_whatever_is_sent_is_answered_and_nothing_fails(
    office: House, page: StaffPage, places: list[str], query: dict[str, str], form: dict[str, str]
) -> None:
    browser = _open(office, ONE_OF_EACH[min(page.seen_by)])
    address = sample_address(page, places)
    csrf = {"csrf": browser.get("/en/why-i-look", params={"person": "p"}).text.partition('name="csrf" value="')[2][:43]}
    answers = [browser.get(address, params=query)]
    if page.act:
        answers.append(browser.post(address, data={**form, **csrf}, params=query))
    for answer in answers:
        assert answer.status_code < 500, (address, query, form)
        assert "<script" not in answer.text
        assert "Traceback" not in answer.text


_browsers: dict[tuple[int, str], TestClient] = {}


def _open(office: House, staff: str) -> TestClient:
    """One browser for all examples; what fails is seen as a browser would see it."""
    key = id(office.app), staff
    if key not in _browsers:
        browser = TestClient(office.app, base_url=BASE, raise_server_exceptions=False)
        browser.cookies = office.signed_in(staff).cookies
        _browsers[key] = browser
    return _browsers[key]
