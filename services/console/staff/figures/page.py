"""The committee's pages: the front page, a page a subject, and the pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from services.console.officers.roles import Role
from services.console.staff.figures.asked import AskedFigures, asked
from services.console.staff.figures.front import six_figures
from services.console.staff.figures.pack_pdf import pack_as_pdf
from services.console.staff.figures.receipt import receipt_in_words
from services.console.staff.figures.register import register_rows
from services.console.staff.figures.sections import BY_CHOICE, TABLES, FigureSection
from services.console.staff.figures.view import TableView, file_rows, table_view
from services.console.staff.figures.way_to_work import way_to_work
from services.console.staff.figures.weeks import funds_view, weekly_view
from services.console.staff_page import Content, Listing, PageFile, StaffPage, Visit
from services.letters.pdf import CannotMakePdf
from services.oversight.views import BY_ALL, DIMENSIONS, NotClosed

MONTHS_OFFERED = 12
REGISTER_COLUMNS = ("resolution", "decision", "owner", "due", "status", "scheme")
FILE_COLUMNS = ("table", "row", "column", "number", "unit")


def show_front(visit: Visit) -> Content:
    """Six figures, and the way to the tables."""
    return _shown(visit, lambda told: {"six": six_figures(visit, told), "tables": []})


def show_section(section: FigureSection, visit: Visit) -> Content:
    """The tables of a subject."""
    return _shown(visit, lambda told: {"six": [], "tables": section_tables(visit, told, section)})


def show_pack(visit: Visit) -> Content | PageFile:
    """Everything on one page, to be printed; with `as=pdf` as a file."""

    def pack(told: AskedFigures) -> Mapping[str, Any]:
        sections = [(section, section_tables(visit, told, section)) for section in FigureSection]
        return {
            "six": six_figures(visit, told),
            "sections": sections,
            "tables": [table for _, tables in sections for table in tables],
        }

    if visit.query.get("as") == "pdf" and (told := _asked_or_none(visit)) is not None:
        try:
            return pack_as_pdf(visit, told, pack(told)["tables"])
        except CannotMakePdf as fault:
            return Content({**_NOTHING, "why": str(fault)})
    return _shown(visit, pack)


def _asked_or_none(visit: Visit) -> AskedFigures | None:
    try:
        return asked(visit)
    except NotClosed:
        return None


def show_register(visit: Visit) -> Content:
    """What the committee resolved."""
    content = _shown(visit, lambda told: {"six": [], "tables": [], "register": register_rows(told)})
    rows = [
        [
            row.told.resolution,
            row.told.decision,
            row.told.owner,
            row.told.due_on.isoformat() if row.told.due_on else "",
            row.told.status,
            row.scheme,
        ]
        for row in content.values.get("register", ())
    ]
    columns = [visit.say(f"figures.register.{name}") for name in REGISTER_COLUMNS]
    return replace(content, listing=Listing("resolutions", columns, rows))


def section_tables(visit: Visit, told: AskedFigures, section: FigureSection) -> Sequence[TableView]:
    """The tables of a page, told apart by what the reader chose or by their own rows."""
    tables = [table_view(visit, told, table, told.by if by == BY_CHOICE else by) for table, by in TABLES[section]]
    if section is FigureSection.MONEY:
        return [*tables, weekly_view(visit, told), funds_view(visit, told)]
    return [way_to_work(visit, told), *tables] if section is FigureSection.FUNNEL else tables


def _shown(visit: Visit, make: Callable[[AskedFigures], Mapping[str, Any]]) -> Content:
    try:
        told = asked(visit)
    except NotClosed as fault:
        return Content({**_NOTHING, "why": visit.say("figures.not_closed", why=str(fault))})
    if told is None:
        return Content({**_NOTHING, "why": visit.say("figures.none")})
    made = make(told)
    columns = [visit.say("figures.receipt.day"), *FILE_COLUMNS]
    day = told.receipt.day.isoformat()
    rows = [[day, *row] for row in file_rows(made["tables"])]
    rows += [[day, six.title, "", "", *figure] for six in made["six"] for figure in six.figures]
    return Content({**_frame(visit, told), **made}, Listing(f"figures-{day}", columns, rows))


def _frame(visit: Visit, told: AskedFigures) -> Mapping[str, Any]:
    day = told.receipt.day
    months = [one for one, after in zip(told.days[1:], told.days, strict=False) if one.month != after.month]
    offered = sorted({told.days[0], day, *months[:MONTHS_OFFERED]}, reverse=True)
    return {
        "why": "",
        "day": visit.language.day(day),
        "as_of": day.isoformat(),
        "days": [{"value": one.isoformat(), "text": visit.language.day(one)} for one in offered],
        "by": told.by,
        "bys": [{"value": by, "text": visit.say(f"figures.by.{by}")} for by in (*DIMENSIONS, BY_ALL)],
        "receipt": receipt_in_words(visit, told),
        "again": visit.say("figures.receipt.again", day=day.isoformat()),
        "sections": (),
    }


_NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(("six", "tables", "sections", "register", "days", "bys", "receipt"), ()),
    **dict.fromkeys(("day", "as_of", "by", "again"), ""),
}
_COMMITTEE = frozenset({Role.OVERSIGHT, Role.AUDITOR})
PAGES = (
    StaffPage("figures", "/figures", _COMMITTEE, "figures/front.html.jinja", show_front, menu=60),
    *(
        StaffPage(
            name=f"figures_{section}",
            path=f"/figures/{section}",
            seen_by=_COMMITTEE,
            template="figures/section.html.jinja",
            show=partial(show_section, section),
            menu=61 + number,
        )
        for number, section in enumerate(FigureSection)
    ),
    StaffPage(
        "figures_register", "/figures/register", _COMMITTEE, "figures/register.html.jinja", show_register, menu=68
    ),
    StaffPage("figures_pack", "/figures/pack", _COMMITTEE, "figures/pack.html.jinja", show_pack, menu=69),
)
