"""The file of what a change of the law does to each claim, written page by page so that it can be gone on with.

Beside it lies a checkpoint: the last person, how long the file was then, and the sums up to there. What stands behind
it when a machine stopped is cut off and written again, so that the file ends as if nothing had happened.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from math import floor
from pathlib import Path
from typing import NamedTuple, Self

from contracts.currencies import MINOR_DIGITS
from contracts.in_words import InWords
from law.amendments.benefit_from_day import BenefitFromDay
from law.language.terms.numerals import plain
from services.operations.law_change import ChangedClaim, Totals
from services.runtime.process.private_files import private_file

OF_BOTH = ("outcome", "rate", "per", "period_from", "period_state", "period_paid", "left", "left_in", "last_day", "due")
COLUMNS = (
    "person",
    "claim",
    "effect",
    "currency",
    "more_a_week",
    "more_due",
    *(f"{name}_{side}" for name in OF_BOTH for side in ("before", "after")),
    "in_words",
)
HALF = Fraction(1, 2)
Row = tuple[str, ...]


class ComparedPage(NamedTuple):
    """What was found of a page of people: rows of the file and sums, how many they were, and who was the last."""

    rows: Sequence[Row]
    totals: Totals
    people: int
    last: str


class OtherDifferences(InWords):
    """A file of differences that is there tells of something else than what is asked; the message is one sentence."""


@dataclass(slots=True)
class DifferencesFile:
    """A file of differences, and how far it is. `about` says which change it tells of, and what of it is listed."""

    path: Path
    about: Mapping[str, str]
    after: str = ""
    """The last person that was looked at."""
    length: int = 0
    people: int = 0
    totals: Totals = field(default_factory=Totals)

    @classmethod
    def opened(cls, path: Path, about: Mapping[str, str]) -> Self:
        """The file as it was left, cut off at its checkpoint, or a new one. Raises `OtherDifferences`."""
        kept = checkpoint_of(path)
        if not kept.exists():
            if path.exists():
                raise OtherDifferences(f"{path} is there already; name another file with --out, or remove it.")
            return cls._begun(path, about)
        told = json.loads(kept.read_text("utf-8"))
        if told["about"] != about:
            raise OtherDifferences(
                f"{path} was begun for another change or another day; name another file, or remove it and {kept.name}."
            )
        file = cls(path, about, told["after"], told["length"], told["people"], Totals.of_json(told["totals"]))
        os.truncate(path, file.length)
        return file

    @classmethod
    def _begun(cls, path: Path, about: Mapping[str, str]) -> Self:
        private_file(path)
        file = cls(path, about)
        file._append([COLUMNS])
        file._keep()
        return file

    def add(self, page: ComparedPage) -> None:
        """Write down what was found of a page, and that it was."""
        self._append(page.rows)
        self.people += page.people
        self.after = page.last
        self.totals.merge(page.totals)
        self._keep()

    def finish(self) -> None:
        """Everybody was looked at: nothing is left to go on with."""
        checkpoint_of(self.path).unlink()

    def _append(self, rows: Iterable[Row]) -> None:
        text = StringIO()
        csv.writer(text).writerows(rows)
        with self.path.open("ab") as file:
            file.write(text.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())
            self.length = file.tell()

    def _keep(self) -> None:
        kept = checkpoint_of(self.path)
        new = kept.with_suffix(".new")
        private_file(new)
        far = {"after": self.after, "length": self.length, "people": self.people, "totals": self.totals.as_json()}
        with new.open("w", encoding="utf-8") as file:
            json.dump({"about": dict(self.about), **far}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(kept)


def checkpoint_of(path: Path) -> Path:
    """Where it is kept how far a file of differences is."""
    return path.with_name(f"{path.name}.checkpoint")


def row_of(changed: ChangedClaim) -> Row:
    """A claim as a row of the file: figures of both laws, and the difference in words and money."""
    change, currency = changed.change, changed.change.after.currency
    sides = zip(_cells(change.before), _cells(change.after), strict=True)
    return (
        changed.person,
        changed.claim,
        change.effect.value,
        currency,
        in_units(change.weekly, currency),
        in_units(change.certified, currency),
        *(cell for pair in sides for cell in pair),
        " ".join(change.in_words()),
    )


def _cells(benefit: BenefitFromDay) -> Iterator[str]:
    currency, period = benefit.currency, benefit.period
    yield benefit.outcome.value
    yield in_units(benefit.rate.minor, currency) if benefit.rate else ""
    yield benefit.rate_per or ""
    yield str(period.start) if period else ""
    yield benefit.state.value if benefit.state else ""
    yield in_units(benefit.amount, currency) if period else ""
    limit = benefit.limit_left
    yield in_units(benefit.total_left, currency) if limit is None else plain(limit)
    yield currency if limit is None else benefit.unit
    yield str(benefit.ends - timedelta(days=1))
    yield in_units(benefit.certified, currency)


def in_units(minor: Fraction | int, currency: str) -> str:
    """An amount in units of its currency, rounded half up to the minor unit, with its sign: `-12.50`."""
    return f"{Decimal(floor(minor + HALF)).scaleb(-MINOR_DIGITS[currency]):f}"
