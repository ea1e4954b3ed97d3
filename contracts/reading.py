"""From the bytes of a message to its envelope and its event in one pass, where a message has our own layout.

`Envelope.from_bytes` and `read` are the reading that counts: what this one takes, they take with the same result, and
what it does not take is theirs to read or to refuse in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, cast

from pydantic import ValidationError, create_model
from pydantic_core import to_json

from contracts import base
from contracts.base import Envelope, Event, Unreadable, read

OWN_LAYOUT = re.compile(
    rb'\{"specversion":"1\.0","id":"[^"]*","source":"[^"]*","type":"([^"]*)","subject":"[^"]*","time":"[^"]*",'
    rb'"datacontenttype":"application/json","dataschema":"[^"]*",'
    rb'(?:"traceparent":"[^"]*",)?(?:"causationid":"[^"]*",)?"data":'
)
"""All of a message that `Envelope.to_bytes` wrote up to its data; its group is the type."""

ESCAPE, DATA, END = b"\\", b'"data":', b"}"


class OpenedMessage(NamedTuple):
    """What was read in a message. `data` of an envelope that was read in one pass is the event itself."""

    envelope: Envelope
    event: Event
    data: bytes
    """What the message says in `data`, in the one serialised form, whatever form it came in."""

    def meaning(self) -> bytes:
        """What the event says: equal for all messages that say the same.

        How it is written is no part of it, nor are the attributes that carriers add and change (a trace, extensions).
        """
        envelope = self.envelope
        seconds = envelope.time.timestamp()
        return f"{envelope.type}\n{envelope.source}\n{envelope.subject}\n{seconds}\n".encode() + self.data


class _Way(NamedTuple):
    """How messages of one type are read, as long as no upcast of this version is known."""

    name: str
    version: int
    read: Callable[[bytes], Envelope]


_ways: dict[bytes, _Way | None] = {}


def type_of(raw: bytes) -> bytes | None:
    """The type of a message in our own layout, without reading the rest."""
    layout = OWN_LAYOUT.match(raw)
    return None if layout is None or ESCAPE in layout[0] else layout[1]


def read_in_one_pass(raw: bytes, type_: bytes) -> OpenedMessage | None:
    """What a message in our own layout says; None if it must be read step by step."""
    way = _ways[type_] if type_ in _ways else _find_way(type_)
    if way is None or (way.name, way.version) in base.UPCASTS:
        return None
    try:
        envelope = way.read(raw)
    except ValidationError:
        return None
    event = cast("Event", envelope.data)
    data = _in_one_form(event)
    if raw.partition(DATA)[2] != data + END:
        return None  # written by others: perhaps something is named twice
    return OpenedMessage(envelope, event, data)


def read_step_by_step(raw: bytes) -> OpenedMessage:
    """What any message says. Raises `Unreadable`, with the envelope where that could be read."""
    envelope = Envelope.from_bytes(raw)
    try:
        event = read(envelope)
    except Unreadable as fault:
        fault.envelope = envelope
        raise
    as_written = event if event.type_() == envelope.type else envelope.data
    return OpenedMessage(envelope, event, _in_one_form(as_written))


def _in_one_form(data: Event | base.Body) -> bytes:
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
    only_this_type: Any = Literal[model.type_()]
    fields: dict[str, Any] = {"type": (only_this_type, ...), "data": (model, ...)}
    whole = create_model(f"{model.__name__}InEnvelope", __base__=Envelope, **fields)
    way = _ways[type_] = _Way(model.name, model.version, whole.__pydantic_validator__.validate_json)
    return way
