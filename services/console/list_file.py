"""A list as a file for a spreadsheet."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from io import StringIO

from starlette.responses import Response

from services.console.staff_page import Cell, Listing

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, also behind a line end or as wide signs (OWASP)."""


_PSEUDONYM = re.compile(r"p-[0-9a-f]{32}")
SHOWN_OF_PSEUDONYM = 10


def as_shown(listing: Listing) -> Listing:
    """The list with the beginning of each pseudonym, as pages show it: a file is passed on, and a page is not."""
    rows = [[_beginning(cell) for cell in row] for row in listing.rows]
    return Listing(listing.name, listing.columns, rows)


def _beginning(cell: Cell) -> Cell:
    whole = isinstance(cell, str) and _PSEUDONYM.fullmatch(cell)
    return str(cell)[:SHOWN_OF_PSEUDONYM] if whole else cell


def as_csv(listing: Listing) -> Response:
    """CSV (RFC 4180) in UTF-8; a text that a spreadsheet would work out has an apostrophe before it, a number none."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(listing.columns)
    writer.writerows([[_plain(cell) for cell in row] for row in listing.rows])
    headers = {"Content-Disposition": f'attachment; filename="{listing.name}.csv"'}
    return Response(file.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, str) and (cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)):
        return f"'{cell}"
    return "" if cell is None else cell
