"""The pack as PDF, made as letters are: a heading a table, a line a row."""

from __future__ import annotations

from collections.abc import Sequence

from services.console.staff.figures.asked import AskedFigures
from services.console.staff.figures.front import KeyFigure, six_figures
from services.console.staff.figures.receipt import receipt_in_words
from services.console.staff.figures.view import RowView, TableView
from services.console.staff_page import PageFile, Visit
from services.letters.model import LAW_LANGUAGE
from services.letters.pdf import as_pdf
from services.letters.written import LetterRun, WrittenLetter, WrittenLine, WrittenSection


def pack_as_pdf(visit: Visit, told: AskedFigures, tables: Sequence[TableView]) -> PageFile:
    """All figures, tables and the receipt. Raises `CannotMakePdf`."""
    day = told.receipt.day
    letter = WrittenLetter(
        language=visit.language.words.language,
        direction=visit.language.direction,
        title=visit.say("figures.title"),
        head=(_line(visit.say("figures.kicker", day=visit.language.day(day))),),
        sections=(
            WrittenSection(visit.say("figures.six"), tuple(map(_key_figure, six_figures(visit, told)))),
            *(_table(table) for table in tables),
            _receipt(visit, told),
        ),
        foot=_line(visit.say("figures.no_person"), "note"),
    )
    return PageFile(f"figures-{day}-{letter.language}.pdf", "application/pdf", as_pdf(letter, day))


def _line(text: str, kind: str = "plain", *, original: str = "") -> WrittenLine:
    note = (LetterRun(original, LAW_LANGUAGE),) if original else ()
    return WrittenLine((LetterRun(text),), kind, note)  # type: ignore[arg-type]  # of a closed list


def _key_figure(figure: KeyFigure) -> WrittenLine:
    target = f" ({figure.target_in_words})" if figure.target_in_words else ""
    words = " ".join((f"{figure.title}: {figure.value}{target}.", *figure.sentences))
    return _line(words, "item")


def _table(table: TableView) -> WrittenSection:
    rows = (*table.rows, *((table.foot,) if table.foot else ()))
    lines = [_line(_row(table, row), "item") for row in rows]
    told = [_line(table.nothing)] if table.nothing else lines
    joined = [_line(table.joined, "note")] if table.joined else []
    return WrittenSection(table.caption, (*told, *joined, _line(table.rule, "note", original=table.cites)))


def _row(table: TableView, row: RowView) -> str:
    cells = "; ".join(f"{column}: {cell}" for column, cell in zip(table.columns[1:], row.cells, strict=True))
    return f"{row.label}. {cells}"


def _receipt(visit: Visit, told: AskedFigures) -> WrittenSection:
    lines = [_line(f"{name}: {text}", original=english) for name, text, english in receipt_in_words(visit, told)]
    again = _line(visit.say("figures.receipt.again", day=told.receipt.day.isoformat()), "note")
    return WrittenSection(visit.say("figures.receipt"), (*lines, again))
