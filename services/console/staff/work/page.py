"""My work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from contracts.assignments import MatterKind
from services.claims.views import waiting_questions
from services.console.officers.roles import Role
from services.console.staff.hands.whose import HandsOfList, hand_options, hands_in
from services.console.staff.work.content import Harm, WorkRow, WorkStage, chosen, work_rows
from services.console.staff_page import Content, Listing, StaffPage, Visit

ROWS_MAX = 100
COLUMNS = ("asks", "decide_by", "stage", "harm", "claim", "days", "hand")


def show(visit: Visit) -> Content:
    """The list, as far as the filter goes."""
    with visit.world.reading("claims") as connection:
        rows = work_rows(waiting_questions(connection), visit.today)
    hands = hands_in(visit, MatterKind.QUESTION, {row.first.question for row in rows})
    stage, harm = (visit.query.get(name, "") for name in ("stage", "harm"))
    shown = [row for row in chosen(rows, stage, harm) if hands.shows(row.first.question)]
    columns = [visit.say(f"work.column.{name}") for name in COLUMNS]
    listing = Listing("work", columns, [_cells(visit, row, hands) for row in shown])
    return Content(
        {
            "rows": shown[:ROWS_MAX],
            "hidden": max(0, len(shown) - ROWS_MAX),
            "waiting": len(rows),
            "ready": sum(row.stage is WorkStage.READY for row in rows),
            "none_for_second": Role.SECOND_OFFICER in visit.officer.roles
            and all(row.stage is not WorkStage.SECOND for row in rows),
            "late": sum(row.days_left < 0 for row in rows),
            "oldest": max((row.days_open for row in rows), default=0),
            "stages": _options(visit, "stage", WorkStage, Counter(row.stage for row in rows)),
            "harms": _options(visit, "harm", Harm, Counter(row.harm for row in rows)),
            "hand_options": hand_options(visit, hands),
            "stage": stage,
            "harm": harm,
            "hands": hands,
            "columns": COLUMNS,
        },
        listing,
    )


def _cells(visit: Visit, row: WorkRow, hands: HandsOfList) -> list[str | int]:
    first = row.first
    stage, harm = visit.say(f"work.stage.{row.stage}"), visit.say(f"work.harm.{row.harm}")
    return [
        first.asks,
        first.decide_by.isoformat(),
        stage,
        harm,
        first.claim,
        row.days_open,
        hands.staff(first.question),
    ]


def _options(visit: Visit, name: str, kinds: Iterable[StrEnum], counts: Mapping[str, int]) -> list[dict[str, str]]:
    """A choice with a count in each option."""
    all_of_them = {"value": "", "text": visit.say("work.all", n=visit.language.number(sum(counts.values())))}
    return [
        all_of_them,
        *(
            {
                "value": kind.value,
                "text": visit.say(
                    "work.option", kind=visit.say(f"work.{name}.{kind}"), n=visit.language.number(counts.get(kind, 0))
                ),
            }
            for kind in kinds
        ),
    ]


PAGES = (
    StaffPage(
        name="work",
        path="/work",
        seen_by=frozenset({Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER}),
        template="work/work.html.jinja",
        show=show,
        menu=10,
    ),
)
