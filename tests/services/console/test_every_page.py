"""Role by page by act: who sees each page of officers, and who acts on it, in one table that is read and agreed on.

`python -m tests.services.console.test_every_page` writes the table anew; what changed in it is then looked at.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.console.officers.roles import PURPOSES, Role
from services.console.staff import staff_pages
from services.console.staff_page import StaffPage
from services.console.tables import act
from tests.services.console.house import House, sample_address
from tests.services.console.test_nobody_goes_too_far import ONE_OF_EACH

AGREED = Path(__file__).with_name("every_page.txt")
"""A line a page: its name and address, then each role that sees it, with `+` where it acts there."""


def rights_on(page: StaffPage) -> str:
    """The line of a page."""
    seen = [role for role in Role if role in page.seen_by and (role in PURPOSES or not page.is_about_a_person)]
    roles = " ".join(f"{role}{'+' if role in page.acts_as else ''}" for role in seen)
    return f"{page.name} {page.path}: {roles}"


def table() -> list[str]:
    """A line a page, by their names."""
    return sorted(map(rights_on, staff_pages()))


def test_every_page_is_seen_and_acted_on_by_the_roles_that_were_agreed_on_and_no_others() -> None:
    assert table() == AGREED.read_text("utf-8").splitlines()


@pytest.mark.parametrize("page", staff_pages(), ids=lambda page: page.name)
def test_a_page_with_a_form_says_who_acts_and_whoever_acts_sees_it(page: StaffPage) -> None:
    assert bool(page.act) == bool(page.acts_as)
    assert page.acts_as <= page.seen_by


def test_every_role_has_a_page() -> None:
    assert {role for page in staff_pages() for role in page.seen_by} == set(Role)


@pytest.mark.parametrize("role", Role)
def test_who_only_reads_a_page_or_does_not_see_it_acts_on_none(role: Role, office: House) -> None:
    """With a token of their own session, and whatever the address holds: 404 where it holds nothing."""
    browser = office.signed_in(ONE_OF_EACH[role])
    token = browser.get("/en/why-i-look", params={"person": "p"}).text.partition('name="csrf" value="')[2][:43]
    for page in staff_pages():
        if page.act and role not in page.acts_as:
            answered = browser.post(sample_address(page), data={"csrf": token, "form": "f" * 24, "act": "take"})
            assert answered.status_code in {403, 404}, page.name
    with office.console.own.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(act)) == 0


if __name__ == "__main__":
    AGREED.write_text("\n".join(table()) + "\n", "utf-8")
