"""The contests that were filed and could not be opened yet: what each waits for, and who must act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.contest import Tier
from services.claims.views import UnopenedContest, unopened_contests
from services.console.paging import ROWS_A_PAGE, ListPage
from services.console.staff.contest.deciders import listed_tiers
from services.console.staff_page import Content, Listing, Visit

COLUMNS = ("for", "told", "filed_on", "tier", "days", "contest")


class WaitsFor(StrEnum):
    """What keeps a contest from being opened; who must act follows from it."""

    MANDATE = "mandate"
    """The representative shows a mandate, or the person files it."""
    DECISION = "decision"
    """An officer decides first, or decides again."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One contest as it stands in the list."""

    contest: UnopenedContest
    waits_for: WaitsFor
    days: int


def waiting_rows(contests: list[UnopenedContest], tiers: frozenset[Tier], today: date) -> list[WaitingRow]:
    """The contests before these bodies, the one that waits longest on top."""
    rows = [
        WaitingRow(
            contest,
            WaitsFor.MANDATE if contest.waits_for_mandate else WaitsFor.DECISION,
            (today - contest.filing.filed_on).days,
        )
        for contest in contests
        if contest.filing.tier in tiers
    ]
    return sorted(rows, key=lambda row: (-row.days, row.contest.contest))


def show_waiting(visit: Visit) -> Content:
    """The list, as far as the filter goes."""
    with visit.world.reading("claims") as connection:
        unopened = list(unopened_contests(connection))
    rows = waiting_rows(unopened, listed_tiers(visit.officer), visit.today)
    asked = visit.query.get("for", "")
    shown = [row for row in rows if asked in {"", row.waits_for}]
    page = ListPage.asked(visit.query, len(shown))
    columns = [visit.say(f"contest.waiting.{name}") for name in COLUMNS]
    return Content(
        {
            "rows": shown[page.start : page.start + ROWS_A_PAGE],
            "page": page,
            "waiting": len(rows),
            "columns": COLUMNS[:-1],
            "kinds": [
                {"value": "", "text": visit.say("contest.all")},
                *({"value": kind.value, "text": visit.say(f"contest.waiting.for.{kind}")} for kind in WaitsFor),
            ],
            "kind": asked,
        },
        Listing("contests-waiting", columns, [_cells(visit, row) for row in shown]),
    )


def _cells(visit: Visit, row: WaitingRow) -> list[str | int]:
    filing = row.contest.filing
    waits, tier = visit.say(f"contest.waiting.for.{row.waits_for}"), visit.say(f"contest.tier.{filing.tier}")
    return [waits, row.contest.told or "", filing.filed_on.isoformat(), tier, row.days, row.contest.contest]
