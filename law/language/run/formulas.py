"""Compiles a formula into nested functions that compute its value and say how they came to it."""

from __future__ import annotations

from law.language.formula.operations import EXACT, LOGIC
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
from law.language.run.answer import Look, asked, look_back, particular, unless_said_by_facts
from law.language.run.evaluation import AnyEvaluation
from law.language.run.rules import Rule
from law.language.sheet.scheme import LookBack, Scheme
from law.language.terms.derivation import VALUE, Step, new
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.units import Unit
from law.language.terms.values import Unknown, Value
from law.language.terms.words import shown


def compiled(tree: Tree, scheme: Scheme) -> Rule[AnyEvaluation]:  # noqa: C901, PLR0911  one branch a kind of node
    """The function that evaluates a tree."""
    match tree:
        case Constant(value=value, unit=unit):
            step = Step("constant", str(value), value, unit)
            return lambda _run: step
        case ParameterOf(name=name):
            return lambda run: run.law.get(name) or run.parameter(name)
        case QuantityOf(name=name):
            return lambda run: run.steps.get(name) or run.quantity(name)
        case ParameterAt():
            return _at(tree, scheme)
        case ParticularOf():
            kind = scheme.particulars[tree.name]
            facts, unsaid = (compiled(part, scheme) if part else None for part in (kind.from_facts, kind.if_unsaid))
            return particular(tree, scheme, unless_said_by_facts(facts, unsaid) if facts else unsaid)
        case LookUp():
            return _looked_up(tree, scheme)
        case TotalOf():
            return _total(tree)
        case Ask():
            return _asked(tree, scheme)
        case Operation():
            return _operation(tree, scheme)
        case AmongWords():
            return _among(tree, scheme)
        case Choice():
            return _choice(tree, scheme)
        case NotKnown(rule=name):
            return _not_known(name)


def _not_known(rule: str) -> Rule[AnyEvaluation]:
    def outside(run: AnyEvaluation) -> Step:
        raise OutsideKnownLaw(f"no version of {rule} is known for {run.law_day}")

    return outside


def _asked(tree: Ask, scheme: Scheme) -> Rule[AnyEvaluation]:
    looks = tuple(_look_back(scheme.windows[name], scheme) for name in tree.windows)
    return asked(tree, scheme, looks, tuple(compiled(value, scheme) for value in tree.values))


def _look_back(window: LookBack, scheme: Scheme) -> Look:
    moves = (window.extended_by, window.not_before, window.as_of)
    return look_back(window, scheme, *(compiled(tree, scheme) if tree else None for tree in moves))


def _at(tree: ParameterAt, scheme: Scheme) -> Rule[AnyEvaluation]:
    day, parameter, unit = compiled(tree.day, scheme), scheme.parameters[tree.name], tree.unit

    def rule(run: AnyEvaluation) -> Step:
        asked_on = day(run)
        if isinstance(asked_on.value, Unknown):
            return Step("operation", "at", asked_on.value, unit, None, (asked_on,))
        entry = parameter.on(asked_on.value)  # type: ignore[arg-type]
        return Step("parameter", f"{parameter.name} on {asked_on.value}", entry.value, unit, entry.cites, (asked_on,))

    return rule


def _looked_up(tree: LookUp, scheme: Scheme) -> Rule[AnyEvaluation]:
    table, column, unit = scheme.tables[tree.table], tree.column, tree.unit
    keys = tuple(compiled(key, scheme) for key in tree.keys)
    day = None if tree.day is None else compiled(tree.day, scheme)
    axes = (table.down, table.across)
    what = column or table.name

    def silent(steps: tuple[Step, ...]) -> Unknown:
        case = ", ".join(
            f"{axis.of} {shown(step.value, step.unit)}" for axis, step in zip(axes, steps, strict=False) if axis
        )
        return Unknown.because(f"{table.meaning}: the table says nothing for {case}. What holds?")

    def rule(run: AnyEvaluation) -> Step:
        steps = tuple([key(run) for key in keys])
        values = [step.value for step in steps]
        if day is None:
            sheet = table.under(run.law_days)
        else:
            asked_on = day(run)
            steps = (*steps, asked_on)
            if isinstance(asked_on.value, Unknown):
                return new(Step, ("table", what, Unknown.among([*values, asked_on.value]), unit, None, steps, ()))
            sheet = table.on(asked_on.value)  # type: ignore[arg-type]
        cell: Value | None = Unknown.among(values)
        if cell is None:
            cell = table.cell(sheet, column, values)
        if cell is None:
            cell = silent(steps)
        return new(Step, ("table", what, cell, unit, sheet.cites, steps, ()))

    return rule


