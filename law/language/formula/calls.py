"""What a formula calls with brackets: questions to the facts, tables, totals over the days of a period."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from contracts.in_words import ended, meant, nearest, no_such
from law.language.formula import syntax
from law.language.formula.names import VISIBLE, Names
from law.language.formula.tree import Ask, Constant, Days, LookUp, ParticularOf, TotalOf, Tree
from law.language.terms.errors import FormulaError
from law.language.terms.questions import Question, Takes
from law.language.terms.tables import Axis, Table
from law.language.terms.units import DATE, YES_NO, Unit, category, parse_unit

Reader: TypeAlias = Callable[[syntax.Syntax, Names], Tree]
TOTALS: dict[str, Days] = {"total": "all", "total_before": "before", "total_same": "same"}
STATED = "stated"
EXAMPLE_ASKED = "is: earnings_in(base_period)"
LISTED = "; law/README.md lists all questions"
PLACES = {
    "week": ("a certified week", "each_week"),
    "day": ("a day", "each_day"),
    "sanction": ("a decision against the person", "sanctions"),
}
"""What a question is asked about, and the section where it may be asked."""


def called(name: str, arguments: tuple[syntax.Syntax, ...], names: Names, read: Reader) -> Tree:
    """The tree of a call. Raises `FormulaError` on an unknown one or arguments that do not fit."""
    if name in TOTALS:
        return _total(TOTALS[name], name, arguments, names)
    if name == STATED:
        return _stated(arguments, names)
    if name in names.tables:
        return _looked_up(names.tables[name], None, arguments, names, read)
    for table in names.tables.values():
        if name in table.columns:
            return _looked_up(table, name, arguments, names, read)
    question = names.questions.get(name)
    if question is None:
        if names.holds(name):
            raise FormulaError(
                f"{name} is not asked about anything: it stands without brackets.", example=f"is: {name}"
            )
        known = sorted({*names.questions, *names.tables})
        if not nearest(name, known):
            raise FormulaError(f"there is no question and no table {name}{LISTED}.", example=EXAMPLE_ASKED)
        raise FormulaError(ended(no_such("question", name, known)), example=EXAMPLE_ASKED)
    if question.scope not in VISIBLE[names.scope]:
        of, place = PLACES[question.scope]
        raise FormulaError(
            f"{name} is asked about {of}, so it belongs under {place}.",
            example=f"{place}: {{quantities: {{week_pay: {{is: {name}(), ...}}}}}}",
        )
    return _asked(question, arguments, names, read)


def _total(over: Days, name: str, arguments: tuple[syntax.Syntax, ...], names: Names) -> TotalOf:
    example = f"is: {name}({'day_pay, day_rate' if over == 'same' else 'day_pay'})"
    found = [argument.text for argument in arguments if isinstance(argument, syntax.Name)]
    wanted = {"all": (1,), "before": (1, 2), "same": (2,)}[over]
    if len(found) != len(arguments) or len(found) not in wanted or set(found) - set(names.daily):
        raise FormulaError(f"{name} adds up a quantity named under each_day.", example=example)
    if over != "all" and names.scope != "day":
        raise FormulaError(f"{name} is asked about a day, so it belongs under each_day.", example=example)
    unit = names.daily[found[0]]
    if not unit.is_number():
        raise FormulaError(f"{name} adds up numbers, not {unit}.", example=example)
    return TotalOf(found[0], over, found[1] if len(found) > 1 else None, unit)


def _stated(arguments: tuple[syntax.Syntax, ...], names: Names) -> ParticularOf:
    if len(arguments) == 1 and isinstance(arguments[0], syntax.Name) and arguments[0].text in names.particulars:
        return ParticularOf(arguments[0].text, asks_whether=True, unit=YES_NO)
    raise FormulaError(
        "'stated' is asked about a particular.", example="is: if stated(paid_leave_days) then ... else 0"
    )


def _looked_up(
    table: Table, column: str | None, arguments: tuple[syntax.Syntax, ...], names: Names, read: Reader
) -> LookUp:
    if column is None and table.columns:
        raise FormulaError(
            f"{table.name} is a table of columns: name one of {', '.join(table.columns)}.",
            example=f"is: {next(iter(table.columns))}({table.down.of.replace(' ', '_')})",
        )
    axes = (table.down,) if table.across is None else (table.down, table.across)
    keys = tuple(read(argument, names) for argument in arguments)
    called_as = column or table.name
    if len(keys) != len(axes):
        wanted = " and ".join(axis.of for axis in axes)
        raise FormulaError(f"{called_as} is looked up by {wanted}.", example=f"is: {called_as}(insured_months, age)")
    for key, axis in zip(keys, axes, strict=True):
        _refuse_other_unit(key, axis, called_as)
        _refuse_silence(table, key, axis)
    return LookUp(table.name, column, keys, table.unit_of(column))


def _refuse_silence(table: Table, key: Tree, axis: Axis) -> None:
    """Raise `FormulaError` where words by which the table is looked up, and its rows or columns, do not meet."""
    if axis.unit.kind != "category":
        return
    heads = [table.heads] if axis is table.across else [sheet.rows for sheet in table.sheets]
    words = [frozenset(map(str, own)) for own in heads]
    strangers = sorted(frozenset().union(*words) - key.unit.members) if key.unit.members else []
    if strangers:
        raise FormulaError(
            ended(
                f'"{strangers[0]}" is never looked up in {table.name}; {meant(strangers[0], sorted(key.unit.members))}'
            ),
            example="rows: {minor: 4, serious: 8}   (the words of the particular)",
        )
    if table.asks or table.otherwise is not None:
        return
    silent = sorted(word for word in key.unit.members if not all(word in own for own in words))
    if silent or not key.unit.members:
        case = " and ".join(silent) or "a word that nobody has foreseen"
        raise FormulaError(
            f"{table.name} says nothing for {case}, by which it is looked up here.",
            example=f"otherwise: 0   (or otherwise: ask; or a row or column of {table.name} for each word)",
        )


def _refuse_other_unit(key: Tree, axis: Axis, called_as: str) -> None:
    both_words = key.unit.kind == axis.unit.kind == "category"
    literal = isinstance(key, Constant) and key.value == 0
    if not both_words and not literal and key.unit != axis.unit:
        raise FormulaError(
            f"{called_as} is looked up by {axis.of} in {axis.unit}, not in {key.unit}.",
            example=f"down: {{of: {axis.of}, unit: {key.unit}, step: at least}}",
        )


def _asked(question: Question, arguments: tuple[syntax.Syntax, ...], names: Names, read: Reader) -> Ask:
    wanted = ", ".join(_kind(takes) for takes in question.takes)
    example = f"is: {question.name}({'base_period' if question.takes else ''})"
    if len(arguments) != len(question.takes):
        raise FormulaError(f"{question.name} is asked about {wanted or 'nothing'}.", example=example)
    windows: list[str] = []
    values: list[Tree] = []
    parameters: list[str] = []
    particulars: list[str] = []
    words: list[str] = []
    quantities: list[str] = []
    for argument, takes in zip(arguments, question.takes, strict=True):
        if takes in ("number", "day"):
            values.append(_value(read(argument, names), takes, question))
        elif takes == "particular":
            particulars.append(_particular(argument, question, names))
        elif takes == "quantity":
            quantities.append(_of_a_period(argument, question, names))
        elif takes == "word":
            words.append(_word(argument, question))
        else:
            (parameters if takes == "parameter" else windows).append(_named(argument, takes, question, names))
    unit = names.weekly[quantities[0]] if question.unit == "quantity" else _answer_unit(question, parameters, names)
    return Ask(
        question,
        tuple(windows),
        unit,
        tuple(values),
        tuple(parameters),
        tuple(particulars),
        tuple(words),
        tuple(quantities),
    )


def _kind(takes: Takes) -> str:
    named = {"any": "a window", "number": "a number", "day": "a day"}
    named |= {"parameter": "a parameter", "particular": "a particular", "word": "a word"}
    named |= {"quantity": "a quantity of each period"}
    return named.get(takes, f"a window of {takes}s")


def _particular(argument: syntax.Syntax, question: Question, names: Names) -> str:
    if not isinstance(argument, syntax.Name) or names.particulars.get(argument.text) != YES_NO:
        raise FormulaError(
            f"{question.name} is asked with a particular that is yes or no on each day, named under particulars.",
            example=f"is: {question.name}(qualifying_period, was_ill)",
        )
    return argument.text


def _of_a_period(argument: syntax.Syntax, question: Question, names: Names) -> str:
    if not isinstance(argument, syntax.Name) or argument.text not in names.weekly:
        raise FormulaError(
            f"{question.name} is asked with a quantity named under each_week.",
            example=f"is: {question.name}(earnings_of_week)",
        )
    if not names.weekly[argument.text].is_number():
        raise FormulaError(
            f"{question.name} adds up numbers, not {names.weekly[argument.text]}.",
            example=f"is: {question.name}(earnings_of_week)",
        )
    return argument.text


def _word(argument: syntax.Syntax, question: Question) -> str:
    if not isinstance(argument, syntax.Word) or argument.text not in question.words:
        known = ", ".join(sorted(question.words))
        example = f'is: {question.name}("{min(question.words)}")'
        raise FormulaError(f"{question.name} is asked about one of the words {known}.", example=example)
    return argument.text


def _value(tree: Tree, takes: Takes, question: Question) -> Tree:
    if tree.unit != DATE if takes == "day" else not tree.unit.is_number():
        raise FormulaError(f"{question.name} is asked with {_kind(takes)}, not {tree.unit}.", example="is: age_on(x())")
    return tree


def _named(argument: syntax.Syntax, takes: Takes, question: Question, names: Names) -> str:
    place = names.parameters if takes == "parameter" else names.windows
    under = "parameters" if takes == "parameter" else "windows"
    example = f"is: {question.name}(base_period)"
    if not isinstance(argument, syntax.Name) or argument.text not in place:
        wrong = (
            f"; {argument.text} is none; {meant(argument.text, sorted(place))}".removesuffix("?")
            if isinstance(argument, syntax.Name)
            else ""
        )
        raise FormulaError(
            f"{question.name} is asked about {_kind(takes)}, named under {under}{wrong}.", example=example
        )
    if takes not in ("any", "parameter") and names.windows[argument.text].bucket != takes:
        raise FormulaError(
            f"{question.name} is asked about {_kind(takes)}; {argument.text} is made of "
            f"{names.windows[argument.text].bucket}s.",
            example=example,
        )
    return argument.text


def _answer_unit(question: Question, parameters: list[str], names: Names) -> Unit:
    if question.unit == "category":
        return category(*question.members)
    if question.unit in ("limit", "waiting", "rate"):
        unit = {"limit": names.limit, "waiting": names.waiting, "rate": names.rate}[question.unit]
        if unit is None:
            raise FormulaError(f"{question.name} is not known before the benefit is.", example="is: earnings_in(base)")
        return unit
    if question.unit == "parameter":
        return names.parameters[parameters[0]]
    return parse_unit(question.unit.replace("money", names.currency), currency=names.currency)
