"""In whose hand each matter of a list is, and the filter by it: mine, my office's, nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contracts.assignments import MatterKind
from contracts.casework import Officer
from services.claims.views import in_hand
from services.console.officers.officer import SignedIn
from services.console.staff_page import Visit

HAND = "hand"
"""The filter's field in an address."""


class WhoseHand(StrEnum):
    """In whose hand a matter is."""

    MINE = "mine"
    OFFICE = "office"
    """Of an officer of the same office."""
    NOBODY = "nobody"


def hand_of(holder: Officer | None, officer: SignedIn) -> set[WhoseHand]:
    """Which lists a matter stands in, by who has it."""
    if holder is None:
        return {WhoseHand.NOBODY}
    mine = {WhoseHand.MINE} if holder.is_one_of([officer.staff]) else set[WhoseHand]()
    ours = (
        None not in {holder.office, officer.office} and str(holder.office).casefold() == str(officer.office).casefold()
    )
    return mine | ({WhoseHand.OFFICE} if ours else set())


@dataclass(frozen=True, slots=True)
class HandsOfList:
    """Who has each matter of a list, and which of them the reader asked for."""

    kind: MatterKind
    holders: Mapping[str, Officer]
    lists: Mapping[str, set[WhoseHand]]
    asked: str

    def shows(self, record: str) -> bool:
        """Whether a matter passes the filter."""
        return self.asked in {"", *self.lists[record]}

    def staff(self, record: str) -> str:
        """The staff number of who has it, for a file; empty where nobody has."""
        holder = self.holders.get(record)
        return holder.staff if holder else ""


def hands_in(visit: Visit, kind: MatterKind, records: Collection[str]) -> HandsOfList:
    """Who has each of these."""
    with visit.world.reading("claims") as connection:
        held = in_hand(connection, kind, records)
    holders = {record: matter.to for record, matter in held.items() if matter.to is not None}
    lists = {record: hand_of(holders.get(record), visit.officer) for record in records}
    asked = visit.query.get(HAND, "")
    return HandsOfList(kind, holders, lists, asked if asked in set(WhoseHand) else "")


def hand_options(visit: Visit, hands: HandsOfList) -> Sequence[Mapping[str, str]]:
    """The filter's choices, each with how many there are; a matter may count as mine and my office's."""
    number = visit.language.number
    counts = Counter(each for own in hands.lists.values() for each in own)
    every = {"value": "", "text": visit.say("work.all", n=number(len(hands.lists)))}
    return [every, *({"value": hand.value, "text": _option(visit, hand, counts[hand])} for hand in WhoseHand)]


def _option(visit: Visit, hand: WhoseHand, count: int) -> str:
    return visit.say("work.option", kind=visit.say(f"work.hand.{hand}"), n=visit.language.number(count))
