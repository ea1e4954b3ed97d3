"""What a check asks and answers: instruments with their rows, and the report of a scheme against one. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from law.people.calendar import CalendarUnits


class Status(StrEnum):
    """The answer to one article; doubt is an answer, and so is that the article does not ask anything here."""

    MET = "met"
    NOT_MET = "not met"
    NEEDS_EVIDENCE = "needs evidence"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Row:
    """One machine-checkable requirement of an instrument, as its file states it."""

    id: str
    article: str
    asks: str
    check: str
    """Which check applies it; the names are those of `checks.CHECKS`."""
    cites: str
    figures: Mapping[str, Fraction]
    """Every number of the requirement, by name."""
    words: Mapping[str, str]
    """Whatever else the check needs to know, by name."""
    lists: Mapping[str, tuple[str, ...]]
    unverified: bool = False
    """Whether nobody has compared the row with the text of the Convention."""


@dataclass(frozen=True, slots=True)
class StandardBeneficiary:
    """The person whose benefit is held against the floors, before any wage is set; all of it is data."""

    age: int
    dependants: int
    weekly_hours: int
    insured_months: int
    particulars: Mapping[str, str]
    """Stated wherever a sheet has a particular of that name."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A Convention as data."""

    name: str
    title: str
    standard_person: StandardBeneficiary
    calendar: CalendarUnits
    search: Mapping[str, Fraction]
    """Between which wages and careers persons are tried."""
    floor: Mapping[str, Fraction]
    """The share of earnings and the weeks that hold where a row says nothing else."""
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check says of one row, with its figures and the person it was seen on."""

    status: Status
    because: str
    figures: tuple[tuple[str, str], ...] = ()
    person: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """A row and its answer."""

    row: Row
    answer: Answer


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """A scheme against an instrument on a day of the law, with everything it was computed from."""

    scheme: str
    scheme_digest: str
    instrument: str
    title: str
    law_of: str
    declaration_digest: str
    data_digest: str
    unverified: tuple[str, ...]
    """The parts of the sheet that nobody has compared with the law's text; met means met by the sheet."""
    articles: tuple[ArticleAnswer, ...]

    def of(self, row: str) -> Answer:
        """The answer to a row. Raises `LookupError` if the instrument has no such row."""
        for one in self.articles:
            if one.row.id == row:
                return one.answer
        raise LookupError(f"{self.instrument} has no row {row}")

    def count(self, status: Status) -> int:
        """How many articles have this answer."""
        return sum(one.answer.status is status for one in self.articles)


def met(because: str, *figures: tuple[str, str], person: str = "") -> Answer:
    """The article is met, and was seen to be."""
    return Answer(Status.MET, because, figures, person)


def not_met(because: str, *figures: tuple[str, str], person: str = "") -> Answer:
    """The article is not met, with the figure and the person it was seen on."""
    return Answer(Status.NOT_MET, because, figures, person)


def needs_evidence(because: str, missing: str, *figures: tuple[str, str], person: str = "") -> Answer:
    """The article may be met or not; `missing` is what would show it."""
    return Answer(Status.NEEDS_EVIDENCE, because, figures, person, missing)


def not_asked(because: str, *figures: tuple[str, str]) -> Answer:
    """The article asks nothing of this scheme."""
    return Answer(Status.NOT_ASKED, because, figures)
