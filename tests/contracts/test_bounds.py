"""Every value of every event has its bounds in the contract: what no store could hold is refused at the door."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, StrictInt

from contracts.base import Envelope, Part, Unreadable, read
from contracts.schemas import EXAMPLES, published, schema_of
from contracts.values import Key, Sentence

EVENTS = published()
BOUNDED_BY_FORMAT = {"date", "date-time", "uuid"}
"""Days and moments have their range beside the schema; a test below asks for it."""
UNENDING = re.compile(r"(?<!\\)[*+]|\{\d+,\}")
NOT_ASCII = re.compile(r"\\[dwsDWS]")


def unbounded(schema: Any, way: str = "") -> Iterator[str]:
    """Every part of a schema that admits something without end."""
    if isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from unbounded(inner, f"{way}/{number}")
    if not isinstance(schema, dict):
        return
    if "enum" not in schema and "const" not in schema:
        yield from _without_end(schema, way)
    for name, inner in schema.items():
        if name in {"properties", "$defs"}:
            for field, part in inner.items():
                yield from unbounded(part, f"{way}/{name}/{field}")
        elif name != "enum":
            yield from unbounded(inner, f"{way}/{name}")


def _without_end(schema: dict[str, Any], way: str) -> Iterator[str]:
    kind = schema.get("type")
    if kind in {"integer", "number"} and not {"minimum", "maximum"} <= schema.keys():
        yield f"{way}: a number without its least and most"
    if kind == "string" and schema.get("format") not in BOUNDED_BY_FORMAT:
        yield from _of_text(schema, way)
    if kind == "array" and "maxItems" not in schema:
        yield f"{way}: a list without an end"
    if kind == "object" and (schema.get("additionalProperties") is not False or not schema.get("properties")):
        yield f"{way}: an object of any names"


def _of_text(schema: dict[str, Any], way: str) -> Iterator[str]:
    pattern = schema.get("pattern", "")
    if not (pattern.startswith("^") and pattern.endswith("$")):
        yield f"{way}: a text of any characters"
    if "maxLength" not in schema and UNENDING.search(pattern):
        yield f"{way}: a text of any length"
    if NOT_ASCII.search(pattern):
        yield f"{way}: a pattern that means another thing to each reader"


class Unbounded(Part):
    """Planted: everything in it is without an end."""

    number: StrictInt
    half: StrictInt = Field(ge=0)
    amount: float
    text: str
    short: str = Field(max_length=80)
    long: str = Field(pattern="^[a-z]+$")
    digits: str = Field(pattern=r"^\d{4}$")
    sentences: tuple[Sentence, ...]
    inside: dict[str, Key]
    perhaps: Annotated[tuple[Key | StrictInt | None, ...], Field(max_length=3)] = ()


def test_everything_without_an_end_is_noticed() -> None:
    noticed = {line.rpartition("/properties/")[2] for line in unbounded(schema_of(Unbounded))}
    assert noticed == {
        "number: a number without its least and most",
        "half: a number without its least and most",
        "amount: a number without its least and most",
        "text: a text of any characters",
        "short: a text of any characters",
        "long: a text of any length",
        "digits: a pattern that means another thing to each reader",
        "sentences: a list without an end",
        "inside: an object of any names",
        "perhaps/items/anyOf/1: a number without its least and most",
    }


@pytest.mark.parametrize("stem", EVENTS)
def test_every_value_of_an_event_has_its_bounds(stem: str) -> None:
    assert list(unbounded(schema_of(EVENTS[stem]))) == []


def test_every_value_of_the_envelope_has_its_bounds() -> None:
    schema = schema_of(Envelope)
    del schema["properties"]["data"]  # bounded by the event's schema
    assert list(unbounded(schema)) == []


def values(body: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value of a message with the way to it."""
    if isinstance(body, dict | list):
        for step, inner in body.items() if isinstance(body, dict) else enumerate(body):
            yield from values(inner, (*way, step))
    else:
        yield way, body


DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.*")
OUTSIDE: dict[str, tuple[Any, ...]] = {
    "day": ("0001-01-01", "1899-12-31", "2100-01-02", "9999-12-31", "2020-02-03T00:00:00", 18_295, "18295"),
    "moment": ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2020-01-14T10:00:00", 5, 1_579_000_000, "5"),
    "number": (-1, 2**63, 10**30, -(10**30), 1.0, "1", True),
    "text": ("", " ", "\n", "\x00", "a\x00b", "a\x1b[2Jb", "a\x9bb", "\u2003\u200b", "a" * 2001, 5, ["a"]),
    "truth": ("true", "yes", 1, 0, None),
}


def kind_of(value: Any) -> str | None:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int):
        return "number"
    if isinstance(value, str):
        return "day" if DAY.fullmatch(value) else "moment" if MOMENT.fullmatch(value) else "text"
    return None


@pytest.mark.parametrize("stem", EVENTS)
def test_what_lies_outside_the_bounds_is_refused_in_a_sentence(stem: str) -> None:
    example = json.loads((EXAMPLES / f"{stem}.json").read_text("utf-8"))
    for way, value in values(example["data"], ("data",)):
        for outside in OUTSIDE[kind_of(value) or "text"]:
            if stem.startswith("registry.particular") and way[-1] == "value" and isinstance(outside, str):
                continue  # a day or a word by the sheet's own rule
            body = json.loads(json.dumps(example))
            place = body
            for step in way[:-1]:
                place = place[step]
            place[way[-1]] = outside
            with pytest.raises(Unreadable) as refused:
                read(Envelope.from_bytes(json.dumps(body)))
            assert refused.value.code == "bad-data", (way, outside)
            assert not re.search(r"[Ii]nput|Value error|String should", refused.value.reason), refused.value.reason


def test_half_a_character_is_no_text() -> None:
    class Told(BaseModel):
        why: Sentence

    example = (EXAMPLES / "claims.answer-refused.v1.json").read_text("utf-8")
    reason = json.loads(example)["data"]["reason"]
    with pytest.raises(Unreadable, match="not-json"):
        Envelope.from_bytes(example.replace(reason, "\\ud800"))
    with pytest.raises(ValueError, match="why"):
        Told(why="from a terminal \udcff")


@pytest.mark.parametrize(
    "words",
    [
        "é",
        "ع",
        "😀" * 2000,
        "one line\nand another",
        "  a",
        "ZWJ: \U0001f468\u200d\U0001f469",
        "\u061cخطأ",
        "חוסר עבודה (2024)\u200e",
    ],
)
def test_words_of_every_script_are_sentences(words: str) -> None:
    class Told(BaseModel):
        why: Sentence

    assert Told(why=words).why == words


@pytest.mark.parametrize("sign", ["\u202a", "\u202d", "\u202e", "\u2066", "\u2068", "\u2069"])
def test_words_that_turn_the_direction_of_writing_are_refused_with_their_field(sign: str) -> None:
    stem = "registry.fact-retracted.v1"
    envelope = json.loads((EXAMPLES / f"{stem}.json").read_text("utf-8"))
    envelope["data"]["reason"] = f"Entered {sign}ekatsim yb."
    with pytest.raises(Unreadable) as refused:
        read(Envelope.model_validate(envelope))
    assert "reason: signs that turn the direction of writing are not taken" in str(refused.value)
