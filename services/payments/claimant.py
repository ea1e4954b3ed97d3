"""What payments knows of one person: what is in motion is loaded, the long past is fetched when an event names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from services.payments.model import Decided, Instruction, JournalEntry, Position, end_to_end_of
from services.runtime.handling import Refused, State

PeriodKey = tuple[str, str]
"""A claim and a certification."""


class PositionStore(Protocol):
    """Where a person's positions are stored, in the transaction of the batch."""

    def position(self, person: str, place: PeriodKey) -> Position | None:
        """The stored position."""

    def place_of(self, person: str, end_to_end: str) -> PeriodKey | None:
        """Where the payment with this identifier belongs, if it is this person's."""

    def places_of(self, person: str, claim: str) -> list[PeriodKey]:
        """All places of a claim."""


@dataclass
class Claimant(State):
    """A person's positions, as stored and as they are now, and what is to be written beside them."""

    shelf: PositionStore | None = None
    before: dict[PeriodKey, Position] = field(default_factory=dict)
    now: dict[PeriodKey, Position] = field(default_factory=dict)
    entries: list[JournalEntry] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)

    def remember(self, position: Position) -> None:
        """Take a position as it is stored."""
        place = (position.claim, position.certification)
        self.now[place] = self.before[place] = position

    def keep(self, position: Position) -> None:
        """Take a position's new form."""
        self.now[position.claim, position.certification] = position

    def position(self, place: PeriodKey) -> Position | None:
        """The position as it is now, if there is one."""
        if place not in self.now and self.shelf and (stored := self.shelf.position(self.subject, place)):
            self.remember(stored)
        return self.now.get(place)

    def of_claim(self, claim: str) -> list[Position]:
        """All positions of a claim."""
        stored = self.shelf.places_of(self.subject, claim) if self.shelf else []
        places = sorted({place for place in (*stored, *self.now) if place[0] == claim})
        return [position for place in places if (position := self.position(place)) is not None]

    def paid_by(self, end_to_end: str) -> tuple[Position, Instruction]:
        """The payment with this identifier. Raises `Refused` if there is none."""
        found = self._find(end_to_end)
        if found is None:
            raise Refused("bank-mismatch", "the bank names a payment that was never instructed for this subject")
        return found

    def instructed(self, instruction: UUID) -> tuple[Position, Instruction]:
        """The payment with this id. Raises `Refused` if there is none."""
        found = self._find(end_to_end_of(instruction))
        if found is None:
            raise Refused("out-of-order", "no payment with this id was instructed for this person")
        return found

    def _find(self, end_to_end: str) -> tuple[Position, Instruction] | None:
        if (found := self._loaded(end_to_end)) is None and self.shelf:
            place = self.shelf.place_of(self.subject, end_to_end)
            if place and self.position(place):
                found = self._loaded(end_to_end)
        return found

    def _loaded(self, end_to_end: str) -> tuple[Position, Instruction] | None:
        for position in self.now.values():
            for one in position.instructions:
                if one.end_to_end == end_to_end:
                    return position, one
        return None
