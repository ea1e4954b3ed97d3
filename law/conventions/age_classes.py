"""Ages that the law of a sheet cannot tell from each other, so that one person shows what is paid to all of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from law.language.formula.tree import Ask, Constant, Operation, ParameterOf, Tree, questions_in, walk
from law.language.sheet.formulas_of import trees_of, trees_of_amounts
from law.language.sheet.scheme import Scheme

COMPARED = frozenset({"<", "<=", ">", ">=", "=", "!="})
AROUND = (-1, 0, 1)
"""A day beside that of the claim may lie in the year of age before or after."""
AgeClass = tuple[object, ...]


def class_of(age: int, scheme: Scheme, age_questions: frozenset[str]) -> AgeClass:
    """What the sheet can tell of an age for what it pays: of two ages of one class it pays equal careers the same.

    Nothing, where age decides only whether there is a right; on which side of each age of the law it lies, where the
    sheet only compares; else the age itself.
    """
    if not any(questions_in(tree) & age_questions for tree in trees_of_amounts(scheme)):
        return ()
    steps = _steps(scheme, age_questions)
    if steps is None:
        return (age,)
    return tuple((age + years > step, age + years == step) for step in steps for years in AROUND)


def _steps(scheme: Scheme, age_questions: frozenset[str]) -> tuple[Fraction, ...] | None:
    """Every age with which the sheet compares; None where it does anything else with an age."""
    asked = compared = 0
    steps: set[Fraction] = set()
    for tree in trees_of(scheme):
        for node in walk(tree):
            asked += isinstance(node, Ask) and node.question.name in age_questions
            for figure in _compared_with(node, age_questions):
                compared += 1
                steps |= _values(figure, scheme)
    return tuple(sorted(steps)) if asked == compared else None


def _compared_with(node: Tree, age_questions: frozenset[str]) -> Iterator[ParameterOf | Constant]:
    """The figure that stands beside an age in a comparison."""
    if not isinstance(node, Operation) or node.operator not in COMPARED:
        return
    for one, other in (node.operands, node.operands[::-1]):
        is_age = isinstance(one, Ask) and one.question.name in age_questions
        if is_age and isinstance(other, ParameterOf | Constant):
            yield other


def _values(figure: ParameterOf | Constant, scheme: Scheme) -> set[Fraction]:
    if isinstance(figure, Constant):
        return {Fraction(int(figure.value))}
    return {Fraction(known.value) for known in scheme.parameters[figure.name].values}
