"""The way from claim to work: how many people reached each stage, told apart by one dimension, as known now."""

from __future__ import annotations

from services.almp_referral.views import FunnelStage
from services.archives.funnel import FunnelCells, funnel_by
from services.console.officers.roles import Role
from services.console.staff.figures.view import value_in_words
from services.console.staff_page import Content, Listing, StaffPage, Visit
from services.oversight.views import MINIMUM, Dimension

OFFERED = (Dimension.SEX, Dimension.AGE_BAND, Dimension.REGION, Dimension.CHANNEL)
"""By what the committee's figures are told apart."""


def show(visit: Visit) -> Content:
    """The table by the dimension that the address names."""
    asked = visit.query.get("by", "")
    by = Dimension(asked) if asked in set(OFFERED) else Dimension.SEX
    table = funnel_by(visit.world.databases, by)
    rows = [(value_in_words(visit, by.value, value), cells) for value, cells in table.rows.items()]
    in_file = [*rows, (visit.say("figures.all"), table.together)]
    heads = [visit.say(f"funnel.stage.{stage}") for stage in FunnelStage]
    few = visit.say("figures.few", n=visit.language.number(MINIMUM))
    return Content(
        {
            "heads": heads,
            "rows": [(label, _written(visit, cells, few)) for label, cells in rows],
            "everybody": _written(visit, table.together, few),
            "by": by.value,
            "bys": [{"value": own.value, "text": visit.say(f"figures.by.{own}")} for own in OFFERED],
            "few": few,
        },
        Listing(
            f"funnel-{visit.today}",
            [visit.say(f"figures.by.{by}"), *heads],
            [[label, *(cells[stage] for stage in FunnelStage)] for label, cells in in_file],
        ),
    )


def _written(visit: Visit, cells: FunnelCells, few: str) -> list[str]:
    numbers = [cells[stage] for stage in FunnelStage]
    return [few if number is None else visit.language.number(number) for number in numbers]


PAGES = (
    StaffPage(
        name="funnel",
        path="/figures/funnel",
        seen_by=frozenset({Role.OVERSIGHT, Role.AUDITOR}),
        template="funnel/funnel.html.jinja",
        show=show,
        menu=66,
    ),
)
