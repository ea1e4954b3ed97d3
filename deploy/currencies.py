"""Brings contracts/iso4217.csv to the newest list of currencies: `python -m deploy.currencies`.

The source is List One of SIX, the maintenance agency of ISO 4217, as the package iso4217 ships it: upgrade the package
first. A code that left the list stays in the table, for wages of that time are still facts, and what was published
stays readable. The table began with the list of 2016-07-01 and took in every list that the package has had since.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from io import StringIO
from typing import NamedTuple

import iso4217

from contracts.currencies import COMMENT, TABLE, rows


class Currency(NamedTuple):
    """A line of the table. `left_by` is the date of the first list without it, empty while it is listed."""

    code: str
    digits: str
    name: str
    left_by: str = ""


Currencies = Mapping[str, Currency]


def listed() -> Currencies:
    """The installed list without what has no minor unit (gold, test codes): that is no money."""
    return {
        code: Currency(code, digits, str(entry["CcyNm"]))
        for code, entry in iso4217.raw_table.items()
        if code and (digits := str(entry["CcyMnrUnts"])).isdecimal()
    }


def tabled() -> Currencies:
    """The table as it stands."""
    return {row["code"]: Currency(**row) for row in rows()} if TABLE.exists() else {}


def brought_up_to(newest: Currencies, table: Currencies, published: str) -> Currencies:
    """The table with all of the newest list, and with what earlier lists had."""
    left = {
        code: currency if currency.left_by else currency._replace(left_by=published)
        for code, currency in table.items()
        if code not in newest
    }
    return {**newest, **left}


def as_text(table: Currencies, published: str) -> str:
    """The table's file, in the order of codes."""
    text = StringIO()
    text.write(f"{COMMENT} ISO 4217 List One of {published} (SIX, maintenance agency), and codes of earlier lists.\n")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(Currency._fields)
    lines.writerows(table[code] for code in sorted(table))
    return text.getvalue()


def newest_text() -> str:
    """What the file has to say today."""
    published = iso4217.__published__.isoformat()
    return as_text(brought_up_to(listed(), tabled(), published), published)


def main() -> int:
    """Write the table, if the list says anything else than the file."""
    text = newest_text()
    if not TABLE.exists() or TABLE.read_text("utf-8") != text:
        TABLE.write_text(text, encoding="utf-8")
        sys.stdout.write(f"wrote {TABLE.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
