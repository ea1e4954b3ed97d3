"""A formula in plain words: `the lower of the maximum and 1/26 of ...`, so that a lawyer can hold it beside the law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from law.language.formula.tree import (
    AmongWords,
    Ask,
    Choice,
    Constant,
    LookUp,
    NotKnown,
    Operation,
    ParameterAt,
    ParameterOf,
    ParticularOf,
    QuantityOf,
    TotalOf,
    Tree,
)
from law.language.sheet.scheme import Scheme
from law.language.terms.words import shown

INFIX = {
    "+": "plus",
    "-": "less",
    "*": "times",
    "/": "divided by",
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
    "days from": "less",
    "days after": "and so many days on:",
    "days before": "and so many days back:",
    "weeks after": "and so many weeks on:",
    "weeks before": "and so many weeks back:",
    "months after": "and so many months on:",
    "months before": "and so many months back:",
    "years after": "and so many years on:",
    "years before": "and so many years back:",
    "power": "raised to the power of",
    "and": "and",
    "or": "or",
}
GATHERED = {"min": ("the lower", "the lowest"), "max": ("the higher", "the highest")}
ROUNDED = {"floor": "rounded down to a whole", "ceil": "rounded up to a whole", "round": "rounded to the nearest whole"}


def in_words(tree: Tree, scheme: Scheme) -> str:  # noqa: C901, PLR0911  one branch a kind of node
    """The formula as words, names standing for their meanings."""
    match tree:
        case Constant(value=value):
            return _constant(value)
        case QuantityOf(name=name):
            return f"[{meaning_of(name, scheme)}]"
        case ParameterOf(name=name):
            return f"[{meaning_of(name, scheme)}: {figure_of(name, scheme)}]"
        case ParameterAt(name=name, day=day):
            return f"[{meaning_of(name, scheme)}] as the law stood on {in_words(day, scheme)}"
        case ParticularOf(name=name, asks_whether=asks_whether):
            meaning = f"[{meaning_of(name, scheme)}]"
            return f"{meaning} is stated" if asks_whether else f"{meaning} as stated"
        case LookUp():
            return _looked_up(tree, scheme)
        case TotalOf():
            return _total(tree, scheme)
        case Ask():
            return _asked(tree, scheme)
        case AmongWords(operand=operand, words=words, contrary=contrary):
            listed = ", ".join(f"“{_word(word)}”" for word in words)
            return f"{in_words(operand, scheme)} is {'none' if contrary else 'one'} of {listed}"
        case Choice(test=test, then=then, otherwise=otherwise):
            branches = (in_words(part, scheme) for part in (test, then, otherwise))
            article = f" [{tree.cites}]" if tree.cites else ""
            return "if {}, then {}{}; otherwise {}".format(*_with_article(list(branches), article))
        case Operation():
            return _operation(tree, scheme)
        case NotKnown():
            return "not known to this sheet"


def _with_article(branches: list[str], article: str) -> tuple[str, str, str, str]:
    return branches[0], branches[1], article, branches[2]


def _constant(value: int | str | bool) -> str:  # noqa: FBT001  a value of the law, not a switch
    if isinstance(value, str):
        return f"“{_word(value)}”"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return {0: "nothing", 1: "one"}.get(value, str(value))


def _asked(tree: Ask, scheme: Scheme) -> str:
    windows = (_small(scheme.windows[name].meaning) for name in tree.windows)
    numbers = (in_words(value, scheme) for value in tree.values)
    named = (f"[{meaning_of(name, scheme)}]" for name in (*tree.parameters, *tree.particulars, *tree.quantities))
    words = (f"“{_word(word)}”" for word in tree.words)
    return tree.question.sentence.format(*windows, *numbers, *named, *words)


def _looked_up(tree: LookUp, scheme: Scheme) -> str:
    table = scheme.tables[tree.table]
    keys = " and ".join(in_words(key, scheme) for key in tree.keys)
    meaning = table.columns[tree.column].meaning if tree.column else table.meaning
    stood = "" if tree.day is None else f" as the law stood on {in_words(tree.day, scheme)}"
    return f"[{_small(meaning)}: table] for {keys}{stood}"


def _total(tree: TotalOf, scheme: Scheme) -> str:
    over = {"all": "all days", "before": "the days before", "same": "the days"}[tree.over]
    key = f" with the same value of [{meaning_of(tree.key, scheme)}]" if tree.key else ""
    return f"the sum of [{meaning_of(tree.quantity, scheme)}] over {over}{key}"


def meaning_of(name: str, scheme: Scheme) -> str:
    """The meaning of a parameter or quantity, beginning small as inside a sentence."""
    rules: tuple[Mapping[str, Any], ...] = (
        scheme.parameters,
        scheme.particulars,
        scheme.quantities,
        scheme.week_quantities,
        scheme.day_quantities,
    )
    return _small(str(next(rule[name].meaning for rule in rules if name in rule)))


def figure_of(name: str, scheme: Scheme) -> str:
    """A parameter's value if it has only one, else its latest with its first day."""
    parameter = scheme.parameters[name]
    latest = parameter.values[-1]
    since = f" since {latest.since}" if len(parameter.values) > 1 else ""
    return shown(latest.value, parameter.unit) + since


def _operation(tree: Operation, scheme: Scheme) -> str:
    said = [in_words(operand, scheme) for operand in tree.operands]
    operator = tree.operator
    if operator in INFIX:
        sides = [f"({side})" if _needs_brackets(part) else side for side, part in zip(said, tree.operands, strict=True)]
        return f"{sides[0]} {INFIX[operator]} {sides[1]}"
    if operator in GATHERED:
        of_two, of_many = GATHERED[operator]
        return f"{of_two if len(said) == 2 else of_many} of: {'; '.join(said[:-1])}; and {said[-1]}"
    if operator in ROUNDED:
        return f"({said[0]}) {ROUNDED[operator]}"
    return f"{'it is not so that' if operator == 'not' else 'minus'} ({said[0]})"


def _needs_brackets(tree: Tree) -> bool:
    return isinstance(tree, Choice | Operation)


def _small(text: str) -> str:
    return text[0].lower() + text[1:]


def _word(text: str) -> str:
    return text.replace("_", " ")
