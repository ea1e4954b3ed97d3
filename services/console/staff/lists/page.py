"""Who took lists of people along as files, for an auditor."""

from __future__ import annotations

from services.console.acts.looking import count_lists_taken, lists_taken
from services.console.officers.roles import Role
from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.staff_page import Content, Listing, StaffPage, Visit

COLUMNS = ("at", "officer", "page", "filters", "rows")


def show(visit: Visit) -> Content:
    """One page of them, the newest first."""
    with visit.world.own.reading() as connection:
        shown = ListPage.asked(visit.query, count_lists_taken(connection))
        taken = list(lists_taken(connection, shown.start, ROWS_A_PAGE))
    rows: list[list[str | int]] = [
        [f"{at:%Y-%m-%dT%H:%M:%SZ}", row.officer.staff, row.page, row.filters, row.rows] for at, row in taken
    ]
    columns = [visit.say(f"lists.column.{name}") for name in COLUMNS]
    return Content({"taken": taken, "shown": shown, "columns": COLUMNS}, Listing("lists-taken", columns, rows))


PAGES = (
    StaffPage(
        name="lists",
        path="/lists-taken",
        seen_by=frozenset({Role.AUDITOR}),
        template="lists/lists.html.jinja",
        show=show,
        menu=81,
    ),
)
