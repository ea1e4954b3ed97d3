"""Why a value differs between two derivations: the lowest steps at which they part, and how much each one did.

Both derivations are walked down together. At each step the inputs that differ are put in one after the other, in the
order of the law's own formula, and each is answerable for what that changed; what reaches an input is divided
further by its own inputs. So the shares of all causes of a value always add up to exactly one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from law.explain.graph import Node, differ, distance
from law.language.formula.operations import EXACT, LOGIC
from law.language.sheet.scheme import Scheme
from law.language.terms.tables import Sheet, Table
from law.language.terms.values import Unknown, Value

WHOLE = Fraction(1)
RULES = ("quantity", "condition", "parameter")
"""What the sheet says, not the facts."""


@dataclass(frozen=True, slots=True)
class Parting:
    """A lowest step at which two derivations part. With `by_rule` the rule itself is another one."""

    before: Node
    after: Node
    by_rule: bool = False


Shares = dict[Parting, Fraction]
"""How much of a change each cause is answerable for; the shares add up to one."""


class _Part(NamedTuple):
    """An input that differs, and what putting it in changed; None where that is not a number."""

    before: Node
    after: Node
    size: Fraction | None


Reading = Callable[[tuple[Value, ...]], Value | None]


@dataclass(slots=True)
class Comparison:
    """Two derivations under one scheme, or under two, walked down together; every pair of steps is seen once."""

    before: Scheme
    after: Scheme
    _known: dict[tuple[int, int], Shares | None] = field(default_factory=dict)

    def causes(self, before: Node, after: Node) -> Shares:
        """The lowest steps that made the difference; empty if there is none."""
        if not differ(before, after):
            return {}
        return self.shares(before, after) or {Parting(before, after, by_rule=True): WHOLE}

    def shares(self, before: Node, after: Node) -> Shares | None:
        """None where the steps are of different make, so that only the rule above them can answer for it."""
        place = (before.number, after.number)
        if place not in self._known:
            self._known[place] = self._worked_out(before, after)
        return self._known[place]

    def _worked_out(self, before: Node, after: Node) -> Shares | None:
        if before.kind != after.kind:
            return _as_leaf(before, after) if {before.kind, after.kind} <= STATED else None
        walk = WALKS.get(before.kind)
        return walk(self, before, after) if walk else _as_leaf(before, after)


def _through_a_rule(on: Comparison, before: Node, after: Node) -> Shares:
    if len(before.inputs) == len(after.inputs) == 1 and differ(before.inputs[0], after.inputs[0]):
        below = on.shares(before.inputs[0], after.inputs[0])
        if below:
            return below
    return {Parting(before, after, by_rule=True): WHOLE}


def _chosen(on: Comparison, before: Node, after: Node) -> Shares | None:
    """Where another branch was taken its test answers for all of it, else what the branch came to."""
    place = -1 if before.what == after.what else 0
    old, new = before.inputs[place], after.inputs[place]
    return on.shares(old, new) if differ(old, new) else None


def _computed(on: Comparison, before: Node, after: Node) -> Shares | None:
    if len(before.inputs) != len(after.inputs):
        return None
    work = EXACT.get(before.what) or LOGIC.get(before.what)
    values = [node.value for node in before.inputs]
    parts: list[_Part] = []
    reached: Value = before.value
    for place, (old, new) in enumerate(zip(before.inputs, after.inputs, strict=True)):
        if differ(old, new):
            values[place] = new.value
            doubtful = before.what not in LOGIC and any(isinstance(value, Unknown) for value in values)
            then = work(*values) if work and not doubtful else Unknown(())
            parts.append(_Part(old, new, distance(reached, then)))
            reached = then
    return _divided(on, parts)


def _looked_up(on: Comparison, before: Node, after: Node) -> Shares | None:
    """The cells of the law first, then each key: a table that was changed answers for its own part."""
    new = _looked_up_in(after, on.after)
    if before.what != after.what or len(before.inputs) != len(after.inputs) or new is None:
        return _as_leaf(before, after)
    keys = [node.value for node in before.inputs]
    then = new(tuple(keys))
    own = distance(before.value, then)
    parts: list[_Part] = []
    for place, (first, second) in enumerate(zip(before.inputs, after.inputs, strict=True)):
        if differ(first, second):
            keys[place] = second.value
            reached, then = then, new(tuple(keys))
            parts.append(_Part(first, second, distance(reached, then)))
    if own == 0:
        return _divided(on, parts) if parts else _as_leaf(before, after)
    whole = distance(before.value, after.value)
    below = _divided(on, parts) if parts else {}
    if own is None or not whole or below is None:  # a doubt on the way
        return _as_leaf(before, after)
    share = own / whole
    return _joined([(_as_leaf(before, after), share), (below, 1 - share)])


def _added_up(on: Comparison, before: Node, after: Node) -> Shares | None:
    old, new = ({node.what: node for node in total.inputs} for total in (before, after))
    if before.what != after.what or old.keys() != new.keys():
        return _as_leaf(before, after)
    pairs = [(old[what], new[what]) for what in old if differ(old[what], new[what])]
    return _divided(on, [_Part(one, other, distance(one.value, other.value)) for one, other in pairs])


def _unsaid(on: Comparison, before: Node, after: Node) -> Shares | None:
    """A particular that nobody stated on either side is what the rule for that case made of it."""
    if before.inputs and after.inputs and differ(before.inputs[0], after.inputs[0]):
        return on.shares(before.inputs[0], after.inputs[0])
    return _as_leaf(before, after)


def _on_another_day(_on: Comparison, before: Node, after: Node) -> Shares | None:
    """A parameter as of a day that moved is the law's of two days: both the law and the day are told."""
    if before.what.partition(" on ")[0] != after.what.partition(" on ")[0]:
        return None
    return _as_leaf(before, after)


