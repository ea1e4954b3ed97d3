"""What a formula comes to whoever claims, where neither facts nor figures of the law matter to it."""

from __future__ import annotations

from law.language.formula.operations import EXACT, LOGIC
from law.language.formula.tree import Choice, Constant, Operation, Tree
from law.language.terms.values import Unknown, Value


def fixed(tree: Tree) -> Value | None:  # noqa: PLR0911  one branch a kind of node
    """The value that the formula always has; None where it depends on something."""
    match tree:
        case Constant(value=value):
            return value
        case Choice(test=test, then=then, otherwise=otherwise):
            on, branches = fixed(test), (fixed(then), fixed(otherwise))
            if on is not None:
                return branches[0 if on else 1]
            return branches[0] if branches[0] == branches[1] else None
        case Operation(operator=operator, operands=operands) if operator in LOGIC:
            settles = operator == "or"
            values = [fixed(operand) for operand in operands]
            return settles if settles in values else None if None in values else not settles
        case Operation(operator="*", operands=operands) if any(fixed(operand) == 0 for operand in operands):
            return 0
        case Operation(operator=operator, operands=operands):
            values = [fixed(operand) for operand in operands]
            found: Value | None = None if None in values else EXACT[operator](*values)
            return None if isinstance(found, Unknown) else found
    return None
