"""Writes the law of a sheet on a day as the source of one Python module, with one function that decides a claim."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from inspect import isfunction

from law.language.formula.tree import QuantityOf, Tree
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.dated import LawDays
from law.language.terms.units import DATE
from law.written import arithmetic
from law.written.expression import Expression, Strength, exact, in_minor_units, number, product
from law.written.layout import WIDTH, fitted, imports, listed, literal
from law.written.program import Program
from law.written.sentences import finding

IMPORTED = {
    "functools": ("cache",),
    "law.decide.findings": ("cut",),
    "law.language.formula.operations": ("EXACT",),
    "law.language.terms.words": ("shown",),
    "law.language.terms.calendar": ("is_weekday",),
    "law.written": ("answers", "period_answers"),
    "law.written.arithmetic": tuple(sorted(name for name, made in vars(arithmetic).items() if isfunction(made))),
    "law.written.law_of_day": ("Amounts", "Resting", "met", "not_met"),
    "law.written.period_law": ("UnmetOfPeriod", "Worth"),
}
"""What written law may use, by module."""


def source_of(scheme: Scheme, day: date) -> str:
    """The module for claims that begin under the law of a day, of which `scheme` holds each rule in its version.

    It is run with `law`, the `LawOfDay`.
    """
    program = Program(scheme, LawDays.of(day), _roots(scheme))
    findings = [finding(program, condition) for condition in scheme.conditions.values()]
    ending = [*_amounts(program), *_waiting(program), *_rests(program)]
    until = scheme.claim.year_until
    if until is not None:
        ending.append(f"year_until = {program.expression(QuantityOf(until, DATE)).code}")
    body = [*program.lines, "", *fit([*ending, _concluded(scheme, findings)])]
    return module(program, "decide(rows)", DECIDES, body, "a claim")


def module(program: Program, function: str, says: str, body: list[str], what: str) -> str:
    """The source of a module with one function of this body, and the constants that it was written with."""
    lines = [f"def {function}:", f"    {says}", *(line and f"    {line}" for line in body)]
    constants = [*program.figures, "", *fit(program.parts), "", *fit(program.findings)]
    code = "\n".join([*constants, "", "", *lines, ""])
    asked = [f"from {module.rpartition('.')[0]} import {module.rpartition('.')[2]}" for module in program.modules]
    used = sorted([*imports(code, IMPORTED), *asked, *(["import math"] if "math." in code else [])])
    return "\n".join([*_title(program, what), "", *used, "", code])


DECIDES = '"""The determination of a claim. Raises `Doubtful` where anything of it is in doubt."""'


def _title(program: Program, what: str) -> Iterator[str]:
    scheme, days = program.scheme, program.days
    begins = f"that begins under the law of {days.claim}"
    law = begins if days.law == days.claim else f"under the law of {days.law}, of a claim {begins}"
    yield f'"""{scheme.name}: {what} {law}, if nothing of it is in doubt.'
    yield ""
    yield from textwrap.wrap(scheme.title, WIDTH)
    yield "Written from the sheet with the digest"
    yield f"{scheme.digest}; a change belongs there."
    yield '"""'


def fit(lines: Iterable[str]) -> Iterator[str]:
    """Statements in lines that fit."""
    return (part for line in lines for part in fitted(line))


def _roots(scheme: Scheme) -> Iterator[Tree]:
    """Every formula that a determination works out of every claim."""
    yield from (condition.tree for condition in scheme.conditions.values())
    yield from _amounts_of(scheme)
    yield scheme.waiting.lasts
    for rest in scheme.rests.values():
        yield rest.lasts
    if scheme.claim.year_until is not None:
        yield QuantityOf(scheme.claim.year_until, DATE)


def _amounts_of(scheme: Scheme) -> tuple[QuantityOf, ...]:
    benefit = scheme.benefit
    names = (benefit.rate, benefit.limit, benefit.reference_earnings, benefit.total)
    return tuple(QuantityOf(name, scheme.quantities[name].unit) for name in names if name is not None)


def _amounts(program: Program) -> Iterator[str]:
    """What the claim is worth, as events carry it."""
    scheme = program.scheme
    rate, limit, reference, *total = map(program.expression, _amounts_of(scheme))
    limited = scheme.quantities[scheme.benefit.limit].unit
    yield f"benefit_rate_minor = {amount_in_minor_units(rate, scheme)}"
    units = "None" if limited.is_money() else exact(limit)
    if total:
        most = amount_in_minor_units(total[0], scheme)
    elif limited.is_money():
        most = amount_in_minor_units(limit, scheme)
    else:
        most = _periods_paid(limit)
    worth = {
        "benefit_rate_minor": "benefit_rate_minor",
        "total_max_minor": most,
        "units_max": units,
        "reference_earnings_minor": _half_up(in_minor_units(reference, scheme.minor_units)),
    }
    yield f"amounts = Amounts({', '.join(f'{name}={code}' for name, code in worth.items())})"


def _periods_paid(limit: Expression) -> str:
    """The money of so many periods at the rate, rounded down to the minor unit."""
    all_paid = product(limit, Expression("benefit_rate_minor", is_whole=True))
    if all_paid.is_whole and all_paid.times == 1:
        return all_paid.code
    return f"{all_paid.within(Strength.PRODUCT)} // {all_paid.times}"


def _half_up(amount: Expression) -> str:
    if amount.is_whole and amount.times == 1:
        return amount.code
    return f"rounded_half_up({amount.code}, {amount.times})"


def amount_in_minor_units(amount: Expression, scheme: Scheme) -> str:
    """Python for an amount as events carry it."""
    minor = in_minor_units(amount, scheme.minor_units)
    return minor.code if minor.is_whole and minor.times == 1 else f"minor_of({minor.code}, {minor.times})"


def _waiting(program: Program) -> Iterator[str]:
    """How long nothing is paid at first, and how many days of it can be told beforehand."""
    scheme = program.scheme
    lasts = program.expression(scheme.waiting.lasts)
    per = next((name for name, _ in scheme.waiting.lasts.unit.powers), "")
    whole = lasts if lasts.is_whole and lasts.times == 1 else Expression(f"int({exact(lasts)})", is_whole=True)
    days = product(number(DAYS_OF_A_WEEK), whole) if per == "week" else whole
    yield f"waiting_days = {days.code if per in ('day', 'week') else '0'}"
    yield f"waiting = {'waiting_days' if scheme.waiting.served is None else exact(lasts)}"


def _rests(program: Program) -> Iterator[str]:
    """The days on which the benefit rests by arithmetic."""
    scheme = program.scheme
    if not scheme.rests:
        return
    yield "resting = []"
    for name, rest in scheme.rests.items():
        days = f"int({exact(program.expression(rest.lasts))})"
        with program.for_some():
            begins = program.expression(rest.begins).code if rest.begins else "None"
        yield f"days = {days}"
        yield "if days > 0:"
        yield f"    resting.append(Resting({literal(name)}, days, {begins}))"


def _concluded(scheme: Scheme, findings: list[str]) -> str:
    said = ["rows", listed(findings), "amounts", "waiting=waiting", "waiting_days=waiting_days"]
    if scheme.claim.year_until is not None:
        said.append("year_until=year_until")
    if scheme.rests:
        said.append("rests=tuple(resting)")
    return f"return law.concluded({', '.join(said)})"
