"""The lines of a CSV file (RFC 4180), each line of the file accounted for: a quote that nobody closes swallows none."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from services.registry_kit.encodings import undecodable_at
from services.registry_kit.input_line import InputLine
from services.registry_kit.mapping import Csv

CONTINUED_MAX = 1_000
NOT_CLOSED = "a quote is opened here and not closed before the next line begins"


class _NotClosed(Exception):
    """A line inside quotes is a line of the file itself."""


class CsvLines:
    """Reads lines of text as CSV: first `header`, then every line that follows by iterating."""

    def __init__(self, lines: Iterable[str], form: Csv) -> None:
        self._lines = _LinesInQuotes(lines, form)
        self._form = form
        self._columns = 0
        self.header_fault: str | None = None
        """Why the header could not be read."""
        self._number = 1
        self._reader = self._new_reader()

    def header(self) -> list[str]:
        """The names of the columns, of the first line that is not blank."""
        while True:
            line, names = self._next()
            if line is None:
                return []
            self._number += line.span
            if not line.blank:
                self._columns = self._lines.columns = len(names)
                self.header_fault = line.fault
                return [] if line.fault else [name.strip() for name in names]

    def __iter__(self) -> Iterator[tuple[InputLine, list[str]]]:
        """Each line after the header with its cells, or with its fault."""
        while True:
            line, cells = self._next()
            if line is None:
                return
            yield line, cells
            self._number += line.span

    def _next(self) -> tuple[InputLine | None, list[str]]:
        self._lines.begin()
        try:
            cells = next(self._reader)
        except StopIteration:
            return None, []
        except (csv.Error, _NotClosed) as error:
            self._reader = self._new_reader()
            never_closed = len(self._lines.taken) > 1 or "end of data" in str(error)
            fault = NOT_CLOSED if never_closed else f"this is not CSV: {error}"
            self._lines.give_back()
            return InputLine(self._number, {}, fault), []
        return self._judged(cells)

    def _judged(self, cells: list[str]) -> tuple[InputLine, list[str]]:
        taken = self._lines.taken
        if not any(cell.strip() for cell in cells):  # a spreadsheet ends its files with rows of delimiters
            return InputLine(self._number, {}, span=len(taken), blank=True), []
        if self._columns and len(cells) != self._columns:
            if len(taken) > 1:
                self._lines.give_back()
                return InputLine(self._number, {}, NOT_CLOSED), []
            count = f"{len(cells)} column{'' if len(cells) == 1 else 's'}"
            fault = f"the line has {count}, the header {self._columns}"
            return InputLine(self._number, {}, fault), []
        return InputLine(self._number, {}, self._fault_of_text(), len(taken)), cells

    def _fault_of_text(self) -> str | None:
        for number, line in enumerate(self._lines.taken):
            if (at := undecodable_at(line, self._form.encoding)) is not None:
                where = f" of line {self._number + number}" if number else ""
                return f"byte {at}{where} is not written in {self._form.encoding}"
            if "\0" in line:
                return "the line holds a byte that is zero"
        return None

    def _new_reader(self) -> Iterator[list[str]]:
        delimiter, quote = self._form.delimiter, self._form.quote
        if not quote:
            return csv.reader(self._lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
        return csv.reader(self._lines, delimiter=delimiter, quotechar=quote, strict=True)


class _LinesInQuotes(Iterator[str]):
    """Gives a CSV reader its lines, and takes back those that a quote swallowed."""

    def __init__(self, lines: Iterable[str], form: Csv) -> None:
        self.taken: list[str] = []
        self.columns = 0
        self._form = form
        self._lines = iter(lines)
        self._ahead: deque[str] = deque()

    def begin(self) -> None:
        """The next line begins a row."""
        self.taken = []

    def give_back(self) -> None:
        """Let every line but the first be read as a row of its own."""
        self._ahead.extendleft(reversed(self.taken[1:]))
        self.taken = self.taken[:1]

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._lines)
        self.taken.append(line)
        if len(self.taken) > 1 and (len(self.taken) > CONTINUED_MAX or self._is_a_row(line)):
            raise _NotClosed
        return line

    def _is_a_row(self, line: str) -> bool:
        """Whether a line inside quotes has all columns of a row by itself, and is not the end of a first column."""
        if not self.columns or self._width(line) < self.columns:
            return False
        first = self.taken[0]
        ends_first_column = first.startswith(self._form.quote) and self._width(first) < self.columns
        return not (ends_first_column and self._form.quote in line)

    def _width(self, line: str) -> int:
        return line.count(self._form.delimiter) + 1
