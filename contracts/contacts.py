"""Contacts with a person: by which channel, from which side, about what. Said beside casework.

What was said in words is kept sealed, outside the log; the event has its key.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.casework import Officer
from contracts.fact import Fact
from contracts.intake import Channel
from contracts.values import Day, Key


class ContactDirection(StrEnum):
    """Who turned to whom."""

    INCOMING = "incoming"
    """The person, or who acts for them, turned to us."""
    OUTGOING = "outgoing"
    NOT_REACHED = "not_reached"
    """We tried, and reached nobody."""


class ContactTopic(StrEnum):
    """What a contact was about."""

    PAYMENT = "payment"
    DECISION = "decision"
    QUESTION = "question"
    DOCUMENTS = "documents"
    CERTIFICATION = "certification"
    CHANGE = "change"
    """Something changed in the person's life: an address, work, health."""
    PROGRAMME = "programme"
    RIGHTS = "rights"
    """How to contest, to be represented, or to see the file."""
    COMPLAINT = "complaint"
    """About how they were treated; no contest, which is filed."""
    OTHER = "other"


class ContactNoted(Fact):
    """An officer notes a contact with a person or with who acts for them. Nothing follows from it by itself.

    What the person files in it, such as a reply or a contest, is an event of its own.
    """

    name: ClassVar[str] = "casework.contact-noted"
    claim: Key
    officer: Officer
    contacted_on: Day
    channel: Channel
    direction: ContactDirection
    about: Annotated[tuple[ContactTopic, ...], Field(min_length=1, max_length=len(ContactTopic))]
    statement: Key | None = None
    """The key under which the words are kept, sealed; None where none were."""
