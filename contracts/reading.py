"""From the bytes of a message to its event in one pass, where a message has our own layout.

`Envelope.from_bytes` and `read` are the reading that counts: what this one takes, they take with the same result, and
what it does not take is theirs to read or to refuse in words. The layout asks of every attribute what `Envelope` asks;
the envelope itself is made when somebody wants it, which of a fact that is only kept nobody does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from pydantic_core import SchemaValidator, core_schema, to_json

from contracts import base
from contracts.base import Body, Envelope, Event, Unreadable, read
from contracts.written import FIRST_MOMENT, LAST_MOMENT

_ID: Final = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SEEN: Final = rb"[\x21\x23-\x5b\x5d-\x7e]{1,200}"
"""What `PLAIN` allows without a quote or a backslash, which would be escaped."""
OWN_LAYOUT: Final = re.compile(
    rb'\{"specversion":"1\.0","id":"(?P<id>' + _ID + rb')",(?P<who>"source":"(?P<source>' + _SEEN + rb')",'
    rb'"type":"(?P<type>[^"\\]*)","subject":"(?P<subject>[A-Za-z0-9][A-Za-z0-9:_.\-]{0,63})",'
    rb'"time":"(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?(?P<zone>Z|[+-][0-9:]{5}))"),'
    rb'"datacontenttype":"application/json","dataschema":"(?P<dataschema>' + _SEEN + rb')",'
    rb'(?:"traceparent":"(?P<traceparent>[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})",)?'
    rb'(?:"causationid":"(?P<causationid>' + _ID + rb')",)?"data":'
)
"""All of a message that `Envelope.to_bytes` wrote up to its data: who says what about whom and when, and the type."""

_END: Final = b"}"
_UTC_SECONDS: Final = len("2020-02-03T08:15:00Z")
_uuid: Final[Callable[[str], UUID]] = SchemaValidator(core_schema.uuid_schema()).validate_python  # UUID() takes 1 us


class OpenedMessage:
    """What was read in a message.

    `meaning` is equal for all messages that say the same: how something is written is no part of it, nor are the
    attributes that carriers add and change (a trace, extensions). `written` is the event as it stands in the message,
    where it stands there in its one form. `data` of an envelope that was read in one pass is the event itself.
    """

    __slots__ = ("_envelope", "_layout", "event", "id", "meaning", "subject", "written")

    def __init__(  # noqa: PLR0913, PLR0917 - one for each fact of a country, so without a class between
        self,
        event_id: UUID,
        subject: str,
        event: Event,
        meaning: bytes,
        written: bytes | None = None,
        envelope: Envelope | None = None,
        layout: re.Match[bytes] | None = None,
    ) -> None:
        self.id = event_id
        self.subject = subject
        self.event = event
        self.meaning = meaning
        self.written = written
        self._envelope = envelope
        self._layout = layout

    @property
    def envelope(self) -> Envelope:
        """The envelope around the event."""
        if self._envelope is None:
            self._envelope = self._from_layout()
        return self._envelope

    @property
    def source(self) -> str:
        """Who says so, as its envelope has it."""
        if self._envelope is None and self._layout is not None:
            return self._layout["source"].decode()
        return self.envelope.source

    def _from_layout(self) -> Envelope:
        layout = cast("re.Match[bytes]", self._layout)
        said = {name: value.decode() for name, value in layout.groupdict().items() if value is not None}
        cause = said.get("causationid")
        return Envelope.model_construct(  # every attribute is as its contract asks
            id=self.id,
            source=said["source"],
            type=said["type"],
            subject=self.subject,
            time=datetime.fromisoformat(said["time"]),
            dataschema=said["dataschema"],
            traceparent=said.get("traceparent"),
            causationid=None if cause is None else _uuid(cause),
            data=cast("Body", self.event),
        )


class _Way(NamedTuple):
    """How events of one type are read, as long as no upcast of this version is known."""

    name: str
    version: int
    read: Callable[[bytes], Event]
    write: Callable[..., bytes]
    """Puts the event back into bytes."""


_ways: dict[bytes, _Way | None] = {}


def own_layout(raw: bytes) -> re.Match[bytes] | None:
    """The beginning of a message in our own layout, with the attributes of its envelope by name."""
    return OWN_LAYOUT.match(raw)


def as_sealed(envelope: Envelope, raw: bytes) -> OpenedMessage | None:
    """What a message says that was just sealed around an event of ours, without reading it; None if it must be read."""
    layout = own_layout(raw)
    event: object = envelope.data
    if layout is None or not isinstance(event, Event):
        return None
    written = raw[layout.end() : -1]
    return OpenedMessage(envelope.id, envelope.subject, event, _who_in(layout) + written, written, envelope)


def read_in_one_pass(raw: bytes, layout: re.Match[bytes]) -> OpenedMessage | None:
    """What a message in our own layout says; None if it must be read step by step."""
    type_ = layout["type"]
    way = _ways[type_] if type_ in _ways else _find_way(type_)
    if way is None or (way.name, way.version) in base.UPCASTS:
        return None
    written = raw[layout.end() : -1]
    try:
        event = way.read(written)
        who = _who_in(layout)
    except ValueError:
        return None
    if way.write(event, exclude_none=True) != written or not raw.endswith(_END):
        return None  # written by others: perhaps something is named twice
    return OpenedMessage(
        _uuid(layout["id"].decode()), layout["subject"].decode(), event, who + written, written, None, layout
    )


def _who_in(layout: re.Match[bytes]) -> bytes:
    """Who says what about whom and when, by the clock of UTC. Raises `ValueError` if there is no such moment."""
    time: bytes = layout["time"]
    moment = datetime.fromisoformat(time.decode())
    if not FIRST_MOMENT <= moment < LAST_MOMENT:
        raise ValueError("a moment lies between 1900 and 2100")
    if len(time) == _UTC_SECONDS:
        return layout["who"]
    return layout["who"].removesuffix(time + b'"') + _in_utc(moment).encode() + b'"'


def read_step_by_step(raw: bytes) -> OpenedMessage:
    """What any message says. Raises `Unreadable`, with the envelope where that could be read."""
    envelope = Envelope.from_bytes(raw)
    try:
        event = read(envelope)
    except Unreadable as fault:
        fault.envelope = envelope
        raise
    as_written = event if event.type_() == envelope.type else envelope.data
    meaning = _who(envelope) + _in_one_form(as_written)
    return OpenedMessage(envelope.id, envelope.subject, event, meaning, None, envelope)


def _who(envelope: Envelope) -> bytes:
    """Who says what about whom and when, as it stands in our own layout, by the clock of UTC."""
    when = _in_utc(envelope.time)
    said = f'"source":"{envelope.source}","type":"{envelope.type}","subject":"{envelope.subject}","time":"{when}"'
    return said.encode()


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _in_one_form(data: Event | Body) -> bytes:
    """Equal contents give equal bytes; of a version that was replaced since, only if its fields stand in one order."""
    if isinstance(data, Event):
        return data.__pydantic_serializer__.to_json(data, exclude_none=True)
    return to_json(_stated(data))


def _stated(value: Any) -> Any:
    """The same without fields that say nothing."""
    if isinstance(value, dict):
        return {name: _stated(inner) for name, inner in value.items() if inner is not None}
    return [_stated(inner) for inner in value] if isinstance(value, list) else value


def _find_way(type_: bytes) -> _Way | None:
    """The way of a type; one that is not known is asked for again each time, so that nothing grows."""
    model = next((event for event in base.EVENTS.values() if event.type_().encode() == type_), None)
    if model is None:
        return None
    read_event: Any = model.__pydantic_validator__.validate_json
    way = _ways[type_] = _Way(model.name, model.version, read_event, model.__pydantic_serializer__.to_json)
    return way
