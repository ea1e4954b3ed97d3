"""Writes the rules of a certified period as two functions: what it needs of the claim, and what it comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from law.language.formula.tree import Ask, QuantityOf, Tree
from law.language.sheet.scheme import Condition, Scheme
from law.language.terms.dated import LawDays
from law.written.expression import Expression, exact
from law.written.layout import listed, literal, unpacked
from law.written.names import LocalNames
from law.written.needs import Need, Needs
from law.written.period_program import CERTAIN, PeriodProgram, ProgramOfItsClaim, asked_of_claim
from law.written.program import Program
from law.written.sentences import contrary, sentence_of
from law.written.source import amount_in_minor_units, fit, module

OF_CLAIM = '"""What every period of a claim needs of it. Raises `Doubtful` where anything of it is in doubt."""'
OF_PERIOD = '"""What a certified period is worth. Raises `Doubtful` where anything of it is in doubt."""'


class PeriodSources(NamedTuple):
    """The source of what a period needs of the claim, and of what it comes to."""

    of_claim: str
    of_period: str


def period_sources(scheme: Scheme, of_claim: LawDays, of_period: LawDays) -> PeriodSources:
    """The modules for a period under the law of some days, of which `scheme` holds each rule in its version.

    Each is run with `law`, the `FiguresOfDay` of its days. Raises `LookupError` for a sheet that cannot be written.
    """
    roots = tuple(_roots(scheme))
    needed = asked_of_claim(scheme, of_period, roots)
    of_all = Needs(scheme, of_period, roots, dict.fromkeys(needed, False), CERTAIN).of_all
    claim = ProgramOfItsClaim(scheme, of_claim, [need for need in needed if need in of_all])
    values = {need: _of_claim(claim, need, of_all) for need in needed}
    lines = [*claim.lines, "", *fit([f"return {listed(map(_returned, values.values()))}"])]
    names = LocalNames()
    given: dict[Need, Expression] = {need: _given(need, value, claim, names) for need, value in values.items()}
    program = PeriodProgram(scheme, of_period, roots, given, names)
    return PeriodSources(
        module(claim, "of_claim(rows)", OF_CLAIM, lines, "what periods need of a claim"),
        module(program, "of_period(rows, claim)", OF_PERIOD, list(_period(program, given)), "a certified period"),
    )


def _of_claim(claim: Program, need: QuantityOf | Ask, of_all: Collection[Need]) -> Expression:
    """What a period needs of the claim; a function where only some periods do, and it may be in doubt."""
    if need in of_all:
        return claim.expression(need)
    with claim.for_some():
        value = claim.expression(need)
    if not claim.needs.adds_doubt(need) or value.is_called:
        return value
    return Expression(f"cache(lambda: {value.code})()", times=value.times, is_whole=value.is_whole)


def _returned(value: Expression) -> str:
    """A value, or the function that is called for it."""
    return value.code.removesuffix("()")


def _given(need: QuantityOf | Ask, value: Expression, claim: Program, names: LocalNames) -> Expression:
    name, _, _, unit = claim.about(need)
    called = claim.named(name, unit, value, names)
    return Expression(f"{called}()" if value.is_called else called, times=value.times, is_whole=value.is_whole)


def _roots(scheme: Scheme) -> Iterator[Tree]:
    """Every formula that an assessment works out of every period, the full rate of the claim among them."""
    benefit = scheme.benefit
    names = (benefit.rate, benefit.week_amount, benefit.consumes, scheme.waiting.served)
    stops = (benefit.stops.unless,) if benefit.stops else ()
    every = {**scheme.quantities, **scheme.week_quantities}
    yield from (QuantityOf(name, every[name].unit) for name in (*names, *stops) if name is not None)
    yield scheme.waiting.served_when
    yield from (QuantityOf(name, every[name].unit) for name in scheme.added_up)
    for condition in scheme.week_conditions.values():
        yield condition.tree
        said = [name for _, name in condition.extent or () if name in every]
        yield from (QuantityOf(name, every[name].unit) for name in said)


def _period(program: PeriodProgram, given: Mapping[Need, Expression]) -> Iterator[str]:
    scheme, benefit = program.scheme, program.scheme.benefit
    yield from unpacked([_returned(value) for value in given.values()], "claim")
    amount, rate = (_quantity(program, name) for name in (benefit.week_amount, benefit.rate))
    consumes = exact(_quantity(program, benefit.consumes)) if benefit.consumes else "1"
    served = scheme.waiting.served
    waits = exact(_quantity(program, served)) if served else program.expression(scheme.waiting.served_when).code
    goes_on = _quantity(program, benefit.stops.unless).code if benefit.stops else "True"
    added = [f"({literal(name)}, {exact(_quantity(program, name))})" for name in scheme.added_up]
    conditions = list(scheme.week_conditions.values())
    if conditions:
        program.say()
        program.say("unmet = []")
    for condition in conditions:
        _unmet(program, condition)
    worth = {
        "amount_minor": amount_in_minor_units(amount, scheme),
        "rate_minor": amount_in_minor_units(rate, scheme),
        "consumes": consumes,
        "waits": waits,
        "goes_on": goes_on,
        "added": listed(added) if added else "()",
        "unmet": "tuple(unmet)" if conditions else "()",
    }
    yield from program.lines
    yield ""
    yield from fit([f"return Worth({', '.join(f'{name}={code}' for name, code in worth.items())})"])


def _quantity(program: PeriodProgram, name: str) -> Expression:
    return program.expression(QuantityOf(name, program.needs.quantities[name].unit))


def _unmet(program: PeriodProgram, condition: Condition) -> None:
    """Writes what is asked where a condition of the period is not met."""
    test = program.expression(contrary(condition.tree))
    question = ((condition.question or condition.meaning, ""),)
    extent = ((" In law: ", ""), *condition.extent) if condition.extent else ()
    with program.for_some():
        asked, constant = sentence_of(program, (*question, *extent))
    ground = literal(condition.ground) if condition.ground else "None"
    call = f"UnmetOfPeriod({literal(condition.meaning)}, {literal(condition.cites)}, {asked}, {ground})"
    if constant:
        called = program.names.take(f"{condition.name}_not_met".upper())
        program.findings.append(f"{called} = {call}")
        call = called
    program.remark(condition.meaning, condition.cites)
    program.say(f"if {test.code}:")
    program.say(f"    unmet.append({call})")
