"""A line of a file as it was found: its cells by column, or why it has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class CellFault(Exception):
    """A cell cannot be read as its field asks; the message says what is asked, and repeats nothing."""


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number of JSON with the digits that were written, which its value would forget."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class InputLine:
    """One line of a file. An empty cell is None; a line that is blank states nothing and has no fault."""

    number: int
    cells: dict[str, Any]
    fault: str | None = None
    span: int = 1
    """How many lines of the file it takes: more than one where a cell in quotes runs on."""
    blank: bool = False
