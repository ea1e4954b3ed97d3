"""What almp_referral says of wait lists: who waits since when and in which order, and how the wait ends.

The order is that of registration, by days; among those of one day a lottery decides, whose number follows from the
referral's id alone, so that anybody can draw it again and nobody can choose it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.almp_referral import Occasion
from contracts.base import Body, Event, upcast
from contracts.programmes import ProgrammeId
from contracts.values import Count, Day, Key, Sentence

Lottery = Annotated[str, Field(min_length=32, max_length=32, pattern=r"^[0-9a-f]{32}$")]
"""A number of the lottery in hexadecimal digits; the least is served first."""


class WaitJoined(Event):
    """All seats are held: the person is on the programme's wait list. Waiting costs no benefit."""

    name: ClassVar[str] = "almp_referral.wait-joined"
    claim: Key
    referral: Key
    programme: ProgrammeId
    occasion: Occasion
    registered_on: Day
    lottery: Lottery
    waits_since: Day
    ahead: Count
    """How many stood before the person on this day; those who registered earlier may still join before them."""


class WaitEnd(StrEnum):
    """Why a wait ended without a seat."""

    LEFT = "left"
    """The person does not want to wait any more."""
    TOO_LONG = "too_long"
    """The procedure's longest wait passed."""
    PROGRAMME_ENDED = "programme_ended"
    CLAIM_TAKEN_BACK = "claim_taken_back"
    DIED = "died"
    CHANGED = "changed"
    """A placement officer offered another programme."""
    OTHER_CLAIM = "other_claim"
    """The claim runs beside an earlier one of the person, under which programmes are offered."""


class WaitEnded(Event):
    """The person waits for this seat no longer; it costs no benefit."""

    name: ClassVar[str] = "almp_referral.wait-ended"
    version: ClassVar[int] = 2
    claim: Key
    referral: Key
    programme: ProgrammeId
    reason: WaitEnd
    because: Sentence
    on: Day


@upcast(WaitEnded.name, 1)
def _for_fewer_ends(body: Body) -> Body:
    """Version 1 knew all ends but the last."""
    return body
