"""What a transport carries, and what is read in it: an event, or the reason why it must be parked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cache
from hashlib import blake2b
from typing import Any, cast

from contracts.base import EVENTS, TYPE_PREFIX, Envelope, Event, Unreadable, known_publisher
from contracts.clock import DayClosed
from contracts.reading import OpenedMessage, own_layout, read_in_one_pass, read_step_by_step
from services.runtime.database.driver import Row
from services.runtime.delivery.parking import ToPark
from services.runtime.service import Service

DIGEST_BYTES = 16
MILLI = 1_000
OUTBOX = ".outbox"
"""Behind a service's name, its outbox, where that is read beside the log."""

RowOf = Callable[[OpenedMessage], Row | None]


@dataclass(slots=True)
class Message:
    """Bytes as a transport carried them, and where they stood in the log.

    What a service has read in it is kept with it, so that reading ahead, or again after a refusal, costs nothing.
    """

    raw: bytes
    topic: str
    partition: int
    offset: int
    arrived_ms: int | None = None
    """When the log took it in, in Unix milliseconds, where the log notes it."""
    key: bytes | None = None
    """As it came; nothing is read out of it."""
    after: int | None = None
    """From this position to its own the transport has read everything, and nothing that counts stood there (the ends
    of transactions, what was aborted); None where it does not say."""
    turn: int | None = None
    """Its place in the order in which a log that notes no times took everything in, topics together."""
    from_outbox: bool = False
    """Its position is its number in its publisher's outbox, not one in a topic of the log."""
    order: int = 0
    """Where several services were heard by one carrier, the order in which they spoke."""
    opened: OpenedMessage | None = field(default=None, compare=False, repr=False)
    """What it says, where somebody here has sealed or read it already."""
    digest: bytes | None = field(default=None, compare=False, repr=False)
    """Of what it says, for the inboxes of all who hear it."""
    read_by: Service[Any] | None = field(default=None, compare=False, repr=False)
    item: Item | None = field(default=None, compare=False, repr=False)

    @property
    def arrival(self) -> int | None:
        """When the log took it in, as a number that only grows and compares across topics; None where nobody noted it.

        On Kafka the broker's stamp, on a laptop its turn: the same whenever the log is read again.
        """
        return self.arrived_ms if self.turn is None else self.turn

    @property
    def log(self) -> str:
        """The log in which its position counts: its topic, or its publisher's outbox."""
        return self.topic + OUTBOX if self.from_outbox else self.topic

    @property
    def origin(self) -> str:
        """The place in the log, for a person to find it again."""
        return f"{self.log}/{self.partition}/{self.offset}"

    def to_park(self, identity: str, subject: str | None, code: str, reason: str) -> ToPark:
        """This message on its way to the parked table, as it came."""
        return ToPark(identity, subject, code, reason, self.origin, self.raw, self.key, self.arrived_ms)

    @classmethod
    def from_origin(cls, origin: str, raw: bytes, arrived_ms: int | None = None) -> Message:
        """The message as it was when it came from `origin`."""
        log, partition, offset = origin.split("/")
        topic, is_outbox = log.removesuffix(OUTBOX), log.endswith(OUTBOX)
        return cls(raw, topic, int(partition), int(offset), arrived_ms, from_outbox=is_outbox)


class Readable:
    """A message that could be read: its subject, its event, and a digest of what it says, however it is written.

    `row` is what the service stores of it, if the service only keeps such events.
    """

    __slots__ = ("content", "id", "message", "model", "opened", "row", "subject")

    def __init__(self, message: Message, opened: OpenedMessage, row: Row | None = None) -> None:
        self.message = message
        self.opened = opened
        self.id = opened.id
        self.subject = opened.subject
        self.model = type(opened.event)
        if message.digest is None:
            message.digest = blake2b(opened.meaning, digest_size=DIGEST_BYTES).digest()
        self.content = message.digest
        self.row = row

    @property
    def identity(self) -> str:
        """The event's id, as parked events are known by it."""
        return str(self.id)

    def is_noted_as(self, digest: bytes) -> bool:
        """Whether an inbox row with this digest is about the event; once it was a digest of the envelope's bytes."""
        if digest == self.content:
            return True
        return digest == blake2b(self.envelope.to_bytes(), digest_size=DIGEST_BYTES).digest()

    @property
    def envelope(self) -> Envelope:
        """The envelope around the event."""
        return self.opened.envelope

    @property
    def event(self) -> Event:
        """The event, in its newest version."""
        return self.opened.event

    def to_park(self, code: str, reason: str) -> ToPark:
        """This event on its way to the parked table."""
        return self.message.to_park(self.identity, self.subject, code, reason)


