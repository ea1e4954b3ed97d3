"""A letter as PDF on A4. It needs fpdf2 and uharfbuzz, which are asked for only here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.in_words import InWords
from services.letters.written import LetterRun, WrittenLetter, WrittenLine

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
FAMILY = "letters"
MARGIN, INDENT, GAP = 62, 14, 4
TITLE, HEADING, BODY, SMALL = 17, 13, 10, 8
"""In points, as everything on the paper."""
SIGNS_NAMED = 5
INK, SOFT = (27, 36, 48), (84, 96, 111)


class CannotMakePdf(InWords):
    """What makes PDFs is not installed, or its font lacks a sign of the letter."""


def as_pdf(letter: WrittenLetter, day: date) -> bytes:
    """The letter on as many pages as it takes. Raises `CannotMakePdf`."""
    try:
        from fpdf import FPDF  # noqa: PLC0415  an extra that few commands need
    except ModuleNotFoundError as missing:
        raise CannotMakePdf(
            f"A PDF needs a package that is not installed ({missing.name}): install tideover[pdf]."
        ) from None
    _has_every_sign(letter)
    pdf = FPDF(format="A4", unit="pt")
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(auto=True, margin=MARGIN)
    pdf.add_font(FAMILY, "", FONTS / "DejaVuSansLetters.ttf")
    pdf.add_font(FAMILY, "B", FONTS / "DejaVuSansLetters-Bold.ttf")
    pdf.set_text_shaping(use_shaping_engine=True, direction=letter.direction)
    pdf.set_lang(letter.language)
    pdf.set_title(letter.title)
    pdf.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
    paper = _Paper(pdf, rtl=letter.direction == "rtl")
    paper.write(letter)
    return bytes(pdf.output())


def _has_every_sign(letter: WrittenLetter) -> None:
    """A sign that the font lacks would be a gap, as where a name stands. Raises `CannotMakePdf`."""
    known = _signs()
    missing = sorted({sign for text in _texts(letter) for sign in text if ord(sign) not in known})
    if missing:
        named = ", ".join(f"U+{ord(sign):04X}" for sign in missing[:SIGNS_NAMED])
        raise CannotMakePdf(f"The PDF's font lacks signs of this letter ({named}): take its text or its page.")


@cache
def _signs() -> frozenset[int]:
    """The code points that the font can print, and the line's end."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  comes with fpdf2

    with TTFont(FONTS / "DejaVuSansLetters.ttf") as font:
        return frozenset((*font.getBestCmap(), ord("\n")))


def _texts(letter: WrittenLetter) -> Iterator[str]:
    lines = [*letter.head, *(line for section in letter.sections for line in section.lines), letter.foot]
    yield from (letter.title, *(section.heading for section in letter.sections))
    yield from (run.text for line in lines for run in (*line.runs, *line.note))


class _Paper:
    """Lines on paper, from the side on which the language begins."""

    def __init__(self, pdf: FPDF, *, rtl: bool) -> None:
        self.pdf = pdf
        self.rtl = rtl

    def write(self, letter: WrittenLetter) -> None:
        """The whole letter."""
        self.pdf.add_page()
        for line in letter.head:
            self._text(self._joined(line.runs), BODY)
        self.pdf.ln(2 * BODY)
        self._text(letter.title, TITLE, bold=True)
        for section in letter.sections:
            self.pdf.ln(BODY)
            self._keep_together(_height(HEADING) + 3 * _height(BODY))
            self._text(section.heading, HEADING, bold=True)
            for line in section.lines:
                self._line(line)
        self.pdf.ln(2 * BODY)
        self._keep_together(2 * _height(SMALL))
        self._line(letter.foot)

    def _line(self, line: WrittenLine) -> None:
        size = SMALL if line.kind == "note" else BODY
        indent = INDENT if line.kind == "item" else 0
        if line.kind == "item":
            self._bullet()
        self._text(self._joined(line.runs), size, indent=indent, soft=line.kind == "note")
        if line.note:
            self._text(self._joined(line.note), SMALL, indent=indent, soft=True)
        self.pdf.ln(GAP)

    def _bullet(self) -> None:
        """At the edge of the line that follows; both stand on one page."""
        height = _height(BODY)
        self._keep_together(height)
        side = self.pdf.w - MARGIN - INDENT if self.rtl else MARGIN
        self.pdf.set_font(FAMILY, "", BODY)
        self.pdf.set_text_color(*INK)
        self.pdf.set_x(side)
        self.pdf.cell(INDENT, height, "\u2022", align="R" if self.rtl else "L")

    def _text(self, text: str, size: int, *, bold: bool = False, indent: int = 0, soft: bool = False) -> None:
        self.pdf.set_font(FAMILY, "B" if bold else "", size)
        self.pdf.set_text_color(*(SOFT if soft else INK))
        self.pdf.set_x(MARGIN if self.rtl else MARGIN + indent)
        width = self.pdf.epw - indent
        align = "R" if self.rtl else "L"
        self.pdf.multi_cell(width, _height(size), text, align=align, new_x="LMARGIN", new_y="NEXT")

    def _keep_together(self, height: int) -> None:
        """A new page, where this one has no room for so many points."""
        if self.pdf.will_page_break(height):
            self.pdf.add_page()

    def _joined(self, runs: tuple[LetterRun, ...]) -> str:
        """The runs in a row; in a letter from right to left, what is in another script keeps its own direction."""
        return "".join(f"\u2066{run.text}\u2069" if self.rtl and run.language is not None else run.text for run in runs)


def _height(size: int) -> int:
    """Of a line: half as much again as its letters."""
    return size * 3 // 2
