"""From a form to the end of a programme, or to a statement that is taken back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.programmes import ProgrammeId
from contracts.providers import ProgrammeEnd, ProgrammeEnded, StatementKind, StatementRetracted
from services.console.acts.read_form import LATEST, ReadForm

FIELDS = {"end": ("ended_on", "how", "because"), "back": ("reason",), "end_back": ("reason",)}
"""What each form asks for, by what it does."""
RETRACTS: dict[str, StatementKind] = {"back": "providers.programme-published", "end_back": "providers.programme-ended"}


@dataclass(frozen=True, slots=True)
class EndAtHand:
    """Of which programme, by whom, when, and as which version."""

    programme: ProgrammeId
    provider: str
    version: int
    recorded_at: datetime
    today: date


def end_of(read: ReadForm, at_hand: EndAtHand) -> ProgrammeEnded | None:
    """The end that the form states; None where something is wrong with it."""
    ended_on = read.day("ended_on", at_hand.today + timedelta(days=1), LATEST)
    how, because = read.chosen("how", list(ProgrammeEnd)), read.words("because")
    if read.faults:
        return None
    return ProgrammeEnded(
        key=at_hand.programme,
        source_version=at_hand.version,
        recorded_at=at_hand.recorded_at,
        provider=at_hand.provider,
        ended_on=ended_on,
        how=ProgrammeEnd(how),
        because=because,
    )


def retraction_of(read: ReadForm, at_hand: EndAtHand, what: str) -> StatementRetracted | None:
    """The statement that is taken back: the programme itself (`back`), or its end (`end_back`)."""
    reason = read.words("reason")
    if read.faults:
        return None
    return StatementRetracted(
        key=at_hand.programme,
        source_version=at_hand.version,
        recorded_at=at_hand.recorded_at,
        provider=at_hand.provider,
        kind=RETRACTS[what],
        reason=reason,
    )
