"""Letters on their way: sent, delivered with proof, or come back; said by whoever carries them, beside `casework`."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from contracts.base import Event, Part
from contracts.values import Day, Key


class LetterChannel(StrEnum):
    """How a letter goes to a person."""

    POST = "post"
    REGISTERED_POST = "registered_post"
    BY_HAND = "by_hand"
    PORTAL = "portal"
    """It lies in the person's account; that they opened it is its delivery."""
    EMAIL = "email"
    TEXT_MESSAGE = "text_message"


class _OfLetter(Part):
    """Which letter, by which way; a second way is a second sending with a reference of its own."""

    letter: Key
    """The reference that is printed on it: of a determination, an assessment, a question, a payment or a claim."""
    channel: LetterChannel
    reference: Key
    """The carrier's or the system's own number of this sending."""


class LetterSent(_OfLetter, Event):
    """A letter left the house."""

    name: ClassVar[str] = "casework.letter-sent"
    sent_on: Day


class LetterDelivered(_OfLetter, Event):
    """There is proof that the letter reached the person: signed for, handed over, or opened by them."""

    name: ClassVar[str] = "casework.letter-delivered"
    delivered_on: Day


class LetterReturned(_OfLetter, Event):
    """The letter came back, or could not be delivered: this sending told the person nothing."""

    name: ClassVar[str] = "casework.letter-returned"
    returned_on: Day
