"""No page leads its reader to one that is closed to them, and what was done says where to go on."""

from __future__ import annotations

import re
import shutil
from collections import deque
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from contracts.waiting import AwaitedStep, CertificationAwaited
from services.console.officers.roles import Role
from services.console.staff.claim.blocking import Actor, Block, other_blocks
from tests.services.console.house import House, fields, house, leads_to, words
from tests.services.console.test_nobody_goes_too_far import ONE_OF_EACH
from tests.services.letters.case import example
from tests.stories.town import CLAIM, PERSON

STEPS_MOST = 3
"""So many links from the first page on."""
PAGES_MOST = 60
_LINK = re.compile(r'<a [^>]*href="(/en/[^"#]*)"')


@pytest.fixture(scope="module")
def owed(owing: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office in which nobody acts."""
    with house(shutil.copytree(owing, tmp_path_factory.mktemp("links") / "world")) as opened:
        yield opened


@pytest.fixture
def office(owing: Path, tmp_path: Path) -> Iterator[House]:
    with house(shutil.copytree(owing, tmp_path / "world")) as opened:
        yield opened


def closed(browser: TestClient) -> str:
    """The links that lead where nothing is open, each with the page that shows it; a line each."""
    first = "/en/home"
    seen, waiting, found = {first}, deque([(first, "", 0)]), list[str]()
    while waiting and len(seen) < PAGES_MOST:
        address, shown_on, steps = waiting.popleft()
        answer = browser.get(address)
        if answer.status_code != 200:
            found.append(f"{shown_on} -> {address}")
        if steps == STEPS_MOST or not answer.headers["content-type"].startswith("text/html"):
            continue
        for link in map(unescape, _LINK.findall(answer.text)):
            if link not in seen and "/law" not in link and "/estimate" not in link:
                seen.add(link)
                waiting.append((link, address, steps + 1))
    return "\n".join(found)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OVERSIGHT])
def test_no_link_of_a_page_is_closed_to_its_reader(owed: House, role: Role) -> None:
    assert closed(owed.signed_in(ONE_OF_EACH[role])) == ""


@pytest.mark.parametrize(("staff", "first"), [("officer-102", "My work"), ("officer-301", "Payment files")])
def test_what_was_sent_says_where_to_go_on_from_it(office: House, staff: str, first: str) -> None:
    browser = office.signed_in(staff)
    address = leads_to(browser.get("/en/debts").text, "debts")
    stopped = {"what": "suspend", "until": "2030-01-01", "reasons": "A paper is looked for."}
    page = browser.post(address, data={**fields(browser.get(address).text), **stopped})
    notice = page.text.partition('role="status"')[2].partition("</div>")[0]
    assert f'href="/en/home">{first}</a>' in notice
    assert (f"/claims/{CLAIM}" in notice) == (staff == "officer-102"), "payments officers see no claims"


def test_the_page_of_a_claim_tells_its_debt_with_who_must_act_and_leads_to_it(office: House) -> None:
    examiner, desk = office.signed_in("officer-102"), office.signed_in("officer-120")
    page = examiner.get(f"/en/people/{PERSON}/claims/{CLAIM}").text
    told = words(page).partition("What is asked back")[2].partition("All that happened")[0]
    assert "It is disputed, and nothing is collected: 50.00 USD is left" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "A claims examiner or a second officer decides." in told
    assert examiner.get(leads_to(page, "debts")).status_code == 200
    assert leads_to(desk.get(f"/en/people/{PERSON}/claims/{CLAIM}").text, "debts").endswith("/request")


@pytest.mark.parametrize(
    ("step", "block", "actor"),
    [
        (AwaitedStep.REMINDED, Block.CERTIFY, Actor.CLAIMANT),
        (AwaitedStep.LATE, Block.CERTIFY_LATE, Actor.CLAIMANT),
        (AwaitedStep.OVERDUE, Block.CERTIFY_OVERDUE, Actor.US),
    ],
)
def test_nobody_is_told_to_certify_by_a_day_that_has_passed(step: AwaitedStep, block: Block, actor: Actor) -> None:
    awaited = example(CertificationAwaited).model_copy(update={"step": step})
    (told,) = other_blocks([awaited])
    by = {Block.CERTIFY: awaited.due_by, Block.CERTIFY_LATE: awaited.grace_until}.get(block)
    assert (told.block, told.actor, told.by) == (block, actor, by)
