"""A derivation read back from the store as a graph: every step once, under its own id, however often it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from contracts.currencies import MINOR_DIGITS
from law.language.terms.derivation import NAMED as STEPS_WITH_A_NAME
from law.language.terms.derivation import Json
from law.language.terms.units import NAMED, Unit
from law.language.terms.values import Doubt, Number, Unknown, Value, plain_number
from law.language.terms.words import shown

CATEGORY = Unit(kind="category")


@dataclass(frozen=True, slots=True, eq=False)
class DerivationNode:
    """One step of a derivation. Nodes are compared by identity."""

    number: int
    kind: str
    what: str
    value: Value
    unit: Unit
    cites: str | None
    inputs: tuple[DerivationNode, ...]
    facts: tuple[str, ...]
    """The keys of the facts that the step read."""

    @property
    def name(self) -> str:
        """Its id within the graph."""
        return f"n{self.number}"

    @property
    def shown(self) -> str:
        """The value with its unit as people write it; money with its decimals, after `about` where that rounds it."""
        value = self.value
        if self.unit.currency and isinstance(value, Fraction):
            rounded = round(value, MINOR_DIGITS[self.unit.currency])
            return shown(rounded, self.unit) if rounded == value else f"about {shown(rounded, self.unit)}"
        return shown(value, self.unit)

    def as_json(self) -> Json:
        """The node for machines; inputs are ids of other nodes, an unknown value is its questions."""
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
    """A derivation: `roots` are what was decided, `nodes` every step, each after its inputs."""

    roots: tuple[DerivationNode, ...]
    nodes: tuple[DerivationNode, ...]

    @classmethod
    def of(cls, derivation: Iterable[Mapping[str, Any]]) -> Graph:
        """The graph of a derivation in the form in which it is stored (`terms.derivation.to_json`)."""
        reader = _GraphReader()
        roots = tuple(reader.read(step) for step in derivation)
        return cls(roots, reader.nodes())

    def root(self, what: str) -> DerivationNode | None:
        """What was decided under that name; None if nothing was."""
        return next((node for node in self.roots if node.what == what), None)

    def as_json(self) -> Json:
        """Every node once, and which of them are the roots."""
        return {"roots": [node.name for node in self.roots], "nodes": [node.as_json() for node in self.nodes]}

    def facts(self) -> tuple[str, ...]:
        """The keys of all facts that any step read, each once, sorted."""
        return tuple(sorted({key for node in self.nodes for key in node.facts}))


class _GraphReader:
    """Reads steps in the order in which they were written: `see` means the last step of that name written before."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[object, ...], DerivationNode] = {}
        self._latest: dict[str, DerivationNode] = {}

    def nodes(self) -> tuple[DerivationNode, ...]:
        return tuple(self._nodes.values())

    def read(self, step: Mapping[str, Any]) -> DerivationNode:
        value, unit = value_of(step["value"], step["unit"]), unit_of(step["unit"])
        if "see" in step:
            latest = self._latest.get(step["see"])
            if latest is not None and latest.value == value:
                return latest
            return self._node("quantity", step["see"], value, unit)
        inputs = tuple(self.read(inner) for inner in step.get("inputs", ()))
        node = self._node(
            step["kind"], step["what"], value, unit, step.get("cites"), inputs, tuple(step.get("facts", ()))
        )
        if node.kind in STEPS_WITH_A_NAME:
            self._latest[node.what] = node
        return node

    def _node(  # noqa: PLR0913, PLR0917  the fields of a node
        self,
        kind: str,
        what: str,
        value: Value,
        unit: Unit,
        cites: str | None = None,
        inputs: tuple[DerivationNode, ...] = (),
        facts: tuple[str, ...] = (),
    ) -> DerivationNode:
        """The node with these fields: a new one, or that of an equal step read before."""
        key = (kind, what, type(value), value, unit.written, cites, tuple(node.number for node in inputs), facts)
        if key not in self._nodes:
            self._nodes[key] = DerivationNode(len(self._nodes) + 1, kind, what, value, unit, cites, inputs, facts)
        return self._nodes[key]


def value_of(written: Any, unit: str) -> Value:
    """The value that the store holds as JSON."""
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
    """The unit that `Unit.written` wrote; a category is read without the list of its words."""
    if written in NAMED:
        return NAMED[written]
    if written in ("category", ""):
        return CATEGORY if written else Unit()
    powers: dict[str, int] = {}
    for position, part in enumerate(written.replace("working day", "working_day").split("/")):
        sign = -1 if position else 1
        for dimension in part.split() if part != "1" else ():
            name, _, exponent = dimension.partition("^")
            powers[name] = int(exponent or 1) * sign
    return Unit(powers=tuple(sorted(powers.items())))


def differ(before: DerivationNode, after: DerivationNode) -> bool:
    """Whether two steps came to different values; a yes or no is never equal to a number."""
    alike = isinstance(before.value, bool) is isinstance(after.value, bool)
    return not alike or before.value != after.value


def distance(before: Value | None, after: Value | None) -> Fraction | None:
    """How far apart two values are: in numbers, days, or from no to yes; None where it cannot be counted."""
    if before == after:
        return Fraction(0)
    first, second = _as_number(before), _as_number(after)
    return None if first is None or second is None else Fraction(second - first)


def _as_number(value: Value | None) -> Number | None:
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int | Fraction) else None
