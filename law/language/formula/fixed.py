"""What a formula comes to whoever claims: where no facts matter to it, or only what is taken to be known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeAlias

from law.language.formula.operations import EXACT, LOGIC
from law.language.formula.tree import Choice, Constant, Operation, Tree
from law.language.terms.values import Unknown, Value

Known: TypeAlias = Callable[[Tree], Value | None]
"""What a part that is no arithmetic comes to, such as a figure on a day; None where that depends on something."""


def nothing_known(_tree: Tree) -> Value | None:
    """Neither facts nor figures of the law."""
    return None


def fixed(tree: Tree, known: Known = nothing_known) -> Value | None:  # noqa: PLR0911  one branch a kind of node
    """The value that the formula always has; None where it depends on something that is not known."""
    worth = partial(fixed, known=known)
    match tree:
        case Constant(value=value):
            return value
        case Choice(test=test, then=then, otherwise=otherwise):
            on, branches = worth(test), (worth(then), worth(otherwise))
            if on is not None:
                return branches[0 if on else 1]
            return branches[0] if branches[0] == branches[1] else None
        case Operation(operator=operator, operands=operands) if operator in LOGIC:
            settles = operator == "or"
            values = [worth(operand) for operand in operands]
            return settles if settles in values else None if None in values else not settles
        case Operation(operator="*", operands=operands) if any(worth(operand) == 0 for operand in operands):
            return 0
        case Operation(operator=operator, operands=operands):
            return _computed(operator, map(worth, operands))
    return known(tree)


def _computed(operator: str, operands: Iterable[Value | None]) -> Value | None:
    values = list(operands)
    found: Value | None = None if None in values else EXACT[operator](*values)
    return None if isinstance(found, Unknown) else found
