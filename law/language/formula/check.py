"""Looks up the names of a formula and checks that its units add up, before any claim is decided."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from contracts.in_words import ended, meant, nearest
from law.language.formula import syntax
from law.language.formula.calls import called
from law.language.formula.names import Names
from law.language.formula.tree import (
    AmongWords,
    Choice,
    Constant,
    LookUp,
    Operation,
    Operator,
    ParameterAt,
    ParameterOf,
    ParticularOf,
    QuantityOf,
    Tree,
)
from law.language.terms.errors import FormulaError
from law.language.terms.units import DATE, DAYS, MONTHS, SHARE, WEEKS, YEARS, YES_NO, Unit, category, over, times

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
LOGIC = frozenset({"and", "or"})
GATHERING = frozenset({"min", "max"})
ROUNDING = frozenset({"floor", "ceil", "round"})
POWER = "power"
BUILT_IN = GATHERING | ROUNDING | {POWER}
AMONG = 'is: separation_reason() in ["laid_off"]'
WHOLE = {0: "nothing", 1: "one"}
OF_A_DAY: dict[tuple[str, Unit], tuple[Operator, Unit]] = {
    ("-", DATE): ("days from", DAYS),
    ("-", DAYS): ("days before", DATE),
    ("+", DAYS): ("days after", DATE),
    ("+", WEEKS): ("weeks after", DATE),
    ("-", WEEKS): ("weeks before", DATE),
    ("+", MONTHS): ("months after", DATE),
    ("-", MONTHS): ("months before", DATE),
    ("+", YEARS): ("years after", DATE),
    ("-", YEARS): ("years before", DATE),
}
"""What is added to a day or taken from it, by sign and unit."""


def checked(tree: syntax.Syntax, names: Names) -> Tree:  # noqa: C901, PLR0911  one branch a kind of node
    """The tree with units. Raises `FormulaError` on an unknown name or units that do not fit."""
    match tree:
        case syntax.Literal01(value=value):
            return Constant(value, SHARE)
        case syntax.Truth(value=value):
            return Constant(value, YES_NO)
        case syntax.Word(text=text):
            return Constant(text, category(text))
        case syntax.Name(text=text):
            return _named(text, names)
        case syntax.Call(name=name, arguments=arguments):
            return _called(name, arguments, names)
        case syntax.At(dated=dated, day=day):
            return _at(dated, checked(day, names), names)
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
            _refuse_word_without_quotes(sign, left, right, names)
            return _joined(sign, checked(left, names), checked(right, names))


def fits(tree: Tree, unit: Unit) -> bool:
    """Whether a tree may stand where `unit` is declared: zero fits all numbers, one fits shares and counts."""
    if _is_literal(tree):
        return unit.is_number() and (tree.value == 0 or not unit.powers)  # type: ignore[union-attr]
    if isinstance(tree, Choice):
        return fits(tree.then, unit) and fits(tree.otherwise, unit)
    if unit.kind == tree.unit.kind == "category":
        return not unit.members or not tree.unit.members or bool(tree.unit.members & unit.members)
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
    return isinstance(tree, Constant) and type(tree.value) is int


def _said(tree: Tree) -> str:
    return WHOLE[cast("int", tree.value)] if isinstance(tree, Constant) and _is_literal(tree) else str(tree.unit)


def _named(text: str, names: Names) -> Tree:
    if text in names.parameters:
        return ParameterOf(text, names.parameters[text])
    if text in names.quantities:
        return QuantityOf(text, names.quantities[text])
    if text in names.particulars:
        return ParticularOf(text, asks_whether=False, unit=names.particulars[text])
    if text in names.windows:
        raise FormulaError(f"{text} is a window: ask something about it.", example=f"is: earnings_in({text})")
    if text in names.tables:
        raise FormulaError(f"{text} is a table: say what is looked up.", example=f"is: {text}(insured_months)")
    if text in names.questions:
        raise FormulaError(f"{text} is a question: write it with brackets.", example=f"is: {text}()")
    known = sorted({*names.parameters, *names.quantities, *names.particulars, *names.questions})
    if not nearest(text, known):
        raise FormulaError(
            f"nothing here is called {text}: a name is that of a parameter, a quantity or a particular.",
            example="is: benefit_share * earnings",
        )
    raise FormulaError(ended(f"nothing here is called {text}; {meant(text, known)}"), example="is: a_share * b")


def _called(name: str, arguments: tuple[syntax.Syntax, ...], names: Names) -> Tree:
    if name in BUILT_IN:
        return _built_in(name, tuple(checked(argument, names) for argument in arguments))
    return called(name, arguments, names, checked)


def _at(dated: syntax.Name | syntax.Call, day: Tree, names: Names) -> ParameterAt | LookUp:
    tree = _dated(dated, names)
    if day.unit != DATE:
        raise FormulaError(f"'at' needs a day, not {_said(day)}.", example="is: wage_min at employment_ended()")
    return replace(tree, day=day) if isinstance(tree, LookUp) else ParameterAt(tree.name, day, tree.unit)


def _dated(dated: syntax.Name | syntax.Call, names: Names) -> ParameterOf | LookUp:
    if isinstance(dated, syntax.Name):
        if dated.text in names.parameters:
            return ParameterOf(dated.text, names.parameters[dated.text])
        said = f"{dated.text} is no parameter"
    else:
        tree = checked(dated, names)
        if isinstance(tree, LookUp):
            return tree
        said = f"{dated.name} is no table"
    raise FormulaError(f"{said}, so it has no value on another day.", example="is: wage_min at x()")


def _built_in(name: str, operands: tuple[Tree, ...]) -> Operation:
    if name == POWER:
        return _power(operands)
    fewest = 2 if name in GATHERING else 1
    if len(operands) < fewest or (name in ROUNDING and len(operands) > 1):
        amount = "at least two values" if name in GATHERING else "one value"
        raise FormulaError(f"{name} takes {amount}.", example=f"is: {name}({'a, b' if fewest > 1 else 'a'})")
    for operand in operands:
        _number(operand, name)
    return Operation(cast("Operator", name), operands, same_unit(operands, name))


def _power(operands: tuple[Tree, ...]) -> Operation:
    """A number without dimension, multiplied so many times: growth or decline that compounds."""
    if len(operands) != 2 or operands[0].unit.powers:
        raise FormulaError(
            "power takes a share or a count, and how many times it is multiplied.",
            example="is: first_rate * power(1 - fall_each_month, months_of_fall)",
        )
    for operand in operands:
        _number(operand, POWER)
    return Operation("power", operands, operands[0].unit)


def _joined(sign: syntax.Sign, left: Tree, right: Tree) -> Operation:
    if sign in LOGIC:
        return Operation(sign, (_yes_no(left, sign), _yes_no(right, sign)), YES_NO)
    if sign in COMPARISONS:
        _refuse_stranger(left, right)
        shared = same_unit((left, right), sign)
        if sign not in ("=", "!=") and shared.kind not in ("number", "date"):
            raise FormulaError(f"'{sign}' needs numbers or dates, not {shared}.", example="is: months >= months_min")
        return Operation(sign, (left, right), YES_NO)
    if left.unit == DATE and (sign, right.unit) in OF_A_DAY:
        operator, unit = OF_A_DAY[sign, right.unit]
        return Operation(operator, (left, right), unit)
    if left.unit == DATE and sign in ("+", "-"):
        raise FormulaError(
            f"to a day are added, and from it are taken, days, weeks, months or years, not {_said(right)}.",
            example="is: employment_ended() + months_of_protection   (a parameter in months)",
        )
    for side in (left, right):
        _number(side, sign)
    if sign in ("*", "/"):
        return Operation(sign, (left, right), (times if sign == "*" else over)(left.unit, right.unit))
    return Operation(sign, (left, right), same_unit((left, right), sign))


def _refuse_word_without_quotes(sign: str, left: syntax.Syntax, right: syntax.Syntax, names: Names) -> None:
    if sign not in ("=", "!=") or not isinstance(right, syntax.Name) or names.holds(right.text):
        return
    members = checked(left, names).unit.members
    if right.text in members or nearest(right.text, sorted(members)):
        word = right.text if right.text in members else nearest(right.text, sorted(members))[0]
        raise FormulaError(f"the word {right.text} stands between quotes.", example=f'is: x {sign} "{word}"')


def _refuse_stranger(left: Tree, right: Tree) -> None:
    """Raise `FormulaError` for a word that is never the answer to what it is compared with."""
    words, others = left.unit.members, right.unit.members
    if isinstance(left, Constant):
        left, right, words, others = right, left, others, words
    if left.unit.kind == right.unit.kind == "category" and words and others and not words & others:
        word = min(others)
        if isinstance(right, Constant):
            raise FormulaError(ended(f'"{word}" is never the answer; {meant(word, sorted(words))}'), example=AMONG)
        raise FormulaError("the two sides have no word in common.", example=AMONG)


def _among(operand: Tree, words: tuple[str, ...], *, contrary: bool) -> AmongWords:
    if operand.unit.kind != "category":
        raise FormulaError(
            f"'in' needs a category, not {operand.unit}.", example='is: separation_reason() in ["laid_off"]'
        )
    strangers = sorted(set(words) - operand.unit.members)
    if strangers and operand.unit.members:
        hint = meant(strangers[0], sorted(operand.unit.members))
        raise FormulaError(
            ended(f'"{strangers[0]}" is never the answer; {hint}'),
            example=AMONG,
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