def _total(tree: TotalOf) -> Rule[AnyEvaluation]:
    quantity, over, key, unit = tree.quantity, tree.over, tree.key, tree.unit
    what = f"{over} {quantity}"

    def rule(run: AnyEvaluation) -> Step:
        period = run if run.outer is None or run.days else run.outer
        days = period.days
        if over == "before":
            days = tuple(day for day in days if day.day < run.day)
        if key is not None:
            own = run.quantity(key).value
            days = tuple(day for day in days if day.quantity(key).value == own)
        steps = tuple([day.quantity(quantity) for day in days])
        values = [step.value for step in steps]
        total = Unknown.among(values) or sum(values)  # type: ignore[arg-type]
        return new(Step, ("total", what, total, unit, None, steps, ()))

    return rule


def _operation(tree: Operation, scheme: Scheme) -> Rule[AnyEvaluation]:
    operands = tuple(compiled(operand, scheme) for operand in tree.operands)
    operator, unit = tree.operator, tree.unit
    if operator in LOGIC:
        return _logical(operator, operands, unit)
    return _exact(operator, operands, unit)


def _logical(operator: str, operands: tuple[Rule[AnyEvaluation], ...], unit: Unit) -> Rule[AnyEvaluation]:
    logic = LOGIC[operator]

    def logical(run: AnyEvaluation) -> Step:
        inputs = tuple([operand(run) for operand in operands])
        return new(Step, ("operation", operator, logic(*[step[VALUE] for step in inputs]), unit, None, inputs, ()))

    return logical


def _exact(operator: str, operands: tuple[Rule[AnyEvaluation], ...], unit: Unit) -> Rule[AnyEvaluation]:
    exact = EXACT[operator]
    if len(operands) == 2:
        left, right = operands

        def joined(run: AnyEvaluation) -> Step:
            # The commonest case, written out: a determination holds dozens of these.
            first, second = left(run), right(run)
            one, other = first[VALUE], second[VALUE]
            doubtful = type(one) is Unknown or type(other) is Unknown
            value = Unknown.of(one, other) if doubtful else exact(one, other)
            return new(Step, ("operation", operator, value, unit, None, (first, second), ()))

        return joined

    def rule(run: AnyEvaluation) -> Step:
        inputs = tuple([operand(run) for operand in operands])
        values = [step[VALUE] for step in inputs]
        return new(Step, ("operation", operator, Unknown.among(values) or exact(*values), unit, None, inputs, ()))

    return rule


def _among(tree: AmongWords, scheme: Scheme) -> Rule[AnyEvaluation]:
    operand, words, contrary, unit = compiled(tree.operand, scheme), tree.words, tree.contrary, tree.unit
    what = f"{'not ' if contrary else ''}in [{', '.join(words)}]"

    def rule(run: AnyEvaluation) -> Step:
        inner = operand(run)
        word = inner[VALUE]
        value = word if isinstance(word, Unknown) else (word in words) != contrary
        return new(Step, ("operation", what, value, unit, None, (inner,), ()))

    return rule


def _choice(tree: Choice, scheme: Scheme) -> Rule[AnyEvaluation]:
    test, then, otherwise = (compiled(part, scheme) for part in (tree.test, tree.then, tree.otherwise))
    unit, cites = tree.unit, tree.cites

    def rule(run: AnyEvaluation) -> Step:
        on = test(run)
        holds = on[VALUE]
        if isinstance(holds, Unknown):
            return Step("choice", "if", holds, unit, cites, (on,))
        if holds:
            taken = then(run)
            return new(Step, ("choice", "then", taken[VALUE], unit, cites, (on, taken), ()))
        taken = otherwise(run)
        return new(Step, ("choice", "else", taken[VALUE], unit, None, (on, taken), ()))

    return rule
