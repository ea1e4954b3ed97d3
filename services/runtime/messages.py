"""What a transport carries, and what it says once it is read: an event, or the reason why it must be parked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.base import EVENTS, Envelope, Event, Unreadable, read
from contracts.reading import read_in_one_pass, type_of
from services.runtime.parking import ToPark

DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Message:
    """Bytes as a transport carried them, and where they stood in the log."""

    raw: bytes
    topic: str
    partition: int
    offset: int
    arrived_ms: int | None = None
    """When the log took it in, in Unix milliseconds, where the log notes it; for metrics alone."""

    @property
    def origin(self) -> str:
        """The place in the log, for a person to find it again."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @classmethod
    def from_origin(cls, origin: str, raw: bytes) -> Message:
        """The message as it was when it came from `origin`."""
        topic, partition, offset = origin.split("/")
        return cls(raw, topic, int(partition), int(offset))


@dataclass(slots=True)
class Readable:
    """A message that could be read: its envelope, its event, and a digest of its content."""

    message: Message
    envelope: Envelope
    event: Event
    content: bytes

    def to_park(self, code: str, reason: str) -> ToPark:
        """This event on its way to the parked table."""
        raw, origin = self.message.raw, self.message.origin
        return ToPark(str(self.envelope.id), self.envelope.subject, code, reason, origin, raw)


Item = Readable | ToPark
"""A message of a batch: readable, or already known to be parked."""


def subject_of(item: Item) -> str | None:
    """Whom a message is about, if that could be read."""
    return item.envelope.subject if isinstance(item, Readable) else item.subject


def identity_of(item: Item) -> str:
    """The event's id, or the message's place in the log if it has none."""
    return str(item.envelope.id) if isinstance(item, Readable) else item.identity


def read_all(messages: Iterable[Message], wanted: frozenset[str]) -> list[Item]:
    """The messages of the wanted types in order, and those that nobody can read; asks no database."""
    others = {type_.encode() for type_ in _known_types() - wanted}
    return [item for message in messages if (item := _read(message, wanted, others)) is not None]


def _read(message: Message, wanted: frozenset[str], others: set[bytes]) -> Item | None:
    type_ = type_of(message.raw)
    if type_ is None:
        return _read_step_by_step(message, wanted, own_layout=False)
    if type_ in others:
        return None  # what no handler here answers need not be read
    found = read_in_one_pass(message.raw, type_)
    if found is None:
        return _read_step_by_step(message, wanted, own_layout=True)
    return Readable(message, *found, _digest(message.raw))


def _read_step_by_step(message: Message, wanted: frozenset[str], *, own_layout: bool) -> Item | None:
    """The readable message, or the reason why it is parked; None if it is of no interest here."""
    envelope: Envelope | None = None
    try:
        envelope = Envelope.from_bytes(message.raw)
        event = read(envelope)
    except Unreadable as fault:
        if envelope is not None and envelope.type in _known_types() - wanted:
            return None
        identity = str(envelope.id) if envelope else message.origin
        subject = envelope.subject if envelope else None
        return ToPark(identity, subject, fault.code, fault.reason, message.origin, message.raw)
    if event.type_() not in wanted:
        return None
    return Readable(message, envelope, event, _digest(message.raw if own_layout else envelope.to_bytes()))


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest()


_known: set[str] = set()


def _known_types() -> set[str]:
    if len(_known) != len(EVENTS):
        _known.update(event.type_() for event in EVENTS.values())
    return _known


def subjects_of(items: Sequence[Item]) -> set[str]:
    """Everyone the messages are about."""
    return {subject for item in items if (subject := subject_of(item)) is not None}
