"""Why a value differs between two derivations: the lowest steps at which they diverge, and the share of each.

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

from law.explain.graph import DerivationNode, differ, distance
from law.explain.version_taken import version_taken
from law.language.formula.operations import EXACT, LOGIC
from law.language.sheet.scheme import Scheme
from law.language.terms.tables import Sheet, Table
from law.language.terms.values import Unknown, Value

WHOLE = Fraction(1)
RULES = ("quantity", "condition", "parameter")
"""Steps that a sheet computes or states."""
STATED = {"question", "given", "particular"}
"""Steps that hold what is stated of the person."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """A lowest step at which two derivations diverge. With `by_rule` the rule itself is a different one."""

    before: DerivationNode
    after: DerivationNode
    by_rule: bool = False


Shares = dict[Divergence, Fraction]
"""How much of a change each cause is answerable for; the shares add up to one."""


class _ChangedInput(NamedTuple):
    """An input that differs, and by how much putting it in changed the value; None where that cannot be counted."""

    before: DerivationNode
    after: DerivationNode
    effect: Fraction | None


CellReader = Callable[[tuple[Value, ...]], Value | None]
"""Reads the cell of a table under other keys; None if a key is unknown."""


@dataclass(slots=True)
class DerivationComparison:
    """Two derivations under one scheme, or under two, walked down together; every pair of steps is compared once."""

    before: Scheme
    after: Scheme
    _shares: dict[tuple[int, int], Shares | None] = field(default_factory=dict)

    def causes(self, before: DerivationNode, after: DerivationNode) -> Shares:
        """The lowest steps that made the difference; empty if there is none."""
        if not differ(before, after):
            return {}
        return self.shares(before, after) or {Divergence(before, after, by_rule=True): WHOLE}

    def shares(self, before: DerivationNode, after: DerivationNode) -> Shares | None:
        """The causes of a difference; None if the steps are of different kinds: then the rule above is the cause."""
        pair = (before.number, after.number)
        if pair not in self._shares:
            self._shares[pair] = self._compare(before, after)
        return self._shares[pair]

    def follow_other_versions(self, before: DerivationNode, after: DerivationNode) -> bool:
        """Whether the law had changed the rule, so that two steps of its name follow different versions of it."""
        old, new = version_taken(self.before, before), version_taken(self.after, after)
        return old is not None and new is not None and old.rule.tree != new.rule.tree

    def _compare(self, before: DerivationNode, after: DerivationNode) -> Shares | None:
        if before.kind != after.kind:
            return _as_leaf(before, after) if {before.kind, after.kind} <= STATED else None
        compare = BY_KIND.get(before.kind)
        return compare(self, before, after) if compare else _as_leaf(before, after)


def _through_a_rule(comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares:
    """The causes in the rule's formula; the rule itself if it is another version, or of a different kind."""
    if comparison.follow_other_versions(before, after):
        return {Divergence(before, after, by_rule=True): WHOLE}
    if len(before.inputs) == len(after.inputs) == 1 and differ(before.inputs[0], after.inputs[0]):
        below = comparison.shares(before.inputs[0], after.inputs[0])
        if below:
            return below
    return {Divergence(before, after, by_rule=True): WHOLE}


