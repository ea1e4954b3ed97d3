"""From the bytes of a message to its envelope and its event in one pass, where a message has our own layout.

`Envelope.from_bytes` and `read` are the reading that counts: what this one takes, they take with the same result, and
what it does not take is theirs to read or to refuse in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, cast

from pydantic import ValidationError, create_model

from contracts import base
from contracts.base import Envelope, Event

OWN_LAYOUT = re.compile(rb'\{"specversion":"1\.0","id":"[^"]*","source":"[^"]*","type":"([^"]*)"')
"""The beginning of every message that `Envelope.to_bytes` wrote; its group is the type."""


class _Way(NamedTuple):
    """How messages of one type are read, as long as no upcast of this version is known."""

    name: str
    version: int
    read: Callable[[bytes], Envelope]


_ways: dict[bytes, _Way | None] = {}


def type_of(raw: bytes) -> bytes | None:
    """The type of a message in our own layout, without reading the rest."""
    found = OWN_LAYOUT.match(raw)
    return None if found is None else found[1]


def read_in_one_pass(raw: bytes, type_: bytes) -> tuple[Envelope, Event] | None:
    """The envelope and the event of a message in our own layout; None if it must be read step by step.

    `data` of such an envelope is the event itself; in bytes it is the same.
    """
    way = _ways[type_] if type_ in _ways else _find_way(type_)
    if way is None or (way.name, way.version) in base.UPCASTS:
        return None
    try:
        envelope = way.read(raw)
    except ValidationError:
        return None
    return envelope, cast("Event", envelope.data)


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
