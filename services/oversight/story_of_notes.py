"""How a story tells of what officers note in a file: who has a matter in hand, and contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.assignments import Assigned, AssignedBecause
from contracts.base import Event
from contracts.contacts import ContactDirection, ContactNoted

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it: none."""
_SIDES = {
    ContactDirection.INCOMING: "the person turned to {staff}",
    ContactDirection.OUTGOING: "{staff} turned to the person",
    ContactDirection.NOT_REACHED: "{staff} tried to reach the person and did not",
}


def _assigned(e: Assigned) -> Told:
    matter, why = f"the {e.kind.value} {e.record}", f" {e.reasons}" if e.reasons else ""
    if e.to is None:
        return f"{e.by.staff} gave {matter} back.{why}", ()
    if e.because is AssignedBecause.TAKEN:
        return f"{e.by.staff} took {matter}.{why}", ()
    return f"{e.by.staff} gave {matter} to {e.to.staff} ({e.because.value}).{why}", ()


def _contact(e: ContactNoted) -> Told:
    side = _SIDES[e.direction].format(staff=e.officer.staff)
    about = ", ".join(topic.value for topic in e.about)
    kept = f" The words are kept as {e.statement}." if e.statement else ""
    return f"Contact ({e.channel.value}): {side}, about {about}.{kept}", ()


NOTES: Mapping[type[Event], Callable[[Any], Told]] = {Assigned: _assigned, ContactNoted: _contact}
