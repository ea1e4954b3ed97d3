"""Writes the findings of written law: each condition's answer with its sentence, and the values in it."""

from __future__ import annotations

from dataclasses import replace

from contracts.currencies import MINOR_DIGITS
from law.decide.findings import SENTENCE_MAX, cut
from law.language.formula.tree import AmongWords, Operation, ParticularOf, QuantityOf, Tree
from law.language.sheet.scheme import Condition, Template
from law.language.terms.units import Unit
from law.language.terms.words import shown
from law.written.arithmetic import money_shown
from law.written.expression import Expression, exact
from law.written.layout import braced, formatted, literal
from law.written.program import Program

ROOM = 500
"""Characters that the values in a sentence may take before it has to be cut."""


def finding(program: Program, condition: Condition) -> str:
    """Writes what a condition comes to; the name of its finding."""
    may_be_refused = not condition.by_a_person and program.scheme.claim.refusal.what != "never"
    test = program.expression(condition.tree if may_be_refused else contrary(condition.tree))
    called = program.names.take(condition.name)
    with program.for_some():
        met = _made(program, condition, "met", condition.met)
        other = _made(program, condition, "not_met", condition.not_met) if may_be_refused else None
    program.remark(condition.meaning, condition.cites)
    program.say(f"if {test.code}:")
    if other is None:
        program.say(f"    doubtful({literal(condition.question or condition.meaning)})")
        program.say(f"{called} = {met}")
    else:
        program.say(f"    {called} = {met}")
        program.say("else:")
        program.say(f"    {called} = {other}")
    return called


def contrary(tree: Tree) -> Tree:
    """That a condition does not hold."""
    match tree:
        case AmongWords(contrary=contrary):
            return replace(tree, contrary=not contrary)
        case Operation(operator="not", operands=(operand,)):
            return operand
    return Operation("not", (tree,), tree.unit)


def _made(program: Program, condition: Condition, outcome: str, template: Template) -> str:
    """The call that makes a finding; one that says the same of everybody is made once, above the function."""
    sentence, constant = sentence_of(program, template)
    ground = f", {condition.ground!r}" if condition.ground and outcome == "not_met" else ""
    call = f"{outcome}({literal(condition.name)}, {literal(condition.cites)}, {sentence}{ground})"
    if not constant:
        return call
    called = program.names.take(f"{condition.name}_{outcome}".upper())
    program.findings.append(f"{called} = {call}")
    return called


def sentence_of(program: Program, template: Template) -> tuple[str, bool]:
    """Python for a sentence with its values, and whether it says the same of everybody."""
    pieces = [(text, _value(program, name) if name else "") for text, name in template]
    constant = not any(value.startswith("{") for _, value in pieces)
    if constant:
        return literal(cut("".join(text + value for text, value in pieces))), constant
    inside = "".join(braced(text) + (value if value.startswith("{") else braced(value)) for text, value in pieces)
    sentence = formatted(inside)
    return f"cut({sentence})" if len(inside) > SENTENCE_MAX - ROOM else sentence, constant


def _value(program: Program, name: str) -> str:
    """A value in a sentence: its words where the law fixes it, else a field of the sentence in braces."""
    scheme = program.scheme
    tree: Tree
    if name in scheme.parameters:
        entry = scheme.parameters[name].dated.under(program.days)
        if entry is not None:
            return shown(entry.value, scheme.parameters[name].unit)
        return f"{{outside_known_law({name!r})}}".replace('"', "'")
    if name in scheme.particulars:
        unit = scheme.particulars[name].unit
        tree = ParticularOf(name, asks_whether=False, unit=unit)
        source = f"law.sheet.particulars[{name!r}].unit"
    else:
        section = "quantities" if name in scheme.quantities else "week_quantities"
        unit = program.needs.quantities[name].unit
        tree = QuantityOf(name, unit)
        source = f"law.sheet.{section}[{name!r}].unit"
    value = program.expression(tree)
    return _field(value, unit, scheme.minor_units) or (
        f"{{shown({exact(value)}, {program.constant(f'{name}_unit', source)})}}"
    )


def _field(value: Expression, unit: Unit, minor_units: int) -> str | None:
    """The field of a sentence for a whole amount or a count; None for what only `shown` can write."""
    currency = unit.currency
    if value.is_whole and currency is not None and minor_units % value.times == 0:
        digits = MINOR_DIGITS[currency]
        each = shown(0, unit).removeprefix(money_shown(0, currency, digits))
        return f"{{money_shown({value.scaled(minor_units).code}, {currency!r}, {digits})}}{braced(each)}"
    if currency is None and unit.powers:
        one, more = (shown(number, unit).partition(" ")[2] for number in (1, 2))
        return f"{{counted({exact(value)}, {one!r}, {more!r})}}"
    return None
