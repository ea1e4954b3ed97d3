"""A stored derivation as indented text, down to the fact ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from law.language.terms.numerals import plain


def explained(derivation: Iterable[Mapping[str, Any]]) -> str:
    """A stored derivation as text: each step with its value, its law and its facts, its inputs indented below it."""
    return "\n".join(line for step in derivation for line in _lines(step, 0)) + "\n"


def _lines(step: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    if "see" in step:
        yield f"{indent}{step['see']} = {_shown(step['value'], step['unit'])} (as above)"
        return
    cites = f"  [{step['cites']}]" if step.get("cites") else ""
    facts = f"  <- {', '.join(step['facts'])}" if step.get("facts") else ""
    yield f"{indent}{step['what']} = {_shown(step['value'], step['unit'])}{cites}{facts}"
    for inner in step.get("inputs", ()):
        yield from _lines(inner, depth + 1)


def _shown(value: Any, unit: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "not known: " + " ".join(str(doubt["question"]) for doubt in value["unknown"])
    if unit in ("date", "category"):
        return str(value).replace("_", " ")
    return f"{plain(Fraction(value))} {unit}"
