"""From a line of a file to the facts it states, in sealed envelopes; or to the reasons why it states none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from contracts.base import Envelope, derived_id, seal
from contracts.refusals import in_words
from contracts.registry import Fact
from services.registry_kit.cells import CellFault, filled
from services.registry_kit.kinds import KINDS, fields_of
from services.registry_kit.lines import InputLine
from services.registry_kit.mapping import Mapping
from services.runtime.privacy.pseudonyms import FORM

DECIDING = "ended_on"
"""Where a kind has two facts, the second is stated only if this field is filled."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A line that states no fact, and why: every field with its fault, and no value of the line."""

    line: int
    reason: str


class Facts:
    """Turns lines of one kind into envelopes; the same line gives the same bytes on every day.

    `pseudonym` makes a pseudonym of an identity number, and raises `ValueError` for what is none.
    """

    def __init__(self, mapping: Mapping, kind: str, pseudonym: Callable[[str], str]) -> None:
        self._mapping = mapping
        self._events = KINDS[kind]
        self._shapes = fields_of(kind)
        self._pseudonym = pseudonym

    def of(self, line: InputLine) -> list[Envelope] | Reject:
        """The facts that a line states."""
        if line.fault is not None:
            return Reject(line.number, line.fault)
        faults: list[str] = []
        person = self._person(line, faults)
        values: dict[str, Any] = {}
        for name, rule in self._mapping.fields.items():
            try:
                values[name] = filled(rule, self._shapes[name], line.cells)
            except CellFault as fault:
                faults.append(f"{name}: {fault}")
        if faults or person is None:
            return Reject(line.number, "; ".join(faults))
        stated = {name: value for name, value in values.items() if value is not None}
        return self._sealed(line.number, person, stated)

    def _sealed(self, number: int, person: str, stated: dict[str, Any]) -> list[Envelope] | Reject:
        first, *more = self._events
        events = [first, *(event for event in more if DECIDING in stated)]
        try:
            return [self._envelope(event.model_validate(stated), person) for event in events]
        except ValidationError as error:
            return Reject(number, in_words(error))

    def _envelope(self, fact: Fact, person: str) -> Envelope:
        source = self._mapping.source
        event_id = derived_id(source, person, fact.name, fact.key, fact.source_version)
        return seal(fact, subject=person, source=source, time=fact.recorded_at, event_id=event_id)

    def _person(self, line: InputLine, faults: list[str]) -> str | None:
        whom = self._mapping.person
        cell = line.cells.get(whom.national_id or whom.pseudonym or "")
        if cell is None:
            faults.append("person: the line does not say whom it is about")
            return None
        if whom.pseudonym is not None:
            if re.fullmatch(FORM, str(cell).strip()):
                return str(cell).strip()
            faults.append("person: this is no pseudonym")  # it might be an identity number, which must not travel
            return None
        try:
            return self._pseudonym(str(cell))
        except ValueError as fault:
            faults.append(f"person: {fault}")
            return None
