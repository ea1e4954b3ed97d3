"""The open contests, by the day until which each is to be decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.assignments import MatterKind
from contracts.contest import Tier
from services.claims.views import WaitingContest, waiting_contests
from services.console.officers.officer import SignedIn
from services.console.staff.contest.deciders import listed_tiers, took_part
from services.console.staff.hands.whose import hand_options, hands_in
from services.console.staff_page import Content, Listing, Visit

ROWS_MAX = 100
COLUMNS = ("asks", "decide_by", "tier", "stage", "claim", "days", "hand")


class ContestStage(StrEnum):
    """What an open contest waits for."""

    HEARING = "hearing"
    """The claimant was not heard yet; it can be decided for them."""
    DECISION = "decision"
    """The claimant was heard: it can be decided either way."""


@dataclass(frozen=True, slots=True)
class ContestRow:
    """One contest as it stands in the list."""

    contest: WaitingContest
    stage: ContestStage
    days_left: int
    days_open: int
    decided_first: bool
    """Whether the reader took part in what is contested, so that somebody else decides."""


def rows_for(contests: Iterable[WaitingContest], officer: SignedIn, today: date) -> list[ContestRow]:
    """The contests of the tiers that somebody sees: first the day by which each is to be decided, then the oldest."""
    tiers = listed_tiers(officer)
    rows = [_row(contest, officer, today) for contest in contests if contest.tier in tiers]
    return sorted(rows, key=lambda row: (row.contest.decide_by, row.contest.opened_on, row.contest.contest))


def _row(contest: WaitingContest, officer: SignedIn, today: date) -> ContestRow:
    return ContestRow(
        contest=contest,
        stage=ContestStage.DECISION if contest.is_heard else ContestStage.HEARING,
        days_left=(contest.decide_by - today).days,
        days_open=(today - contest.opened_on).days,
        decided_first=took_part(officer, contest.took_part),
    )


def show_inbox(visit: Visit) -> Content:
    """The list, as far as the filter goes."""
    with visit.world.reading("claims") as connection:
        rows = rows_for(waiting_contests(connection), visit.officer, visit.today)
    tier, stage = visit.query.get("tier", ""), visit.query.get("stage", "")
    hands = hands_in(visit, MatterKind.CONTEST, {row.contest.contest for row in rows})
    chosen = [row for row in rows if tier in {"", row.contest.tier} and stage in {"", row.stage}]
    shown = [row for row in chosen if hands.shows(row.contest.contest)]
    columns = [visit.say(f"contest.column.{name}") for name in COLUMNS]
    return Content(
        {
            "rows": shown[:ROWS_MAX],
            "hidden": max(0, len(shown) - ROWS_MAX),
            "waiting": len(rows),
            "late": sum(row.days_left < 0 for row in rows),
            "columns": COLUMNS,
            "tiers": _options(visit, "tier", [tier for tier in Tier if tier in listed_tiers(visit.officer)]),
            "stages": _options(visit, "stage", ContestStage),
            "tier": tier,
            "stage": stage,
            "hands": hands,
            "hand_options": hand_options(visit, hands),
        },
        Listing("contests", columns, [[*_cells(visit, row), hands.staff(row.contest.contest)] for row in shown]),
    )


def _cells(visit: Visit, row: ContestRow) -> list[str | int]:
    contest = row.contest
    tier, stage = visit.say(f"contest.tier.{contest.tier}"), visit.say(f"contest.stage.{row.stage}")
    return [contest.asks, contest.decide_by.isoformat(), tier, stage, contest.claim, row.days_open]


def _options(visit: Visit, name: str, kinds: Iterable[StrEnum]) -> list[dict[str, str]]:
    every = {"value": "", "text": visit.say("contest.all")}
    return [every, *({"value": kind.value, "text": visit.say(f"contest.{name}.{kind}")} for kind in kinds)]
