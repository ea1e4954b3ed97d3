"""Long lists, so many rows a page; the page stands in the address. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ROWS_A_PAGE = 100
PAGE = "page"
PAGES_MAX = 9_999


@dataclass(frozen=True, slots=True)
class ListPage:
    """Which page of a list is asked for, from 1 on, and how many rows the list has."""

    number: int
    rows: int

    @classmethod
    def asked(cls, query: Mapping[str, str], rows: int) -> ListPage:
        """The page that an address names; the last one where there is no such page."""
        typed = query.get(PAGE, "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(PAGES_MAX)) else 1
        return cls(min(max(1, number), max(1, -(-rows // ROWS_A_PAGE))), rows)

    @property
    def start(self) -> int:
        """How many rows stand on the pages before it."""
        return (self.number - 1) * ROWS_A_PAGE

    @property
    def before(self) -> int | None:
        """The number of the page before it."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The number of the page behind it."""
        return self.number + 1 if self.start + ROWS_A_PAGE < self.rows else None