def _chosen(comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares | None:
    """The test, where another branch was taken; else the branch."""
    position = -1 if before.what == after.what else 0
    old, new = before.inputs[position], after.inputs[position]
    return comparison.shares(old, new) if differ(old, new) else None


def _computed(comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares | None:
    """The inputs of an operation that differ, put in one after the other."""
    if len(before.inputs) != len(after.inputs):
        return None
    operation = EXACT.get(before.what) or LOGIC.get(before.what)
    values = [node.value for node in before.inputs]
    changed: list[_ChangedInput] = []
    reached: Value = before.value
    for position, (old, new) in enumerate(zip(before.inputs, after.inputs, strict=True)):
        if differ(old, new):
            values[position] = new.value
            doubtful = before.what not in LOGIC and any(isinstance(value, Unknown) for value in values)
            result = operation(*values) if operation and not doubtful else Unknown(())
            changed.append(_ChangedInput(old, new, distance(reached, result)))
            reached = result
    return _divided(comparison, changed)


def _looked_up(comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares | None:
    """The cells of the table first, then each key: a table that was changed is answerable for its own part."""
    cell = _cell_reader(after, comparison.after)
    if before.what != after.what or len(before.inputs) != len(after.inputs) or cell is None:
        return _as_leaf(before, after)
    keys = [node.value for node in before.inputs]
    value = cell(tuple(keys))
    by_table = distance(before.value, value)
    changed: list[_ChangedInput] = []
    for position, (old, new) in enumerate(zip(before.inputs, after.inputs, strict=True)):
        if differ(old, new):
            keys[position] = new.value
            reached, value = value, cell(tuple(keys))
            changed.append(_ChangedInput(old, new, distance(reached, value)))
    if by_table == 0:
        return _divided(comparison, changed) if changed else _as_leaf(before, after)
    whole = distance(before.value, after.value)
    by_keys = _divided(comparison, changed) if changed else {}
    if by_table is None or not whole or by_keys is None:
        return _as_leaf(before, after)
    share = by_table / whole
    return _joined([(_as_leaf(before, after), share), (by_keys, 1 - share)])


def _added_up(comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares | None:
    """The parts of a total that differ, by name."""
    old, new = ({node.what: node for node in total.inputs} for total in (before, after))
    if before.what != after.what or old.keys() != new.keys():
        return _as_leaf(before, after)
    pairs = [(old[what], new[what]) for what in old if differ(old[what], new[what])]
    changed = [_ChangedInput(first, second, distance(first.value, second.value)) for first, second in pairs]
    return _divided(comparison, changed)


def _unstated(comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares | None:
    """The rule for a particular that nobody stated, where that is so on both sides; else the particular."""
    if before.inputs and after.inputs and differ(before.inputs[0], after.inputs[0]):
        return comparison.shares(before.inputs[0], after.inputs[0])
    return _as_leaf(before, after)


def _as_of_a_day(_comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares | None:
    """A parameter: one read as of a day that moved is the law of two days, and is a cause itself."""
    if before.what.partition(" on ")[0] != after.what.partition(" on ")[0]:
        return None
    return _as_leaf(before, after)


def _asked(comparison: DerivationComparison, before: DerivationNode, after: DerivationNode) -> Shares | None:
    """A question to the facts is one cause, unless only another rule's value that went into it differs."""
    if before.what != after.what:
        return None
    moved = [(old, new) for old, new in zip(before.inputs, after.inputs, strict=False) if differ(old, new)]
    if len(moved) == 1 and len(before.inputs) == len(after.inputs) and moved[0][0].kind in RULES:
        return comparison.shares(*moved[0])
    return _as_leaf(before, after)


def _divided(comparison: DerivationComparison, changed: list[_ChangedInput]) -> Shares | None:
    """The effect of each input, divided by its own causes; all inputs alike where an effect cannot be counted."""
    whole = sum((each.effect for each in changed if each.effect is not None), start=Fraction(0))
    if not whole or any(each.effect is None for each in changed):
        changed, whole = [each._replace(effect=WHOLE) for each in changed], Fraction(len(changed))
    weighed: list[tuple[Shares, Fraction]] = []
    for each in changed:
        if each.effect:
            below = comparison.shares(each.before, each.after)
            if below is None:
                return None
            weighed.append((below, each.effect / whole))
    return _joined(weighed) if weighed else None


def _as_leaf(before: DerivationNode, after: DerivationNode) -> Shares:
    return {Divergence(before, after): WHOLE}


def _joined(weighed: list[tuple[Shares, Fraction]]) -> Shares:
    """The weighed sum of several shares, without causes that cancel out."""
    joined: Shares = {}
    for shares, weight in weighed:
        for cause, share in shares.items():
            joined[cause] = joined.get(cause, Fraction(0)) + share * weight
    return {cause: share for cause, share in joined.items() if share}


def _cell_reader(node: DerivationNode, scheme: Scheme) -> CellReader | None:
    """A reader of the table that gave a value; None where it is not certain which table that was."""
    for table in scheme.tables.values():
        if node.what != table.name and node.what not in table.columns:
            continue
        column = node.what if node.what in table.columns else None
        for sheet in table.sheets:
            reader = partial(_cell, table, sheet, column)
            if sheet.cites == node.cites and reader(tuple(key.value for key in node.inputs)) == node.value:
                return reader
    return None


def _cell(table: Table, sheet: Sheet, column: str | None, keys: tuple[Value, ...]) -> Value | None:
    return None if any(isinstance(key, Unknown) for key in keys) else table.cell(sheet, column, keys)


BY_KIND: dict[str, Callable[[DerivationComparison, DerivationNode, DerivationNode], Shares | None]] = {
    "quantity": _through_a_rule,
    "condition": _through_a_rule,
    "choice": _chosen,
    "operation": _computed,
    "table": _looked_up,
    "total": _added_up,
    "particular": _unstated,
    "parameter": _as_of_a_day,
    "question": _asked,
    "constant": lambda _comparison, _before, _after: None,
}
"""How two steps of one kind are compared; a step of any other kind is a cause itself."""
