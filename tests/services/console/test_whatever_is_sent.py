"""Every address of officers as each role, with whatever a machine may think of: no fault of ours shows.

What is sent is made by schemathesis from a description of the pages; a browser's own token goes with each form, so that
it reaches the page's code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, openapi
from starlette.testclient import TestClient

from services.console.officers.roles import Role
from services.console.staff import staff_pages
from tests.services.console.described import HOSTILE, description
from tests.services.console.house import BASE, House, sample_address
from tests.services.console.test_nobody_goes_too_far import ONE_OF_EACH, STRANGE
from tests.stories.town import CLAIM, PERSON

REQUESTS = 400
KNOWN = (PERSON, CLAIM, "2020-02-01", "USD", "us/mississippi", "k" * 32)
"""What lets a request pass the first looks at it."""
HOSTILE_TEXTS = (
    *STRANGE,
    "</textarea><script>alert(1)</script>",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{RIGHT-TO-LEFT MARK}",
    "\0",
    "NaN",
    "1e999999",
    "9" * 10_000,
)


@pytest.fixture
def browsers(office: House) -> Mapping[Role, TestClient]:
    """Somebody of each role, signed in; what fails is seen as a browser would see it."""
    made = {role: TestClient(office.app, base_url=BASE, raise_server_exceptions=False) for role in Role}
    for role, browser in made.items():
        browser.cookies = office.signed_in(ONE_OF_EACH[role]).cookies
    return made


@pytest.fixture
def tokens(browsers: Mapping[Role, TestClient]) -> Mapping[Role, str]:
    """What the forms of each of them bear."""
    asked = {role: browser.get("/en/why-i-look", params={"person": "p"}).text for role, browser in browsers.items()}
    return {role: text.partition('name="csrf" value="')[2][:43] for role, text in asked.items()}


def shown(browsers: Mapping[Role, TestClient]) -> dict[str, str]:
    """Every page that can be opened here, by its name."""
    return {page.name: browsers[min(page.seen_by)].get(sample_address(page)).text for page in staff_pages()}


def cases(pages: Mapping[str, str]) -> st.SearchStrategy[Case[Any]]:
    """Requests to any of the addresses."""
    openapi.format(HOSTILE, st.sampled_from(KNOWN) | st.sampled_from(HOSTILE_TEXTS) | st.text(max_size=40))
    schema = openapi.from_dict(description(pages))
    operations = [(address, method) for address, methods in schema.raw_schema["paths"].items() for method in methods]
    return st.one_of([schema[address][method].as_strategy() for address, method in operations])


def test_whatever_a_machine_sends_to_any_page_as_any_role_is_answered_and_nothing_fails(
    browsers: Mapping[Role, TestClient], tokens: Mapping[Role, str]
) -> None:
    reached: set[tuple[str, str]] = set()

    @settings(max_examples=REQUESTS, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(Role), cases(shown(browsers)))
    def sends(role: Role, case: Case[Any]) -> None:
        typed = case.body if isinstance(case.body, Mapping) else {}
        body = {name: str(text) for name, text in typed.items()} | {"csrf": tokens[role]}
        answer = browsers[role].request(
            case.method, case.formatted_path, params=case.query, data=body if case.method == "POST" else None
        )
        assert answer.status_code < 500, (role, case.method, case.formatted_path, case.query, body)
        assert "Traceback" not in answer.text
        assert "<script" not in answer.text
        reached.add((case.method, case.path))

    sends()
    assert len(reached) > len(staff_pages()), "nearly every address was asked"


@pytest.mark.parametrize("role", Role)
def test_a_million_digits_in_any_form_are_too_much_and_fail_nothing(
    browsers: Mapping[Role, TestClient], tokens: Mapping[Role, str], role: Role
) -> None:
    for page in staff_pages():
        if page.act and role in page.seen_by:
            sent = {"csrf": tokens[role], "form": "k" * 32, "sum": "9" * 1_000_000}
            assert browsers[role].post(sample_address(page), data=sent).status_code == 413, page.name
