"""Why not: every condition that a refused claim did not meet, the value it had, and the value that would meet it.

What would meet a condition is read from its derivation: a comparison that failed is met by the value on its other
side, if nothing else changes. Of alternatives that the law joins by `or`, one is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from contracts.eligibility import Appeal, DeterminationMade, DeterminationOutcome, Finding, Outcome
from law.explain.graph import DerivationNode, Graph
from law.explain.sheet_wording import SheetWording
from law.language.plain.prose import GATHERED, INFIX
from law.language.sheet.scheme import Scheme
from law.language.terms.values import Number, Unknown
from law.language.terms.words import shown

NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
WITH_SIDES_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
IT_TAKES = {
    ">=": "it takes at least",
    ">": "it takes more than",
    "<=": "it may be at most",
    "<": "it takes less than",
    "=": "it would have to be",
    "!=": "it may not be",
}
WORDS = {DeterminationOutcome.NEEDS_A_PERSON: "waiting for a person's decision"}
BY_A_PERSON = "A named person decided so: only another decision of a named person, or an appeal, changes it."


@dataclass(frozen=True, slots=True)
class ComparedSides:
    """A comparison that failed: the condition is met when it holds by this operator."""

    own: DerivationNode
    operator: str
    other: DerivationNode


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, in words. With the value `given` for the step `name` the condition would be met."""

    says: str
    name: str | None = None
    given: Number | bool | None = None
    compared: ComparedSides | None = None
    """What was compared, for who says it in another language."""


