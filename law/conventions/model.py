"""What an instrument requires, what a check concludes, and the report of a scheme against an instrument. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from law.people.calendar import CalendarUnits

Figures = tuple[tuple[str, str], ...]
"""Figures of a conclusion: what each one is, and the figure as it is printed."""
A_WAGE_WITH_BENEFIT = "a wage at which benefit is granted"
"""What is missing where no person who was tried is granted benefit."""


class Status(StrEnum):
    """What a check concludes. Doubt is a conclusion, and so is that the article does not apply to this scheme."""

    MET = "met"
    NOT_MET = "not met"
    NEEDS_EVIDENCE = "needs evidence"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One machine-checkable requirement of an instrument, as the instrument's file states it."""

    id: str
    article: str
    asks: str
    check: str
    """The check that applies it: a key of `checks.CHECKS`."""
    cites: str
    figures: Mapping[str, Fraction]
    """Every number of the requirement, by name."""
    words: Mapping[str, str]
    """Settings of the check and sentences it prints, by name."""
    lists: Mapping[str, tuple[str, ...]]
    unverified: bool = False
    """Whether nobody has compared the requirement with the text of the Convention."""

    def pairs(self, name: str) -> dict[str, str]:
        """A list whose lines read `word = meaning`, as a mapping."""
        lines = (line.split("=") for line in self.lists[name])
        return {parts[0].strip(): parts[1].strip() for parts in lines}


@dataclass(frozen=True, slots=True)
class StandardBeneficiary:
    """The person whose benefit is compared with the floors (C102, Schedule to Part XI), apart from the wage."""

    age: int
    dependants: int
    weekly_hours: int
    insured_months: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """A Convention as data."""

    name: str
    title: str
    standard_beneficiary: StandardBeneficiary
    calendar: CalendarUnits
    search: Mapping[str, Fraction]
    """The range of wages and careers that are tried."""
    floor: Mapping[str, Fraction]
    """The share of earnings and the number of weeks, for requirements that state no others."""
    family: tuple[str, ...]
    """Beginnings of words by which a question about a person's family is known."""
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a check concludes of one requirement.

    `person` is the person who shows it, in words. `missing` is what would settle a doubt.
    """

    status: Status
    because: str
    figures: Figures = ()
    person: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRequirement:
    """A requirement and what was concluded of it."""

    requirement: Requirement
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """A scheme against an instrument under the law of one day. Digests are the SHA-256 of the files it comes from."""

    scheme: str
    scheme_digest: str
    instrument: str
    title: str
    law_of: str
    declaration_digest: str
    data_digest: str
    unverified: tuple[str, ...]
    """The parts of the sheet that nobody has compared with the law's text: `met` means met by the sheet."""
    checked: tuple[CheckedRequirement, ...]

    def of(self, requirement_id: str) -> Conclusion:
        """The conclusion on a requirement. Raises `LookupError` if the instrument has no such requirement."""
        for checked in self.checked:
            if checked.requirement.id == requirement_id:
                return checked.conclusion
        raise LookupError(f"{self.instrument} has no requirement {requirement_id}")

    def count(self, status: Status) -> int:
        """How many requirements have this status."""
        return sum(checked.conclusion.status is status for checked in self.checked)


def met(because: str, *figures: tuple[str, str], person: str = "") -> Conclusion:
    """The requirement is met, and this was shown."""
    return Conclusion(Status.MET, because, figures, person)


def not_met(because: str, *figures: tuple[str, str], person: str = "") -> Conclusion:
    """The requirement is not met; the figures and the person show it."""
    return Conclusion(Status.NOT_MET, because, figures, person)


def needs_evidence(because: str, missing: str, *figures: tuple[str, str], person: str = "") -> Conclusion:
    """The requirement may be met or not; `missing` is what would settle it."""
    return Conclusion(Status.NEEDS_EVIDENCE, because, figures, person, missing)


def not_computed(missing: str, *figures: tuple[str, str]) -> Conclusion:
    """Nobody who was tried shows anything; `missing` is what would let the check compute."""
    return needs_evidence("Nothing could be computed.", missing, *figures)


def not_asked(because: str, *figures: tuple[str, str]) -> Conclusion:
    """The article requires nothing of this scheme."""
    return Conclusion(Status.NOT_ASKED, because, figures)
