"""Looks up the names of a formula and checks that its units add up, before any claim is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from services.eligibility.rulesheet import syntax
from services.eligibility.rulesheet.errors import FormulaError
from services.eligibility.rulesheet.questions import Question, Scope
from services.eligibility.rulesheet.tree import (
    AmongWords,
    Ask,
    Choice,
    Constant,
    Operation,
    Operator,
    ParameterOf,
    QuantityOf,
    Tree,
)
from services.eligibility.rulesheet.units import SHARE, YES_NO, Unit, category, over, parse_unit, times
from services.eligibility.rulesheet.windows import Window

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
LOGIC = frozenset({"and", "or"})
GATHERING = frozenset({"min", "max"})
ROUNDING = frozenset({"floor", "ceil", "round"})
BUILT_IN = GATHERING | ROUNDING
WHOLE = {0: "nothing", 1: "one"}


@dataclass(frozen=True, slots=True)
class Names:
    """Everything a formula may name where it stands, with units."""

    parameters: Mapping[str, Unit]
    quantities: Mapping[str, Unit]
    windows: Mapping[str, Window]
    questions: Mapping[str, Question]
    currency: str
    scope: Scope


def checked(tree: syntax.Syntax, names: Names) -> Tree:  # noqa: PLR0911  one branch a kind of node
    """The tree with units. Raises `FormulaError` on an unknown name or units that do not fit."""
    match tree:
        case syntax.Literal01(value=value):
            return Constant(value, SHARE)
        case syntax.Word(text=text):
            return Constant(text, category(text))
        case syntax.Name(text=text):
            return _named(text, names)
        case syntax.Call(name=name, arguments=arguments):
            return _called(name, arguments, names)
        case syntax.Not(operand=operand):
            return Operation("not", (_yes_no(checked(operand, names), "not"),), YES_NO)
        case syntax.Minus(operand=operand):
            below = _number(checked(operand, names), "-")
            return Operation("minus", (below,), below.unit)
        case syntax.Among(operand=operand, words=words, contrary=contrary):
            return _among(checked(operand, names), words, contrary=contrary)
        case syntax.If(test=test, then=then, otherwise=otherwise):
            asked = _yes_no(checked(test, names), "if")
            branches = (checked(then, names), checked(otherwise, names))
            return Choice(asked, *branches, unit=same_unit(branches, "if-then-else"))
        case syntax.Binary(sign=sign, left=left, right=right):
            return _joined(sign, checked(left, names), checked(right, names))


def fits(tree: Tree, unit: Unit) -> bool:
    """Whether a tree may stand where `unit` is declared: nought fits all numbers, one fits shares and counts."""
    if isinstance(tree, Constant) and isinstance(tree.value, int):
        return unit.is_number() and (tree.value == 0 or not unit.powers)
    if unit.kind == tree.unit.kind == "category":
        return tree.unit.members <= unit.members or unit.members <= tree.unit.members
    return tree.unit == unit


def same_unit(trees: tuple[Tree, ...], sign: str) -> Unit:
    """The one unit of all trees. Raises `FormulaError` if there are two."""
    leading = next((tree for tree in trees if not _is_literal(tree)), trees[0])
    for tree in trees:
        if not fits(tree, leading.unit):
            raise FormulaError(
                f"'{sign}' joins {_said(leading)} and {_said(tree)}: units must be the same.",
                example="is: weeks_min * weekly_benefit_amount <= base_period_wages   (week times USD/week is USD)",
            )
    return leading.unit


def _is_literal(tree: Tree) -> bool:
    return isinstance(tree, Constant) and isinstance(tree.value, int)


def _said(tree: Tree) -> str:
    return WHOLE[tree.value] if isinstance(tree, Constant) and isinstance(tree.value, int) else str(tree.unit)


def _named(text: str, names: Names) -> Tree:
    if text in names.parameters:
        return ParameterOf(text, names.parameters[text])
    if text in names.quantities:
        return QuantityOf(text, names.quantities[text])
    if text in names.windows:
        raise FormulaError(f"{text} is a window: ask something about it.", example=f"is: earnings_in({text})")
    if text in names.questions:
        raise FormulaError(f"{text} is a question: write it with brackets.", example=f"is: {text}()")
    known = ", ".join(sorted({*names.parameters, *names.quantities})[:12]) or "none"
    raise FormulaError(f"nothing here is called {text} (known names: {known}).", example="is: benefit_share * earnings")


def _called(name: str, arguments: tuple[syntax.Syntax, ...], names: Names) -> Tree:
    if name in BUILT_IN:
        return _built_in(name, tuple(checked(argument, names) for argument in arguments))
    question = names.questions.get(name)
    if question is None:
        known = ", ".join(sorted({*names.questions, *BUILT_IN}))
        raise FormulaError(f"there is no question {name} (there are: {known}).", example="is: earnings_in(base_period)")
    if question.scope == "week" and names.scope == "claim":
        raise FormulaError(
            f"{name} is asked about a certified week, so it belongs under each_week.",
            example=f"each_week: {{quantities: {{week_pay: {{is: {name}(), ...}}}}}}",
        )
    return Ask(question, _windows(question, arguments, names), _answer_unit(question, names.currency))


def _answer_unit(question: Question, currency: str) -> Unit:
    if question.members:
        return category(*question.members)
    return parse_unit(question.unit.replace("money", currency), currency=currency)


def _windows(question: Question, arguments: tuple[syntax.Syntax, ...], names: Names) -> tuple[str, ...]:
    wanted = ", ".join(f"a window of {bucket}s" if bucket != "any" else "a window" for bucket in question.takes)
    example = f"is: {question.name}({'base_period' if question.takes else ''})"
    if len(arguments) != len(question.takes):
        raise FormulaError(f"{question.name} is asked about {wanted or 'nothing'}.", example=example)
    found: list[str] = []
    for argument, bucket in zip(arguments, question.takes, strict=True):
        if not isinstance(argument, syntax.Name) or argument.text not in names.windows:
            raise FormulaError(f"{question.name} is asked about {wanted}, named under windows.", example=example)
        if bucket not in ("any", names.windows[argument.text].bucket):
            raise FormulaError(
                f"{question.name} is asked about {wanted}; {argument.text} is made of "
                f"{names.windows[argument.text].bucket}s.",
                example=example,
            )
        found.append(argument.text)
    return tuple(found)


def _built_in(name: str, operands: tuple[Tree, ...]) -> Operation:
    fewest = 2 if name in GATHERING else 1
    if len(operands) < fewest or (name in ROUNDING and len(operands) > 1):
        amount = "at least two values" if name in GATHERING else "one value"
        raise FormulaError(f"{name} takes {amount}.", example=f"is: {name}({'a, b' if fewest > 1 else 'a'})")
    for operand in operands:
        _number(operand, name)
    return Operation(cast("Operator", name), operands, same_unit(operands, name))


def _joined(sign: syntax.Sign, left: Tree, right: Tree) -> Operation:
    if sign in LOGIC:
        return Operation(sign, (_yes_no(left, sign), _yes_no(right, sign)), YES_NO)
    if sign in COMPARISONS:
        shared = same_unit((left, right), sign)
        if sign not in ("=", "!=") and shared.kind not in ("number", "date"):
            raise FormulaError(f"'{sign}' needs numbers or dates, not {shared}.", example="is: months >= months_min")
        return Operation(sign, (left, right), YES_NO)
    for side in (left, right):
        _number(side, sign)
    if sign in ("*", "/"):
        return Operation(sign, (left, right), (times if sign == "*" else over)(left.unit, right.unit))
    return Operation(sign, (left, right), same_unit((left, right), sign))


def _among(operand: Tree, words: tuple[str, ...], *, contrary: bool) -> AmongWords:
    if operand.unit.kind != "category":
        raise FormulaError(f"'in' needs a category, not {operand.unit}.", example='is: reason() in ["laid_off"]')
    strangers = sorted(set(words) - operand.unit.members)
    if strangers:
        known = ", ".join(sorted(operand.unit.members))
        raise FormulaError(
            f'"{strangers[0]}" is never the answer (answers: {known}).', example='is: reason() in ["laid_off"]'
        )
    return AmongWords(operand, words, contrary, YES_NO)


def _yes_no(tree: Tree, sign: str) -> Tree:
    if tree.unit != YES_NO:
        raise FormulaError(f"'{sign}' needs a yes or no, not {_said(tree)}.", example="is: not (earnings > 0)")
    return tree


def _number(tree: Tree, sign: str) -> Tree:
    if not tree.unit.is_number():
        raise FormulaError(f"'{sign}' needs numbers, not {tree.unit}.", example="is: benefit_share * earnings")
    return tree
