"""What payments knows of one person. Positions are built when they are asked for: most events touch one of many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from services.payments.model import Decided, Entry, Instruction, Position, end_to_end_of
from services.runtime.handlers import Refused, State

Place = tuple[str, str]
"""A claim and a certification."""


@dataclass
class Claimant(State):
    """A person's positions, as stored and as they are now, and what is to be written beside them."""

    stored: dict[Place, Callable[[], Position]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    """Where the payment with an identifier belongs."""
    before: dict[Place, Position] = field(default_factory=dict)
    now: dict[Place, Position] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)

    def position(self, place: Place) -> Position | None:
        """The position as it is now, if there is one."""
        if place not in self.now and place in self.stored:
            self.now[place] = self.before[place] = self.stored[place]()
        return self.now.get(place)

    def keep(self, position: Position) -> None:
        """Take a position's new form."""
        place = (position.claim, position.certification)
        self.now[place] = position
        for one in position.instructions:
            self.places[one.end_to_end] = place

    def of_claim(self, claim: str) -> list[Position]:
        """All positions of a claim."""
        places = sorted({place for place in (*self.stored, *self.now) if place[0] == claim})
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
        place = self.places.get(end_to_end)
        position = self.position(place) if place else None
        if position is None:
            return None
        return position, next(one for one in position.instructions if one.end_to_end == end_to_end)