@dataclass(frozen=True, slots=True)
class Needed:
    """Several things that are missing, of which all are needed, or one."""

    of: Literal["all", "one"]
    parts: tuple[Lack | Needed, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition that is not met, or that waits for a person, and what would meet it."""

    finding: Finding
    needed: Lack | Needed


def unmet(scheme: Scheme, event: DeterminationMade, graph: Graph) -> tuple[Unmet, ...]:
    """Every condition of the claim that is not met or is open, in the sheet's order."""
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
    return _ConditionReader(SheetWording(scheme)).to_be(node, wanted=True) or Lack(BY_A_PERSON)


def why_not_in_words(event: DeterminationMade, conditions: tuple[Unmet, ...]) -> tuple[str, ...]:
    """The answer to `why not` as lines: the outcome, each condition with what would meet it, and how to appeal."""
    outcome = WORDS.get(event.outcome) or event.outcome.value.replace("_", " ")
    if not conditions:
        return (f"Every condition is met: the claim is {outcome}.",)
    head = "is not met" if len(conditions) == 1 else "are not met"
    if event.outcome is not DeterminationOutcome.REFUSED:
        head = "is open" if len(conditions) == 1 else "are open or not met"
    lines = [f"The claim is {outcome}. {len(conditions)} of {len(event.findings)} conditions {head}:"]
    for number, unmet_condition in enumerate(conditions, 1):
        lines.append(f"{number}. {finding_in_words(unmet_condition.finding)}")
        lines += needed_in_words(unmet_condition.needed, indent="   ")
    return (*lines, appeal_in_words(event.appeal))


def finding_in_words(finding: Finding) -> str:
    """Why a condition has its answer, with its law."""
    return f"{finding.because} [{finding.cites}]"


def appeal_in_words(appeal: Appeal) -> str:
    """Where and until when a decision may be contested, with the law."""
    return f"You may contest this within {appeal.within_days} days: to {appeal.to}. [{appeal.cites}]"


def needed_in_words(needed: Lack | Needed, indent: str = "") -> Iterator[str]:
    """What would meet a condition, a line for each thing; what a line announces is indented below it."""
    if isinstance(needed, Lack):
        yield f"{indent}{needed.says}"
        return
    yield f"{indent}{'One of these would be enough:' if needed.of == 'one' else 'All of these are needed:'}"
    for part in needed.parts:
        yield from needed_in_words(part, f"{indent}   ")


class _ConditionReader:
    """Reads down a condition to the comparisons on which it failed."""

    def __init__(self, wording: SheetWording) -> None:
        self.wording = wording

    def to_be(self, node: DerivationNode, *, wanted: bool) -> Lack | Needed | None:
        """What it takes for a yes or no to come out as wanted; None if it does."""
        if node.value is wanted:
            return None
        if node.kind in ("quantity", "condition", "choice") and node.inputs:
            return self.to_be(node.inputs[-1], wanted=wanted)
        if node.kind == "operation" and node.what == "not":
            return self.to_be(node.inputs[0], wanted=not wanted)
        if node.kind == "operation" and node.what in ("and", "or"):
            parts = [self.to_be(inner, wanted=wanted) for inner in node.inputs]
            return _joined("all" if (node.what == "and") is wanted else "one", [part for part in parts if part])
        if node.kind == "operation" and node.what in NEGATED and not _doubtful(node):
            return self._compared(node, node.what if wanted else NEGATED[node.what])
        return self._stated(node, wanted=wanted)

    def _compared(self, node: DerivationNode, operator: str) -> Lack:
        own, other = node.inputs
        if not _rests_on_facts(own) and _rests_on_facts(other):
            own, other, operator = other, own, WITH_SIDES_SWAPPED[operator]
        short = ""
        if isinstance(own.value, int | Fraction) and isinstance(other.value, int | Fraction):
            missing = other.value - own.value
            short = (
                f": {shown(max(missing, -missing), own.unit)} {'more' if missing > 0 else 'less'}" if missing else ""
            )
        needed = f"{other.shown} ({self._name(other)})" if other.kind != "constant" else other.shown
        says = f"{_capitalized(self._name(own))}: you have {own.shown}, and {IT_TAKES[operator]} {needed}{short}."
        met_by = operator in (">=", "<=", "=") and own.kind in ("quantity", "question", "particular")
        value = other.value if met_by and isinstance(other.value, int | Fraction) else None
        return Lack(says, own.what if value is not None else None, value, ComparedSides(own, operator, other))

    def _stated(self, node: DerivationNode, *, wanted: bool) -> Lack:
        """Of a step that compares nothing: the questions that are open, or the answer that it would have to have."""
        doubts = [
            doubt for step in (node, *node.inputs) if isinstance(step.value, Unknown) for doubt in step.value.doubts
        ]
        if doubts:
            return Lack(" ".join(dict.fromkeys(f"To be known: {doubt.question}" for doubt in doubts)))
        if node.inputs:
            inner = node.inputs[0]
            words = node.what.replace("_", " ").replace("not in", "none of").replace("in [", "one of [")
            must = words if wanted else f"not {words}"
            return Lack(
                f"{_capitalized(self._name(inner))}: {inner.shown} is reported, and it would have to be {must}."
            )
        must = "yes" if wanted else "no"
        says = f"{_capitalized(self._name(node))}: it is {node.shown}, and it would have to be {must}."
        return Lack(says, node.what, wanted)

    def _name(self, node: DerivationNode) -> str:
        if node.kind == "question":
            return self.wording.question(node.what)
        if node.kind == "operation" and node.what in INFIX:
            return f" {INFIX[node.what]} ".join(self._name(inner) for inner in node.inputs)
        if node.kind == "operation" and node.what in GATHERED:
            return f"{GATHERED[node.what][len(node.inputs) > 2]} of {' and '.join(map(self._name, node.inputs))}"
        return node.shown if node.kind == "constant" else self.wording.meaning(node.what)


def _joined(of: Literal["all", "one"], parts: list[Lack | Needed]) -> Lack | Needed | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return Needed(of, tuple(parts))


def _doubtful(node: DerivationNode) -> bool:
    return any(isinstance(inner.value, Unknown) for inner in node.inputs)


def _rests_on_facts(node: DerivationNode) -> bool:
    return node.kind not in ("parameter", "constant")


def _capitalized(text: str) -> str:
    return text[0].upper() + text[1:]
