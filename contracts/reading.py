"""From the bytes of a message to its envelope and its event in one pass, where a message has our own layout.

`Envelope.from_bytes` and `read` are the reading that counts: what this one takes, they take with the same result, and
what it does not take is theirs to read or to refuse in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from typing import Any, Literal, NamedTuple, cast

from pydantic import ValidationError, create_model
from pydantic_core import to_json

from contracts import base
from contracts.base import Envelope, Event, Unreadable, read
from contracts.json_text import JSON_MEDIA_TYPE

OWN_LAYOUT = re.compile(
    rb'\{"specversion":"1\.0","id":"[^"]*",("source":"[^"]*","type":"([^"]*)","subject":"[^"]*","time":"[^"]*"),'
    rb'"datacontenttype":"application/json","dataschema":"[^"]*",'
    rb'(?:"traceparent":"[^"]*",)?(?:"causationid":"[^"]*",)?"data":'
)
"""All of a message that `Envelope.to_bytes` wrote up to its data: who says what about whom and when, and the type."""

ESCAPE, END, QUOTE = b"\\", b"}", ord('"')
AT_TIME = -len('"2020-02-03T08:15:00Z"')
IN_UTC = b'Z"'


OpenedMessage = tuple[Envelope, Event, bytes]
"""What was read in a message: envelope, event, and its meaning, equal for all messages that say the same.

How something is written is no part of its meaning, nor are the attributes that carriers add and change (a trace,
extensions). `data` of an envelope that was read in one pass is the event itself.
"""


class _Way(NamedTuple):
    """How messages of one type are read, as long as no upcast of this version is known."""

    name: str
    version: int
    read: Callable[[bytes], Envelope]
    write: Callable[..., bytes]
    """Puts the event back into bytes."""


_ways: dict[bytes, _Way | None] = {}


def own_layout(raw: bytes) -> re.Match[bytes] | None:
    """The beginning of a message in our own layout; its second group is the type."""
    layout = OWN_LAYOUT.match(raw)
    return None if layout is None or ESCAPE in raw[: layout.end()] else layout


def as_sealed(envelope: Envelope, raw: bytes) -> OpenedMessage | None:
    """What a message says that was just sealed around an event of ours, without reading it; None if it must be read."""
    layout = own_layout(raw)
    event: object = envelope.data
    if layout is None or not isinstance(event, Event):
        return None
    return envelope, event, _whole(envelope, layout[1], raw[layout.end() : -1])


def read_in_one_pass(raw: bytes, layout: re.Match[bytes]) -> OpenedMessage | None:
    """What a message in our own layout says; None if it must be read step by step."""
    who, type_ = layout.groups()
    way = _ways[type_] if type_ in _ways else _find_way(type_)
    if way is None or (way.name, way.version) in base.UPCASTS:
        return None
    try:
        envelope = way.read(raw)
    except ValidationError:
        return None
    event = cast("Event", envelope.data)
    data = way.write(event, exclude_none=True)
    if raw[layout.end() :] != data + END:
        return None  # written by others: perhaps something is named twice
    return envelope, event, _whole(envelope, who, data)


def _whole(envelope: Envelope, who: bytes, data: bytes) -> bytes:
    """The meaning of a message in our own layout."""
    whole_second = who[AT_TIME] == QUOTE and who.endswith(IN_UTC)
    return (who if whole_second else _who(envelope)) + data


def read_step_by_step(raw: bytes) -> OpenedMessage:
    """What any message says. Raises `Unreadable`, with the envelope where that could be read."""
    envelope = Envelope.from_bytes(raw)
    try:
        event = read(envelope)
    except Unreadable as fault:
        fault.envelope = envelope
        raise
    as_written = event if event.type_() == envelope.type else envelope.data
    return envelope, event, _who(envelope) + _in_one_form(as_written)


def _who(envelope: Envelope) -> bytes:
    """Who says what about whom and when, as it stands in our own layout, by the clock of UTC."""
    when = envelope.time.astimezone(UTC).isoformat().replace("+00:00", "Z")
    said = f'"source":"{envelope.source}","type":"{envelope.type}","subject":"{envelope.subject}","time":"{when}"'
    return said.encode()


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
    json_alone: Any = Literal[JSON_MEDIA_TYPE]  # as the layout says
    fields: dict[str, Any] = {
        "type": (only_this_type, ...),
        "datacontenttype": (json_alone, JSON_MEDIA_TYPE),
        "data": (model, ...),
    }
    whole = create_model(f"{model.__name__}InEnvelope", __base__=Envelope, **fields)
    write = model.__pydantic_serializer__.to_json
    way = _ways[type_] = _Way(model.name, model.version, whole.__pydantic_validator__.validate_json, write)
    return way
