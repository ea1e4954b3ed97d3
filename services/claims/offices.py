"""To which office an officer belongs, where the institution keeps that: whoever names another one is refused in words.

An event of a desk says for whom an officer acted, and nothing in it proves it. The console writes the office of the
sign-in; for every other desk this register is what an act is held against.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.casework import Officer
from law.language.terms.document import Entry

EXAMPLE = "offices: [{staff: staff-17, office: north, from: 2020-01-01}]"


@dataclass(frozen=True, slots=True)
class Belonging:
    """From this day on the officer belongs to this office, until a later entry; both in small letters."""

    staff: str
    office: str
    since: date


@dataclass(frozen=True, slots=True)
class OfficeRegister:
    """All that is known of who belongs where; an empty one believes what an act says."""

    belongings: tuple[Belonging, ...] = ()

    def office_of(self, officer: Officer, on: date) -> str | None:
        """The office of an officer on a day; None where the register does not know."""
        own = [known for known in self.belongings if known.staff == officer.staff.casefold() and known.since <= on]
        return max(own, key=lambda known: known.since).office if own else None

    def why_not(self, officer: Officer, on: date) -> str | None:
        """Why an act cannot be that of the office that it names; None where it can."""
        if not self.belongings or officer.office is None:
            return None
        own = self.office_of(officer, on)
        if own is None:
            return f"the register of offices does not know to which office {officer.staff} belonged on {on}"
        if own != officer.office.lower():
            return f"on {on} {officer.staff} belonged to the office {own}, and cannot act for {officer.office}"
        return None


def office_register(entry: Entry | None) -> OfficeRegister:
    """Read the list `offices`. Raises `RuleSheetError`."""
    if entry is None:
        return OfficeRegister()
    return OfficeRegister(tuple(_belonging(item) for item in entry.items(example=EXAMPLE)))


def _belonging(entry: Entry) -> Belonging:
    fields = entry.fields(required="staff office from", example=EXAMPLE)
    staff, office = (fields[name].text(example=EXAMPLE) for name in ("staff", "office"))
    return Belonging(staff.casefold(), office.lower(), fields["from"].day())
