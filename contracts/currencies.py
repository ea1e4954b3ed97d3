"""The currencies of ISO 4217 with the decimal digits of each: the one table for every amount there is.

The table is `iso4217.csv`; `python -m deploy.currencies` takes it from the list of the standard's maintenance agency.
Metals, test codes and "no currency" have no minor unit, so they are no money and not in it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).with_name("iso4217.csv")
COMMENT = "#"


def rows() -> list[dict[str, str]]:
    """The lines of the table: `code`, `digits`, `name`, and `left_by` for a currency that ISO has withdrawn."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith(COMMENT)))


MINOR_DIGITS: Mapping[str, int] = MappingProxyType({row["code"]: int(row["digits"]) for row in rows()})
"""Decimal digits by code: 2 for USD, whose amounts are in cents; 0 for JPY, 3 for TND."""
