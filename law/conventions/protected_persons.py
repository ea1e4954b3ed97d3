"""The persons protected, as a member states them: their earnings on one time basis, and what follows from these."""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from law.conventions.files import BadInput
from law.language.terms.calendar import MONTHS_OF_A_YEAR
from law.language.terms.errors import FormulaError
from law.language.terms.numerals import parse_number
from law.people.calendar import CalendarUnits

REQUIRED = ("earnings", "per")
COLUMNS = (*REQUIRED, "weeks_granted")


@dataclass(frozen=True, slots=True)
class ProtectedPersons:
    """Monthly earnings of the persons protected, ascending; and the weeks of benefit granted, where stated.

    Earnings are whole units of the currency. `digest` is the SHA-256 of the file.
    """

    monthly: tuple[Fraction, ...]
    weeks_granted: tuple[Fraction, ...]
    digest: str

    @property
    def mean(self) -> Fraction:
        """Average monthly earnings."""
        return sum(self.monthly, Fraction(0)) / len(self.monthly)

    def not_less_than(self, share: Fraction) -> Fraction:
        """The smallest earnings not below those of this share of the persons (nearest rank; C102 Art. 65(6)(c))."""
        return self.monthly[math.ceil(share * len(self.monthly)) - 1]

    def mean_weeks_granted(self) -> Fraction | None:
        """The average of the durations that were granted; None if none is stated."""
        return sum(self.weeks_granted, Fraction(0)) / len(self.weeks_granted) if self.weeks_granted else None


def load_protected(path: Path, calendar: CalendarUnits) -> ProtectedPersons:
    """The persons in a CSV file. Raises `BadInput`, naming the line."""
    try:
        data = path.read_bytes()
        lines = data.decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"{path} cannot be read: {fault}.") from None
    monthly, granted = _read(csv.DictReader(lines), path, calendar)
    return ProtectedPersons(tuple(sorted(monthly)), tuple(granted), hashlib.sha256(data).hexdigest())


def _read(
    rows: csv.DictReader[str] | Iterable[Mapping[str, str]], path: Path, calendar: CalendarUnits
) -> tuple[list[Fraction], list[Fraction]]:
    heads = tuple(getattr(rows, "fieldnames", None) or ())
    if missing := [name for name in REQUIRED if name not in heads]:
        raise BadInput(f"{path} has no column {missing[0]} (columns: {', '.join(COLUMNS)}).")
    if unknown := [name for name in heads if name not in COLUMNS]:
        raise BadInput(f"{path}: the column {unknown[0]} is not known (columns: {', '.join(COLUMNS)}).")
    monthly, granted = [], []
    for number, row in enumerate(rows, 2):
        per = (row["per"] or "").strip()
        if per not in calendar.per_year:
            raise BadInput(f"{path}:{number}: '{per}' is not a time basis ({', '.join(calendar.per_year)}).")
        earned = _number(row["earnings"], "earnings", path, number)
        monthly.append(earned * calendar.per_year[per] / MONTHS_OF_A_YEAR)
        if (row.get("weeks_granted") or "").strip():
            granted.append(_number(row["weeks_granted"], "weeks_granted", path, number))
    if not monthly:
        raise BadInput(f"{path} names no person.")
    return monthly, granted


def _number(written: str | None, column: str, path: Path, line: int) -> Fraction:
    try:
        number = Fraction(parse_number((written or "").strip()))
    except FormulaError:
        raise BadInput(f"{path}:{line}: {column} is not a number: '{written}'.") from None
    if number < 0:
        raise BadInput(f"{path}:{line}: {column} is negative.")
    return number
