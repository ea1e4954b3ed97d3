"""A derivation read back as a graph: every step once, under an id of its own, however often it is pointed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from law.language.terms.derivation import NAMED as STEPS_WITH_A_NAME
from law.language.terms.derivation import Json
from law.language.terms.units import NAMED, Unit
from law.language.terms.values import Doubt, Number, Unknown, Value, plain_number
from law.language.terms.words import shown

CATEGORY = Unit(kind="category")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One step of a derivation. Two nodes are the same if they are the same object."""

    number: int
    kind: str
    what: str
    value: Value
    unit: Unit
    cites: str | None
    inputs: tuple[Node, ...]
    facts: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its id within the graph."""
        return f"n{self.number}"

    @property
    def said(self) -> str:
        """The value with its unit, as people write it; money that does not end with its hundredths is said so."""
        value = self.value
        if self.unit.currency and isinstance(value, Fraction):
            hundredths = round(value, 2)
            return shown(hundredths, self.unit) if hundredths == value else f"about {shown(hundredths, self.unit)}"
        return shown(value, self.unit)

    def as_json(self) -> Json:
        """The node for machines; inputs are ids of other nodes, a doubt is its questions."""
        value: Any = self.value
        if isinstance(value, Unknown):
            value = {"unknown": [{"question": doubt.question, "facts": list(doubt.facts)} for doubt in value.doubts]}
        elif not isinstance(value, bool):
            value = str(value)
        return {
            "id": self.name,
            "kind": self.kind,
            "what": self.what,
            "value": value,
            "unit": self.unit.written,
            "cites": self.cites,
            "inputs": [node.name for node in self.inputs],
            "facts": list(self.facts),
        }


@dataclass(frozen=True, slots=True)
class Graph:
    """A derivation: `roots` are what was decided, `nodes` every step, an input before what is made of it."""

    roots: tuple[Node, ...]
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, derivation: Iterable[Mapping[str, Any]]) -> Graph:
        """The graph of a derivation as it lies in the store."""
        reading = _Reading()
        roots = tuple(reading.read(step) for step in derivation)
        return cls(roots, tuple(reading.nodes.values()))

    def root(self, what: str) -> Node | None:
        """What was decided under that name."""
        return next((node for node in self.roots if node.what == what), None)

    def as_json(self) -> Json:
        """Every node once, and which of them are the roots."""
        return {"roots": [node.name for node in self.roots], "nodes": [node.as_json() for node in self.nodes]}

    def facts(self) -> tuple[str, ...]:
        """The keys of all facts that anything rests on, each once."""
        return tuple(sorted({key for node in self.nodes for key in node.facts}))


class _Reading:
    """Reads steps in the order in which they were written, which is what `see` points back along."""

    def __init__(self) -> None:
        self.nodes: dict[object, Node] = {}
        self._latest: dict[str, Node] = {}

    def read(self, step: Mapping[str, Any]) -> Node:
        value, unit = value_of(step["value"], step["unit"]), unit_of(step["unit"])
        if "see" in step:
            known = self._latest.get(step["see"])
            if known is not None and known.value == value:
                return known
            return self._node("quantity", step["see"], value, unit, None, (), ())
        inputs = tuple(self.read(inner) for inner in step.get("inputs", ()))
        facts = tuple(step.get("facts", ()))
        node = self._node(step["kind"], step["what"], value, unit, step.get("cites"), inputs, facts)
        if node.kind in STEPS_WITH_A_NAME:
            self._latest[node.what] = node
        return node

    def _node(self, *said: Any) -> Node:
        kind, what, value, unit, cites, inputs, facts = said
        same = (kind, what, type(value), value, unit.written, cites, tuple(node.number for node in inputs), facts)
        known = self.nodes.get(same)
        if known is None:
            known = self.nodes[same] = Node(len(self.nodes) + 1, *said)
        return known


def value_of(written: Any, unit: str) -> Value:
    """The value that the store writes as JSON."""
    if isinstance(written, bool):
        return written
    if isinstance(written, Mapping):
        doubts = written["unknown"]
        return Unknown(tuple(Doubt(doubt["question"], tuple(doubt["facts"])) for doubt in doubts))
    if unit == "date":
        return date.fromisoformat(written)
    return str(written) if unit == "category" else plain_number(Fraction(written))


@cache
def unit_of(written: str) -> Unit:
    """The unit that `Unit.written` wrote; a category comes back without the list of its words."""
    if written in NAMED:
        return NAMED[written]
    if written in ("category", ""):
        return CATEGORY if written else Unit()
    powers: dict[str, int] = {}
    for place, part in enumerate(written.replace("working day", "working_day").split("/")):
        for dimension in part.split() if part != "1" else ():
            name, _, exponent = dimension.partition("^")
            powers[name] = int(exponent or 1) * (-1 if place else 1)
    return Unit(powers=tuple(sorted(powers.items())))


def differ(before: Node, after: Node) -> bool:
    """Whether two steps came to different values."""
    truth = isinstance(before.value, bool) is isinstance(after.value, bool)
    return not truth or before.value != after.value


def distance(before: Value | None, after: Value | None) -> Fraction | None:
    """How far apart two values are: in numbers, days, or from no to yes; None where there is no saying."""
    if before == after:
        return Fraction(0)
    first, second = _as_number(before), _as_number(after)
    return None if first is None or second is None else Fraction(second - first)


def _as_number(value: Value | None) -> Number | None:
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int | Fraction) else None
