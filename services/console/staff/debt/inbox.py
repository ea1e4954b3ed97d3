"""The debts that named persons decided, first those that may be collected for the shortest time."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from contracts.overpayment_causes import CAUSES
from services.console.officers.roles import Role
from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.plain_figures import sum_in_units
from services.console.staff_page import Cell, Content, Listing, Visit
from services.payments.views import DisputeKind, ListedRecovery, count_recoveries, page_of_recoveries

PAYMENTS = "payments"
COLUMNS = ("person", "step", "who", "cause", "decided", "collected", "left", "until")
FILE_ROWS_MAX = 10_000
SHOWN_OF_PSEUDONYM = 10
SEEN_BY = frozenset({Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.PAYMENTS_OFFICER, Role.AUDITOR})


class WhoActs(StrEnum):
    """Who has to do something about a debt; each has a sentence, `debt.who.<value>`."""

    WAIVER = "waiver"
    """A request to waive it waits for a decision."""
    SECOND = "second"
    """A repayment above it waits for another officer, or for the bank."""
    DEATH = "death"
    """The person is said to have died."""
    CONTEST = "contest"
    """It is contested, and whoever decides on the contest must act."""
    STOPPED = "stopped"
    """An officer stopped the collection for some days, and it goes on by itself."""
    PERSON = "person"
    """It may still be contested."""
    NOBODY = "nobody"


OFFICERS_ACT = frozenset({WhoActs.WAIVER, WhoActs.SECOND, WhoActs.DEATH})
"""Where something waits for an officer; on the list only these bear a colour."""


def who_acts(listed: ListedRecovery, today: date) -> WhoActs:
    """What blocks a debt on a day, the most urgent first."""
    if listed.debt.open_requests:
        return WhoActs.WAIVER
    if listed.waiting.minor:
        return WhoActs.SECOND
    if listed.died_on is not None and listed.left.minor:
        return WhoActs.DEATH
    stops = {dispute.kind for dispute in listed.debt.disputes if dispute.covers(today) and listed.left.minor}
    if DisputeKind.CONTEST in stops:
        return WhoActs.CONTEST
    if DisputeKind.SUSPENSION in stops:
        return WhoActs.STOPPED
    return WhoActs.PERSON if listed.step == "contestable" else WhoActs.NOBODY


def show_inbox(visit: Visit) -> Content:
    """One page of the list: what is open, or all; as a file all of it."""
    which = "all" if visit.query.get("which") == "all" else ""
    is_file = visit.query.get("as") == "csv"
    with visit.world.reading(PAYMENTS) as connection:
        still_open = count_recoveries(connection, only_open=True)
        rows = count_recoveries(connection, only_open=False) if which else still_open
        shown = ListPage.asked(visit.query, rows)
        start, most = (0, FILE_ROWS_MAX) if is_file else (shown.start, ROWS_A_PAGE)
        listed = page_of_recoveries(connection, visit.today, only_open=not which, start=start, most=most)
    values = {
        "rows": [(each, who_acts(each, visit.today)) for each in listed],
        "shown": shown,
        "open": still_open,
        "columns": COLUMNS,
        "whiches": [
            {"value": "", "text": visit.say("debts.which.open")},
            {"value": "all", "text": visit.say("debts.which.all")},
        ],
        "filters": {"which": which},
        "officers_act": OFFICERS_ACT,
        "responsible": {code: cause.responsibility for code, cause in CAUSES.items()},
        "cut": SHOWN_OF_PSEUDONYM,
    }
    columns = [*(visit.say(f"debts.column.{name}") for name in COLUMNS), visit.say("list.currency")]
    return Content(values, Listing("debts", columns, [_cells(visit, each) for each in listed]))


def _cells(visit: Visit, listed: ListedRecovery) -> list[Cell]:
    return [
        listed.person[:SHOWN_OF_PSEUDONYM],
        visit.say(f"debt.step.{listed.step}"),
        visit.say(f"debt.who.{who_acts(listed, visit.today)}"),
        visit.say(f"debt.responsible.{CAUSES[listed.debt.overpayment_cause].responsibility}"),
        sum_in_units(listed.decided),
        sum_in_units(listed.collected),
        sum_in_units(listed.left),
        listed.debt.collect_until.isoformat(),
        listed.left.currency,
    ]
