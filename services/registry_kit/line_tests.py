"""Which lines of a file a part of the mapping is about, by what stands in their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool

from services.registry_kit.input_line import CellFault

Cells = Mapping[str, Any]

LineTest = dict[str, Annotated[tuple[str, ...], Field(min_length=1)]]
"""By column, what may stand in it; "" is an empty cell. A line passes if every column holds one of its texts."""


CodesThatState = dict[str, Annotated[dict[str, StrictBool], Field(min_length=1)]]
"""By column, of each code whether a line with it states something of the kind that is read."""


def passes(cells: Cells, test: LineTest) -> bool:
    """Whether a line is one of those that the test names."""
    return all(_text(cells.get(column)) in texts for column, texts in test.items())


def states(cells: Cells, only: CodesThatState) -> bool:
    """Whether a line states something of the kind that is read. Raises `CellFault` for a code of which nobody said."""
    for column, codes in only.items():
        if (code := _text(cells.get(column))) not in codes:
            raise CellFault(f"{column}: the mapping does not say whether a line with this code states anything")
        if not codes[code]:
            return False
    return True


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()
