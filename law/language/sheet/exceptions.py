"""Exceptions of a rule: each with its own case and article, and never two at once.

`is` is the ordinary rule; under `except` stand exceptions, each with `when` and `is`. They become one tree of
choices, so that every reader of the law knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from law.language.formula.check import checked, same_unit
from law.language.formula.names import Names
from law.language.formula.parser import parse_formula
from law.language.formula.tree import AmongWords, Choice, Constant, Operation, Tree
from law.language.terms.citation import WHOLE, cited
from law.language.terms.document import Entry
from law.language.terms.units import YES_NO

EXAMPLE = """\
except:
  - when: is_seasonal
    is: months_min_seasonal
    at: (2)"""
OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}


def with_exceptions(ordinary: Tree, entry: Entry | None, names: Names) -> Tree:
    """The ordinary rule with its exceptions around it. Raises `RuleSheetError` if two could hold at once."""
    if entry is None:
        return ordinary
    read: list[tuple[Entry, Tree, Tree, str]] = []
    for item in entry.items(example=EXAMPLE):
        fields = item.fields(required="when is", optional=WHOLE, example=EXAMPLE)
        when, then = (_tree(fields[name], names) for name in ("when", "is"))
        if when.unit != YES_NO:
            raise fields["when"].wrong("the case of an exception is a yes or no.", example=EXAMPLE)
        read.append((fields["when"], when, then, cited(item, fields).cites))
    for (_, one, _, _), (place, other, _, _) in combinations(read, 2):
        if not _exclude_each_other(one, other):
            raise place.wrong(
                "two exceptions may hold at once: say in one of them that the other does not hold.",
                example="when: is_part_time and not is_seasonal",
            )
    with entry.reading():
        unit = same_unit((ordinary, *(then for _, _, then, _ in read)), "except")
    tree = ordinary
    for _, when, then, cites in reversed(read):
        tree = Choice(when, then, tree, unit=unit, cites=cites)
    return tree


def _tree(entry: Entry, names: Names) -> Tree:
    with entry.reading():
        return checked(parse_formula(entry.text(example=EXAMPLE)), names)


def _exclude_each_other(one: Tree, other: Tree) -> bool:
    """Whether a part of one says the opposite of a part of the other: sure if yes, not known if no."""
    return any(_opposite(left, right) for left in _parts(one) for right in _parts(other))


def _parts(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Operation) and tree.operator == "and":
        for operand in tree.operands:
            yield from _parts(operand)
    else:
        yield tree


def _opposite(one: Tree, other: Tree) -> bool:
    if Operation("not", (one,), YES_NO) == other or Operation("not", (other,), YES_NO) == one:
        return True
    words, rival = _words(one), _words(other)
    if words is not None and rival is not None and words[0] == rival[0]:
        return not words[1] & rival[1]
    if isinstance(one, Operation) and isinstance(other, Operation) and one.operator in OPPOSITE:
        return one.operands == other.operands and other.operator == OPPOSITE[one.operator]
    return False


def _words(tree: Tree) -> tuple[Tree, frozenset[str]] | None:
    """What is compared with which words."""
    if isinstance(tree, AmongWords):
        words = frozenset(tree.words)
        return (tree.operand, tree.operand.unit.members - words if tree.contrary else words)
    if isinstance(tree, Operation) and tree.operator == "=":
        left, right = tree.operands
        if isinstance(right, Constant) and isinstance(right.value, str):
            return (left, frozenset({right.value}))
    return None
