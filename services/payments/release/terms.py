"""On which terms files are released, and what is pointed out: dated figures with their source (`terms.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from law.language.terms.document import read_document
from law.language.terms.parameters import Parameter, read_parameter
from law.language.terms.whole_numbers import NO_CURRENCY

FILE = Path(__file__).with_name("terms.yaml")
NAMES = "people arrears_weeks comparable_weeks"
EXAMPLE = "parameters: {people: {meaning: ..., unit: count, values: [...]}, ...}"
PEOPLE_LEAST, PEOPLE_MOST = 2, 9


class TooFewPeople(Exception):
    """The terms let fewer than two people release a file, or more than anybody can wait for."""


@dataclass(frozen=True, slots=True)
class ReleaseTerms:
    """The terms of one institution; they hold for every day from the first that they name."""

    people: Parameter
    arrears_weeks: Parameter
    comparable_weeks: Parameter

    @classmethod
    def from_file(cls, path: Path = FILE) -> ReleaseTerms:
        """Read and check a file of terms. Raises `RuleSheetError` naming file, line and rule, and `TooFewPeople`."""
        document = read_document(path.read_text("utf-8"), file=path.name)
        figures = document.fields(required="parameters", example=EXAMPLE)["parameters"]
        entries = figures.fields(required=NAMES, example=EXAMPLE)
        terms = cls(**{name: read_parameter(name, entry, currency=NO_CURRENCY) for name, entry in entries.items()})
        for known in terms.people.values:
            if not PEOPLE_LEAST <= known.value <= PEOPLE_MOST:
                raise TooFewPeople(
                    f"{path.name}: {PEOPLE_LEAST} to {PEOPLE_MOST} people release a file, no other number"
                )
        return terms

    def people_on(self, day: date) -> int:
        """How many people must release a file of a day."""
        return int(self.people.on(day).value)

    def weeks_of_arrears(self, day: date) -> int:
        """After how many weeks a payment for days of the past is pointed out."""
        return int(self.arrears_weeks.on(day).value)

    def weeks_to_compare(self, day: date) -> int:
        """How many weeks back a comparable run is looked for."""
        return int(self.comparable_weeks.on(day).value)


@cache
def standard_terms() -> ReleaseTerms:
    """The terms that come with Tideover, read once."""
    return ReleaseTerms.from_file()
