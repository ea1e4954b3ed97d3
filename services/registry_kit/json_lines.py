"""The lines of a JSON Lines file: one flat object each, numbers with the digits that were written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from services.registry_kit.encodings import undecodable_at
from services.registry_kit.input_line import InputLine, WrittenNumber

ENCODING = "utf-8-sig"


_HALF = "\\ud"
"""How JSON writes the halves of characters that need two; alone, one is no text."""


class _NamedTwice(ValueError):
    """An object names a field twice; which of the two is meant nobody knows."""


def json_lines(lines: Iterable[str]) -> Iterator[InputLine]:
    """Every line, with its object's fields as cells, or with its fault."""
    for number, text in enumerate(lines, 1):
        yield _line(number, text) if text.strip() else InputLine(number, {}, blank=True)


def _line(number: int, text: str) -> InputLine:
    if (at := undecodable_at(text, ENCODING)) is not None:
        return InputLine(number, {}, f"byte {at} is not written in utf-8")
    try:
        cells = json.loads(
            text,
            parse_float=WrittenNumber,
            parse_int=WrittenNumber,
            parse_constant=_no_json,
            object_pairs_hook=_each_once,
        )
    except _NamedTwice:
        return InputLine(number, {}, "the line names a field twice")
    except (ValueError, RecursionError):
        return InputLine(number, {}, "this is not JSON")
    if not isinstance(cells, dict):
        return InputLine(number, {}, "the line should be one JSON object")
    fault = _no_text_in(cells, text)
    return InputLine(number, {} if fault else cells, fault)


def _no_text_in(cells: dict[str, Any], text: str) -> str | None:
    if _HALF in text.lower() and not _is_whole(cells):
        return "the line holds half a character"
    if any(isinstance(cell, str) and "\0" in cell for cell in cells.values()):
        return "the line holds a byte that is zero"
    return None


def _is_whole(cells: dict[str, Any]) -> bool:
    try:
        json.dumps(cells, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise _NamedTwice
    return fields


def _no_json(_word: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")
