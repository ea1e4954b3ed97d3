"""How often a page of officers asks the databases: what one question answers is not asked again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.services.console.house import House, leads_to
from tests.stories.town import CLAIM, PERSON

CLAIM_PAGE = f"/en/people/{PERSON}/claims/{CLAIM}"
QUESTIONS_MOST = {"claim": 14, "question": 10, "decision": 29, "work": 3, "contests": 3}
"""By page, how many statements it takes at most."""
CARRIED = ("relayed", "parked_order", "outbox_partition", "outbox.number >=")
"""What carries the note of a look into the log, once the page is answered."""


@contextmanager
def asked() -> Iterator[list[str]]:
    """Every statement that any database is sent for a page."""
    told: list[str] = []

    def tells(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not any(word in statement for word in CARRIED):
            told.append(statement)

    event.listen(Engine, "before_cursor_execute", tells)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", tells)


@pytest.mark.parametrize("page", QUESTIONS_MOST)
def test_a_page_asks_no_more_than_it_needs(office: House, page: str) -> None:
    browser = office.signed_in("officer-101")
    work, claim = browser.get("/en/work").text, browser.get(CLAIM_PAGE).text
    addresses = {
        "claim": CLAIM_PAGE,
        "question": leads_to(work, "questions"),
        "decision": leads_to(claim, "decisions"),
        "work": "/en/work",
        "contests": "/en/contests",
    }
    browser.get(addresses[page])
    with asked() as told:
        assert browser.get(addresses[page]).status_code == 200
    assert 0 < len(told) <= QUESTIONS_MOST[page], "\n".join(told)