Item = Readable | ToPark
"""A message of a batch: readable, or already known to be parked."""


def subjects_of(items: Iterable[Item]) -> set[str]:
    """The subjects of the messages, where they could be read."""
    return {item.subject for item in items if item.subject is not None}


def read_all(messages: Iterable[Message], service: Service[Any]) -> list[Item]:
    """The messages of the service's types in order, and those that nobody can read; asks no database."""
    wanted = service.types()
    others = _others(wanted, len(_known_types()))
    row_of = None if service.keeping is None else service.keeping.row
    items: list[Item] = []
    for message in messages:
        if message.read_by is not service:
            item = _read(message, wanted, others, row_of)
            message.item, message.read_by = item if service.simulation else _in_its_time(item), service
        if message.item is not None:
            items.append(message.item)
    return items


def forget_items(messages: Iterable[Message]) -> None:
    """What a service read in messages that it has dealt with.

    A message and its item know each other: left alone, only the collector would free them, and it would walk through
    a million of them to do so.
    """
    for message in messages:
        message.item = message.read_by = None


def _read(message: Message, wanted: frozenset[str], others: frozenset[bytes], row_of: RowOf | None) -> Item | None:
    if message.opened is not None:
        if message.opened.event.type_() not in wanted:
            return None
        return Readable(message, message.opened, row_of(message.opened) if row_of else None)
    layout = own_layout(message.raw)
    if layout is not None and not layout["type"].startswith(_types_in(message.topic)):
        layout = None
    if layout is not None and layout["type"] in others:
        return None  # what no handler here answers need not be read
    opened = read_in_one_pass(message.raw, layout) if layout else None
    if opened is None:
        parsed = _read_step_by_step(message, wanted)
        if not isinstance(parsed, OpenedMessage):
            return parsed
        opened = parsed
    message.opened = opened
    return Readable(message, opened, row_of(opened) if row_of else None)


def _read_step_by_step(message: Message, wanted: frozenset[str]) -> OpenedMessage | ToPark | None:
    """What the message says, or the reason why it is parked; nothing if it is of no interest here."""
    try:
        opened = read_step_by_step(message.raw)
    except Unreadable as fault:
        return _misplaced(message, fault.envelope) or _unreadable(message, fault, wanted)
    return _misplaced(message, opened.envelope) or (opened if opened.event.type_() in wanted else None)


def _unreadable(message: Message, fault: Unreadable, wanted: frozenset[str]) -> ToPark | None:
    envelope = fault.envelope
    if envelope is None:
        return message.to_park(message.origin, None, fault.code, fault.reason)
    if envelope.type in _known_types() - wanted:
        return None
    return message.to_park(str(envelope.id), envelope.subject, fault.code, fault.reason)


def _in_its_time(item: Item | None) -> Item | None:
    """The item, or its parking if it closes a day that had not even begun in UTC when the log took it in.

    A day that is over somewhere has begun in UTC, since no zone is a day ahead; so nobody's true closing is refused.
    Parked under its place in the log, since the same day is closed under the same id when it is over. A log that notes
    no time of arrival, as a laptop's, is not asked.
    """
    if not isinstance(item, Readable) or item.model is not DayClosed or item.message.arrived_ms is None:
        return item
    begins = datetime.combine(cast("DayClosed", item.event).day, time(), UTC)
    if begins.timestamp() * MILLI <= item.message.arrived_ms:
        return item
    return item.message.to_park(item.message.origin, None, "day-not-over", "the log took it in before the day was over")


def _misplaced(message: Message, envelope: Envelope | None) -> ToPark | None:
    """The parking of an event in a topic that is not its publisher's; None where it may stand there.

    Parked under its place in the log and nobody's name: who may not speak can hold up no person and use up no id.
    """
    publisher = known_publisher(envelope.type) if envelope else ""
    if publisher in {"", message.topic}:
        return None
    reason = (
        f"an event of {publisher} stands in the topic of {message.topic}; only the topic of {publisher} may hold it"
    )
    return message.to_park(message.origin, None, "wrong-topic", reason)


@cache
def _types_in(topic: str) -> bytes:
    """How the types of a topic begin, which are its publisher's."""
    return f"{TYPE_PREFIX}.{topic}.".encode()


@cache
def _others(wanted: frozenset[str], _known_now: int) -> frozenset[bytes]:
    """The known types that a service does not answer, as they stand in a message."""
    return frozenset(type_.encode() for type_ in _known_types() - wanted)


_known: set[str] = set()


def _known_types() -> set[str]:
    if len(_known) != len(EVENTS):
        _known.update(event.type_() for event in EVENTS.values())
    return _known
