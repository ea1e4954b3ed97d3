"""Which version of a rule a derivation followed: the one whose citation, and if need be whose formula, fits it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from law.explain.graph import DerivationNode
from law.language.formula.tree import (
    AmongWords,
    Ask,
    Choice,
    Constant,
    LookUp,
    Operation,
    ParameterAt,
    ParameterOf,
    ParticularOf,
    QuantityOf,
    TotalOf,
    Tree,
    written,
)
from law.language.sheet.scheme import Scheme, Section
from law.language.sheet.versions import RuleVersions, Version

SECTIONS: dict[str, tuple[Section, ...]] = {
    "quantity": ("quantities", "each_week.quantities", "each_day.quantities"),
    "condition": ("conditions", "each_week.conditions"),
}


def version_taken(scheme: Scheme, node: DerivationNode) -> Version[Any] | None:
    """The version of the rule that a step followed; None if the rule never changed, or if several fit the step."""
    fitting = [version for versions in _versions(scheme, node) for version in versions.known if _cites(version, node)]
    if len(fitting) > 1:
        fitting = [version for version in fitting if _fits(version.rule.tree, node.inputs[0])]
    return fitting[0] if len(fitting) == 1 else None


def _versions(scheme: Scheme, node: DerivationNode) -> Iterator[RuleVersions[Any]]:
    name = node.what.partition(" on ")[0]
    for section in SECTIONS.get(node.kind, ()) if node.inputs else ():
        rules = scheme.through_time.of(section)
        if name in rules:
            yield rules[name]


def _cites(version: Version[Any], node: DerivationNode) -> bool:
    return bool(version.rule.cites == node.cites)


def _fits(tree: Tree, node: DerivationNode) -> bool:
    """Whether a derivation may be that of a formula, as far as its steps tell."""
    match tree:
        case Operation(operator=operator, operands=operands):
            return node.what == operator and all(map(_fits, operands, node.inputs))
        case AmongWords(operand=operand, words=words):
            return node.what.endswith(f"in [{', '.join(words)}]") and _fits(operand, node.inputs[0])
        case Choice(test=test, then=then, otherwise=otherwise):
            taken = {"then": then, "else": otherwise}.get(node.what)
            return node.kind == "choice" and all(map(_fits, (test, *([taken] if taken else [])), node.inputs))
    return node.what.partition(" on ")[0] == _what(tree)


def _what(tree: Tree) -> str:  # noqa: PLR0911  one branch a kind of node
    """What the step of a formula without a formula of its own is called."""
    match tree:
        case Constant(value=value):
            return str(value)
        case QuantityOf(name=name) | ParameterOf(name=name) | ParameterAt(name=name):
            return name
        case ParticularOf(name=name, asks_whether=asks_whether):
            return f"stated({name})" if asks_whether else name
        case LookUp(table=table, column=column):
            return column or table
        case TotalOf(quantity=quantity, over=over):
            return f"{over} {quantity}"
        case Ask():
            return written(tree)
    return ""
