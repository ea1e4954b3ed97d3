"""What changed between a released schema and the one the code gives now, and whether a reader would notice.

A version of an event may only gain optional fields and better words. Anything else needs a new version, because
someone who validates against the released schema, or relies on it, would meet a message that it does not describe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.almp_referral import REASONS_MAX
from contracts.casework import FACTS_MAX
from contracts.eligibility import DAYS_TO_APPEAL_MAX, FINDINGS_MAX, INTERVALS_MAX, WEEKS_MAX
from contracts.values import MINOR_MAX
from contracts.written import PROSE

Schema = Mapping[str, Any]

WORDS = {
    "default": "the value that stands for a missing field",
    "format": "the format",
    "pattern": "the pattern",
    "minimum": "the smallest value",
    "maximum": "the largest value",
    "exclusiveMinimum": "the smallest value",
    "exclusiveMaximum": "the largest value",
    "minLength": "the shortest length",
    "maxLength": "the longest length",
    "minItems": "the fewest entries",
    "maxItems": "the most entries",
    "uniqueItems": "whether entries may repeat",
}
"""Keywords whose every change breaks someone: narrower refuses old messages, wider surprises old readers."""

HARMLESS = {"$schema", "$id", "title", "description", "examples"}
"""Words for people; they may always be bettered."""

STRUCTURE = {
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "anyOf",
    "oneOf",
    "$defs",
    "$ref",
}
"""Compared part by part."""

LATE_BOUNDS: frozenset[tuple[str, Any]] = frozenset(
    {
        ("maximum", 2**63 - 1),
        ("maximum", 2**31 - 1),
        ("maximum", 2**15 - 1),
        ("maximum", MINOR_MAX),
        ("maximum", DAYS_TO_APPEAL_MAX),
        ("minimum", 0),
        ("pattern", PROSE),
        ("maxItems", REASONS_MAX),
        ("maxItems", FACTS_MAX),
        ("maxItems", FINDINGS_MAX),
        ("maxItems", INTERVALS_MAX),
        ("maxItems", WEEKS_MAX),
    }
)
"""Bounds that a released version may gain where it had none: what lies beyond them, no store of ours ever took in."""

_ABSENT = object()


def breaking_changes(released: Schema, now: Schema) -> list[str]:
    """Every change that needs a new version, each as one sentence; empty if old and new readers both go on."""
    return list(_compare(_Node(released, released), _Node(now, now), ""))


class _Node:
    """A place in a schema, with its references resolved."""

    def __init__(self, schema: Schema, root: Schema) -> None:
        self.root = root
        while (reference := schema.get("$ref")) is not None:
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            schema = {**root["$defs"][reference.rpartition("/")[2]], **beside}
        self.schema = schema

    def at(self, part: Schema) -> _Node:
        return _Node(part, self.root)

    def properties(self) -> Mapping[str, Schema]:
        found: Mapping[str, Schema] = self.schema.get("properties", {})
        return found

    def values(self) -> list[Any] | None:
        if "const" in self.schema:
            return [self.schema["const"]]
        return self.schema.get("enum")


def _compare(released: _Node, now: _Node, path: str) -> Iterator[str]:
    place = path or "message"
    if (old := released.schema.get("type")) != (new := now.schema.get("type")):
        yield f"{place}: the type was {old or 'open'} and is {new or 'open'}"
        return
    yield from _compare_values(released, now, place)
    for keyword in sorted((released.schema.keys() | now.schema.keys()) - HARMLESS - STRUCTURE):
        before, after = _said(released, keyword), _said(now, keyword)
        if before != after and not (before is _ABSENT and (keyword, after) in LATE_BOUNDS):
            yield f"{place}: {WORDS.get(keyword, keyword)} was {_shown(before)} and is {_shown(after)}"
    yield from _compare_alternatives(released, now, path)
    yield from _compare_fields(released, now, path)
    yield from _compare_contents(released, now, path)


def _compare_values(released: _Node, now: _Node, place: str) -> Iterator[str]:
    old, new = released.values(), now.values()
    if old is None and new is None:
        return
    if old is None or new is None:
        yield f"{place}: a closed list of values was {'opened' if new is None else 'put in place'}"
        return
    for value in old:
        if value not in new:
            yield f"{place}: the value {value!r} was removed"
    for value in new:
        if value not in old:
            yield f"{place}: the value {value!r} was added to a closed list"


def _compare_alternatives(released: _Node, now: _Node, path: str) -> Iterator[str]:
    for keyword in ("anyOf", "oneOf"):
        old, new = released.schema.get(keyword, []), now.schema.get(keyword, [])
        if len(old) != len(new):
            yield f"{path or 'message'}: {len(old) or 'no'} alternatives became {len(new) or 'none'}"
            continue
        for before, after in zip(old, new, strict=True):
            yield from _compare(released.at(before), now.at(after), path)


def _compare_fields(released: _Node, now: _Node, path: str) -> Iterator[str]:
    old, new = released.properties(), now.properties()
    needed_before, needed_now = set(released.schema.get("required", [])), set(now.schema.get("required", []))
    for name, field in old.items():
        inner = f"{path}.{name}".lstrip(".")
        if name not in new:
            yield f"{inner}: the field was removed"
            continue
        if name in needed_now - needed_before:
            yield f"{inner}: the field became required"
        if name in needed_before - needed_now:
            yield f"{inner}: the field is no longer always there"
        yield from _compare(released.at(field), now.at(new[name]), inner)
    for name in new:
        if name not in old and name in needed_now:
            yield f"{path}.{name}: a new field is required".lstrip(".")
        elif name not in old and new[name].get("default") is not None:  # as if every earlier message had said so
            yield f"{path}.{name}: a new field stands for more than nothing where it is left out".lstrip(".")


def _compare_contents(released: _Node, now: _Node, path: str) -> Iterator[str]:
    """Entries of a list, and values of an open mapping."""
    for keyword, mark in (("items", "[]"), ("additionalProperties", "{}")):
        old, new = released.schema.get(keyword), now.schema.get(keyword)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _compare(released.at(old), now.at(new), f"{path}{mark}")
        elif old != new:
            yield f"{path or 'message'}: what else may be inside was {_shown(old)} and is {_shown(new)}"


def _said(node: _Node, keyword: str) -> object:
    value = node.schema.get(keyword, _ABSENT)
    return value.replace(r"\d", "[0-9]") if isinstance(value, str) else value  # the same to a reader of JSON Schema


def _shown(value: object) -> str:
    return "absent" if value is _ABSENT or value is None else repr(value)
