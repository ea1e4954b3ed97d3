"""How a value came about: every step with its value, unit, citation and inputs, down to the facts."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

from law.language.terms.units import Unit
from law.language.terms.values import Unknown, Value

StepKind = Literal[
    "quantity",
    "condition",
    "parameter",
    "particular",
    "table",
    "question",
    "part",
    "operation",
    "choice",
    "constant",
    "total",
    "given",
    "week",
]

Json = dict[str, Any]
NAMED = ("quantity", "parameter", "particular")


class Step(NamedTuple):
    """One step: what it is, what came out, in which unit, by which law, from which steps and facts."""

    kind: StepKind
    what: str
    value: Value
    unit: Unit
    cites: str | None = None
    inputs: tuple[Step, ...] = ()
    facts: tuple[str, ...] = ()


VALUE = 2  # the place of the value in a step
new = tuple.__new__
"""`new(Step, (...))` makes a step of all its fields at once: a determination has hundreds, and keywords cost."""


def given(what: str, value: Value, unit: Unit) -> Step:
    """A value that was given instead of being worked out."""
    return Step("given", what, value, unit)


def to_json(steps: tuple[Step, ...]) -> list[Json]:
    """The steps as JSON; a named step is written out once and pointed to afterwards (`see`).

    `see` means the step of that name that was written out last before: two weeks have each their own payment.
    """
    seen: dict[str, Step] = {}
    return [_json(step, seen) for step in steps]


def _json(step: Step, seen: dict[str, Step]) -> Json:
    kind, what, value, unit, cites, inputs, facts = step
    if kind in NAMED:
        if seen.get(what) is step:
            return {"see": what, "value": _value(value), "unit": unit.written}
        seen[what] = step
    said: Json = {"kind": kind, "what": what, "value": _value(value), "unit": unit.written}
    if cites:
        said["cites"] = cites
    if facts:
        said["facts"] = list(facts)
    if inputs:
        said["inputs"] = [_json(inner, seen) for inner in inputs]
    return said


def _value(value: Value) -> Any:
    kind = type(value)
    if kind is bool:
        return value
    if kind is int:
        return str(value)
    if isinstance(value, Unknown):
        return {"unknown": [{"question": doubt.question, "facts": list(doubt.facts)} for doubt in value.doubts]}
    return value.isoformat() if isinstance(value, date) else str(value)
