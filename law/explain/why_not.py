"""Why not: every condition that a refused claim did not meet, with what was there, and what would meet it.

What would meet a condition is read from its derivation: a comparison that failed is met by the value on its other
side, all else being as it is; of several that the law takes in each other's place, one is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from contracts.eligibility import DeterminationMade, DeterminationOutcome, Finding, Outcome
from law.explain.causes_in_words import Sheet
from law.explain.graph import Graph, Node
from law.language.plain.prose import GATHERED, INFIX
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Number, Unknown
from law.language.terms.words import shown

AGAINST = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
IT_TAKES = {
    ">=": "it takes at least",
    ">": "it takes more than",
    "<=": "it may be at most",
    "<": "it takes less than",
    "=": "it would have to be",
    "!=": "it may not be",
}
BY_A_PERSON = "A named person decided so: only another decision of a named person, or an appeal, changes it."


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that stands in the way. Under `given` the engine takes the value for `name` and the rest as it is."""

    says: str
    name: str | None = None
    given: Number | bool | None = None


@dataclass(frozen=True, slots=True)
class Needed:
    """What is needed of several things: all of them, or one."""

    of: Literal["all", "one"]
    parts: tuple[Lack | Needed, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that is not met, or that waits for a person, and what would meet it."""

    finding: Finding
    needed: Lack | Needed


def unmet(scheme: Scheme, event: DeterminationMade, graph: Graph) -> tuple[Unmet, ...]:
    """Every condition in the way of the claim, in the sheet's order."""
    return tuple(
        Unmet(finding, _needed(finding, scheme, graph))
        for finding in event.findings
        if finding.outcome is not Outcome.MET
    )


def _needed(finding: Finding, scheme: Scheme, graph: Graph) -> Lack | Needed:
    if finding.outcome is Outcome.NEEDS_A_PERSON:
        return Lack(f"It is open, and only the answer of a named person settles it: {finding.question}")
    condition, node = scheme.conditions.get(finding.condition), graph.root(finding.condition)
    if condition is None or condition.by_a_person or node is None or node.value is not False:
        return Lack(BY_A_PERSON)
    return _Reading(Sheet(scheme)).to_be(node, wanted=True) or Lack(BY_A_PERSON)


def told(event: DeterminationMade, things: tuple[Unmet, ...]) -> tuple[str, ...]:
    """The answer to `why not` as lines."""
    if not things:
        return (f"Nothing stands in the way: the claim is {_word(event.outcome)}.",)
    head = "is not met" if len(things) == 1 else "are not met"
    if event.outcome is not DeterminationOutcome.REFUSED:
        head = "is open" if len(things) == 1 else "are open or not met"
    lines = [f"The claim is {_word(event.outcome)}. {len(things)} of {len(event.findings)} conditions {head}:"]
    for number, one in enumerate(things, 1):
        lines.append(f"{number}. {one.finding.because} [{one.finding.cites}]")
        lines += _lines(one.needed, 1)
    appeal = event.appeal
    lines.append(f"You may contest this within {appeal.within_days} days: to {appeal.to}. [{appeal.cites}]")
    return tuple(lines)


def _lines(needed: Lack | Needed, depth: int) -> Iterator[str]:
    indent = "   " * depth
    if isinstance(needed, Lack):
        yield f"{indent}{needed.says}"
        return
    yield f"{indent}{'One of these would be enough:' if needed.of == 'one' else 'All of these are needed:'}"
    for part in needed.parts:
        yield from _lines(part, depth + 1)


class _Reading:
    """Reads down a condition to the comparisons on which it failed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def to_be(self, node: Node, *, wanted: bool) -> Lack | Needed | None:
        """What it takes for a yes or no to come out as wanted; None if it does."""
        if node.value is wanted:
            return None
        if node.kind in ("quantity", "condition", "choice") and node.inputs:
            return self.to_be(node.inputs[-1], wanted=wanted)
        if node.kind == "operation" and node.what == "not":
            return self.to_be(node.inputs[0], wanted=not wanted)
        if node.kind == "operation" and node.what in ("and", "or"):
            parts = [self.to_be(inner, wanted=wanted) for inner in node.inputs]
            return _of((node.what == "and") is wanted, [part for part in parts if part is not None])
        if node.kind == "operation" and node.what in AGAINST and not _doubtful(node):
            return self._compared(node, node.what if wanted else AGAINST[node.what])
        return self._said(node, wanted=wanted)

    def _compared(self, node: Node, operator: str) -> Lack:
        own, other = node.inputs
        if not _names_a_fact(own) and _names_a_fact(other):
            own, other, operator = other, own, TURNED[operator]
        short = ""
        if isinstance(own.value, int | Fraction) and isinstance(other.value, int | Fraction):
            missing = other.value - own.value
            short = (
                f": {shown(max(missing, -missing), own.unit)} {'more' if missing > 0 else 'less'}" if missing else ""
            )
        needed = f"{other.said} ({self._named(other)})" if other.kind != "constant" else other.said
        says = f"{_large(self._named(own))}: you have {own.said}, and {IT_TAKES[operator]} {needed}{short}."
        met_by = operator in (">=", "<=", "=") and own.kind in ("quantity", "question", "particular")
        value = other.value if met_by and isinstance(other.value, int | Fraction) else None
        return Lack(says, own.what if value is not None else None, value)

    def _said(self, node: Node, *, wanted: bool) -> Lack:
        doubts = [doubt for one in (node, *node.inputs) if isinstance(one.value, Unknown) for doubt in one.value.doubts]
        if doubts:
            return Lack(" ".join(dict.fromkeys(f"To be known: {doubt.question}" for doubt in doubts)))
        if node.inputs:
            inner = node.inputs[0]
            words = node.what.replace("_", " ").replace("not in", "none of").replace("in [", "one of [")
            must = words if wanted else f"not {words}"
            return Lack(f"{_large(self._named(inner))}: {inner.said} is reported, and it would have to be {must}.")
        must = "yes" if wanted else "no"
        return Lack(
            f"{_large(self._named(node))}: it is {node.said}, and it would have to be {must}.", node.what, wanted
        )

    def _named(self, node: Node) -> str:
        if node.kind == "question":
            return self.sheet.question(node.what)
        if node.kind == "operation" and node.what in INFIX:
            return f" {INFIX[node.what]} ".join(self._named(inner) for inner in node.inputs)
        if node.kind == "operation" and node.what in GATHERED:
            return f"{GATHERED[node.what][len(node.inputs) > 2]} of {' and '.join(map(self._named, node.inputs))}"
        return node.said if node.kind == "constant" else self.sheet.meaning(node.what)


def _of(every: bool, parts: list[Lack | Needed]) -> Lack | Needed | None:  # noqa: FBT001  all, or one of them
    if len(parts) < 2:
        return parts[0] if parts else None
    return Needed("all" if every else "one", tuple(parts))


def _doubtful(node: Node) -> bool:
    return any(isinstance(inner.value, Unknown) for inner in node.inputs)


def _names_a_fact(node: Node) -> bool:
    return node.kind not in ("parameter", "constant")


def _large(text: str) -> str:
    return text[0].upper() + text[1:]


def _word(outcome: DeterminationOutcome) -> str:
    return {"needs_a_person": "waiting for a person's decision"}.get(outcome.value, outcome.value.replace("_", " "))