def _asked(on: Comparison, before: Node, after: Node) -> Shares | None:
    """What the facts answer is a cause of its own, unless nothing but another rule's value went into it."""
    if before.what != after.what:
        return None
    moved = [(old, new) for old, new in zip(before.inputs, after.inputs, strict=False) if differ(old, new)]
    if len(moved) == 1 and len(before.inputs) == len(after.inputs) and moved[0][0].kind in RULES:
        return on.shares(*moved[0])
    return _as_leaf(before, after)


def _divided(on: Comparison, parts: list[_Part]) -> Shares | None:
    """What reaches each input, divided by its own causes; where doubt forbids to count, all inputs alike."""
    whole = sum((part.size for part in parts if part.size is not None), start=Fraction(0))
    if not whole or any(part.size is None for part in parts):
        parts, whole = [part._replace(size=WHOLE) for part in parts], Fraction(len(parts))
    weighed: list[tuple[Shares, Fraction]] = []
    for part in parts:
        if part.size:
            below = on.shares(part.before, part.after)
            if below is None:
                return None
            weighed.append((below, part.size / whole))
    return _joined(weighed) if weighed else None


STATED = {"question", "given", "particular"}
"""Steps that stand for what is stated of the person, in one way or another."""


def _as_leaf(before: Node, after: Node) -> Shares:
    return {Parting(before, after): WHOLE}


def _joined(weighed: list[tuple[Shares, Fraction]]) -> Shares:
    found: Shares = {}
    for shares, weight in weighed:
        for cause, share in shares.items():
            found[cause] = found.get(cause, Fraction(0)) + share * weight
    return {cause: share for cause, share in found.items() if share}


def _looked_up_in(node: Node, scheme: Scheme) -> Reading | None:
    """How the table that gave a value reads under other keys; None where it cannot be told which one it was."""
    for table in scheme.tables.values():
        if node.what != table.name and node.what not in table.columns:
            continue
        column = node.what if node.what in table.columns else None
        for sheet in table.sheets:
            reading = partial(_cell, table, sheet, column)
            if sheet.cites == node.cites and reading(tuple(key.value for key in node.inputs)) == node.value:
                return reading
    return None


def _cell(table: Table, sheet: Sheet, column: str | None, keys: tuple[Value, ...]) -> Value | None:
    return None if any(isinstance(key, Unknown) for key in keys) else table.cell(sheet, column, keys)


WALKS: dict[str, Callable[[Comparison, Node, Node], Shares | None]] = {
    "quantity": _through_a_rule,
    "condition": _through_a_rule,
    "choice": _chosen,
    "operation": _computed,
    "table": _looked_up,
    "total": _added_up,
    "particular": _unsaid,
    "parameter": _on_another_day,
    "question": _asked,
    "constant": lambda _comparison, _before, _after: None,
}
"""How two steps of one kind are walked down; of any other kind they are a cause themselves."""
