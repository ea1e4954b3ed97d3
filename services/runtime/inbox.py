"""Sifting a batch: what is new, what came before, what is not for this service, what cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from contracts.base import EVENTS, Envelope, Event, Unreadable, read
from services.runtime.handlers import Service
from services.runtime.parking import ToPark, already
from services.runtime.store import ANY_OF, chunks, inbox

_OWN_TYPE = re.compile(rb'\{"specversion":"1\.0","id":"[^"]*","source":"[^"]*","type":"([^"]*)"')


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


@dataclass(frozen=True, slots=True)
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


@dataclass
class Fresh:
    """A sifted batch: what must be dealt with, in the order of the log, and counts of the rest."""

    items: list[Item] = field(default_factory=list)
    duplicates: int = 0
    not_for_us: int = 0


def sift(
    connection: Connection,
    messages: Sequence[Message],
    service: Service[Any],
    hold: Callable[[Iterable[str]], None] | None = None,
) -> Fresh:
    """Read the messages and drop those that took effect before, wait already, or are not for this service.

    `hold` is told the subjects before the first look into the database.
    """
    fresh = Fresh()
    wanted = service.types()
    items: list[Item] = []
    for message in messages:
        item = None if _is_plainly_not_ours(message.raw, wanted) else _read(message, wanted)
        if item is None:
            fresh.not_for_us += 1
        else:
            items.append(item)
    if hold is not None:
        hold(subject for item in items if (subject := subject_of(item)) is not None)
    seen = _contents(connection, [item.envelope.id for item in items if isinstance(item, Readable)])
    for item in items:
        if (new := _unless_seen(item, seen)) is not None:
            fresh.items.append(new)
    known = already(connection, [_identity(item) for item in fresh.items])
    fresh.items = [item for item in fresh.items if _identity(item) not in known]
    fresh.duplicates = len(items) - len(fresh.items)
    return fresh


def subject_of(item: Item) -> str | None:
    """Whom a message is about, if that could be read."""
    return item.envelope.subject if isinstance(item, Readable) else item.subject


def _identity(item: Item) -> str:
    return str(item.envelope.id) if isinstance(item, Readable) else item.identity


def _is_plainly_not_ours(raw: bytes, wanted: frozenset[str]) -> bool:
    """A look at the type of messages in our own layout, to spare reading what no handler here answers."""
    found = _OWN_TYPE.match(raw)
    if found is None:
        return False
    type_ = found.group(1).decode("utf-8", "replace")
    return type_ not in wanted and type_ in _known_types()


_known: set[str] = set()


def _known_types() -> set[str]:
    if len(_known) != len(EVENTS):
        _known.update(event.type_() for event in EVENTS.values())
    return _known


def _read(message: Message, wanted: frozenset[str]) -> Item | None:
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
    same = message.raw if _OWN_TYPE.match(message.raw) else envelope.to_bytes()
    content = hashlib.blake2b(same, digest_size=16).digest()
    return Readable(message, envelope, event, content)


def _unless_seen(item: Item, seen: dict[UUID, bytes]) -> Item | None:
    if not isinstance(item, Readable):
        return item
    before = seen.get(item.envelope.id)
    if before is None:
        seen[item.envelope.id] = item.content
        return item
    if before == item.content:
        return None
    clash = item.to_park("id-reused", "an event with the same id and other content came before")
    identity = f"{clash.identity}#{item.content.hex()[:16]}"
    return ToPark(identity, clash.subject, clash.code, clash.reason, clash.origin, clash.body)


def _contents(connection: Connection, ids: Iterable[UUID]) -> dict[UUID, bytes]:
    found: dict[UUID, bytes] = {}
    for chunk in chunks(sorted(set(ids))):
        found.update((event_id, content) for event_id, content in connection.execute(_CONTENTS, {"any_of": chunk}))
    return found


_CONTENTS = select(inbox.c.event_id, inbox.c.content).where(inbox.c.event_id.in_(ANY_OF))


def take_note(connection: Connection, events: Sequence[Readable]) -> None:
    """Write the inbox rows of events that took effect."""
    if events:
        connection.execute(inbox.insert(), [{"event_id": e.envelope.id, "content": e.content} for e in events])
