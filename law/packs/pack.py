"""A pack of independent cases: read exactly, and what its answers are."""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

Json = Mapping[str, Any]
Found: TypeAlias = Mapping[str, Any]
"""What the rule sheets and the engine say, under the names of the expectations."""


class UnreadablePack(ValueError):
    """A file that is no pack; the message is a sentence that says what it lacks."""


class NotStated(LookupError):
    """A case that lacks what the law asks, or states what no rule knows, so that nothing can be compared."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One file: what it is about, the parameters it states, its cases."""

    file: str
    scheme: str
    parameters: Json
    cases: tuple[Json, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of case that occur."""
        return frozenset(map(kind_of, self.cases))


DIGITS_MAX = 40
EXAMPLE = '{"scheme": "Korea", "cases": [{"inputs": {"kind": "days", "years_insured": 3}, "expected": {"days": 180}}]}'


def read_pack(path: Path) -> Pack:
    """The pack in a file; decimals are read as they are written.

    Beside `cases` a pack may hold further lists of them (`wip_cases`: what its source did not yet reach).

    Raises:
        UnreadablePack: if the file is not there, is not JSON, or is no pack.

    """
    text = _content(path)
    if not isinstance(text, Mapping) or not isinstance(text.get("scheme"), str):
        raise UnreadablePack("a pack is an object that names its scheme")
    parts = [part for name, part in text.items() if name == "cases" or name.endswith("_cases")]
    if not parts or not all(isinstance(part, list) for part in parts):
        raise UnreadablePack("a pack lists its cases under `cases`")
    if not any(parts):
        raise UnreadablePack("a pack lists one case at least, or nothing is tried")
    cases = tuple(case for part in parts for case in part)
    for number, case in enumerate(cases, 1):
        if not isinstance(case, Mapping) or not all(
            isinstance(case.get(name), Mapping) for name in ("inputs", "expected")
        ):
            raise UnreadablePack(f"case {number} does not state `inputs` and `expected`")
    return Pack(str(path), text["scheme"], text.get("parameters") or {}, cases)


def _content(path: Path) -> Any:
    try:
        return json.loads(
            path.read_text(encoding="utf-8"), parse_float=_figure, parse_constant=_figure, object_pairs_hook=_named_once
        )
    except json.JSONDecodeError as fault:
        raise UnreadablePack(f"line {fault.lineno}: this is not JSON. For example: {EXAMPLE}") from None
    except UnicodeDecodeError:
        raise UnreadablePack("the file cannot be read: it is not written in UTF-8") from None
    except OSError as fault:
        raise UnreadablePack(f"the file cannot be read: {fault.strerror}") from None
    except ValueError as fault:
        raise UnreadablePack(f"the file cannot be read: {fault}. For example: {EXAMPLE}") from None
    except RecursionError:
        raise UnreadablePack("the file cannot be read: lists or objects lie too deep in each other") from None


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object. Raises `ValueError` for a name that stands twice, of which one would be lost in silence."""
    named: dict[str, Any] = {}
    for name, value in pairs:
        if name in named:
            raise ValueError(f"'{name}' stands twice in {json.dumps(named, default=str, ensure_ascii=False)[:80]}")
        named[name] = value
    return named


def _figure(written: str) -> Decimal:
    """A figure as it is written. Raises `ValueError` for what is none, or would take billions of digits."""
    figure = Decimal(written)
    if not figure.is_finite() or abs(figure.adjusted()) > DIGITS_MAX:
        raise ValueError(f"{written} is no figure of at most {DIGITS_MAX} digits before or behind the point")
    return figure


def joined(*parts: Json) -> Json:
    """What stands under a name in the first part that has it; what nobody asks for stays unasked."""
    return ChainMap(*parts)  # type: ignore[arg-type]  # nothing is ever put in


def kind_of(case: Json) -> str:
    """What a case asks: by its name, or by what it states."""
    inputs = case["inputs"]
    shapes = {"events": "events", "reporting_cards": "cards"}
    return str(inputs.get("kind") or next((kind for shape, kind in shapes.items() if shape in inputs), "unnamed"))


class CaseInputs(Mapping[str, Any]):
    """What a case states, and which of it was asked for."""

    def __init__(self, said: Json, at: str = "", asked: set[str] | None = None) -> None:
        """Nothing has been asked for yet."""
        self._said, self._at = said, at
        self.asked: set[str] = set() if asked is None else asked

    def __getitem__(self, name: str) -> Any:
        """What stands under a name."""
        said = self._said[name]
        self.asked.add(self._at + name)
        return self._within(said, f"{self._at}{name}.")

    def _within(self, said: Any, at: str) -> Any:
        if isinstance(said, Mapping):
            return CaseInputs(said, at, self.asked)
        return [self._within(one, at) for one in said] if isinstance(said, list) else said

    def __iter__(self) -> Iterator[str]:
        """The names, without asking for what stands under them."""
        return iter(self._said)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._said)

    def unasked(self) -> set[str]:
        """The names that nobody asked for."""
        return {name for name in _names(self._said) if name not in self.asked}


def _names(said: Any, at: str = "") -> Iterator[str]:
    if isinstance(said, Mapping):
        for name, value in said.items():
            yield at + name
            yield from _names(value, f"{at}{name}.")
    elif isinstance(said, list):
        for value in said:
            yield from _names(value, at)
