"""Finds the rule that a sentence names in square brackets, so that a page can lead there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from law.language.sheet.scheme import Scheme

BRACKETED = re.compile(r"\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence; `target` is the anchor of what they name, if they name something."""

    text: str
    named: bool
    target: str = ""


def anchors_of(scheme: Scheme) -> dict[str, str]:
    """Where each meaning, beginning small, stands on the page of the scheme."""
    sections: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("rule", scheme.quantities),
        ("rule", scheme.week_quantities),
        ("rule", scheme.day_quantities),
        ("figure", scheme.parameters),
        ("particular", scheme.particulars),
        ("table", scheme.tables),
    )
    anchors: dict[str, str] = {}
    for prefix, section in sections:
        for name, rule in section.items():
            anchors.setdefault(_small(str(rule.meaning)), f"{prefix}-{name}")  # type: ignore[attr-defined]
    for table in scheme.tables.values():
        for column in table.columns.values():
            anchors.setdefault(_small(column.meaning), f"table-{table.name}")
    return anchors


def pieces(text: str, anchors: Mapping[str, str]) -> Iterator[Piece]:
    """The sentence in pieces; what stands in brackets is named, and leads somewhere if it has a place."""
    position = 0
    for match in BRACKETED.finditer(text):
        yield Piece(text[position : match.start()], named=False)
        words = match[1]
        target = anchors.get(words) or anchors.get(words.rpartition(": ")[0]) or ""
        yield Piece(words, named=True, target=target)
        position = match.end()
    yield Piece(text[position:], named=False)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
