"""Proofs for all persons: a sheet's own rules, handed to the solver z3, keep a floor whatever the facts answer.

A proof is about the rules, a trial about one person: a proof says for every answer what a trial says for one. Where it
fails, the solver names the answers of a person, and the engine tries that person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import z3

from law.case.balance import WEEKS_OF
from law.conventions.break_even import least_rate, usual_wage
from law.conventions.checks import CHECKS
from law.conventions.examination import Examination
from law.conventions.model import Requirement, Status
from law.conventions.numbers_in_words import hundredths
from law.conventions.replacement import floor_of
from law.conventions.symbols import LARGEST, NotHandedOver, Symbols
from law.conventions.trial import Trial
from law.conventions.trials import Trials
from law.language.formula.tree import QuantityOf
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Value, plain_number

EFFORT = 20_000_000
"""Of the solver, in its own steps, so that a slow machine proves the same."""
SEASONAL = "seasonal_work"
WITHOUT_ANY = ("employments_running()", "week_earnings()", "period_earnings()")
OF_WHOLLY_UNEMPLOYED: Mapping[str, bool] = {
    "work_is_suspended()": False,
    "able_to_work()": True,
    "available_for_work()": True,
    "sought_work()": True,
}
"""What the statements take for granted, as sheets write the questions."""
Term = Any


@dataclass(frozen=True, slots=True)
class Proof:
    """What the solver says of a requirement: `proved` True or False, None where it cannot say."""

    proved: bool | None
    because: str
    person: str = ""
    """The counter-example, tried by the engine."""


def prove(examination: Examination, requirement: Requirement, up_to: Fraction | None = None) -> Proof:
    """A requirement for every person who is wholly unemployed, has no claim before and is in no group of its own.

    `up_to` is the highest monthly wage that the statement is about, in whole units of the currency; None for any wage.
    """
    statement = STATEMENTS.get(requirement.check)
    if statement is None:
        return Proof(None, f"No proof is known for rows of this kind ({requirement.check}).")
    shown = CHECKS[requirement.check](examination, requirement)
    if shown.status is Status.NOT_MET:
        return Proof(False, f"A person who was tried shows it: {shown.because}", shown.person)
    if shown.status is Status.NOT_ASKED:
        return Proof(None, f"It is not asked: {shown.because}")
    symbols = _symbols(examination)
    try:
        broken = statement(symbols, examination, requirement, up_to)
        return _solved(examination, requirement, symbols, broken)
    except (NotHandedOver, OutsideKnownLaw) as shape:
        return Proof(None, f"The rules are not handed to the solver: {shape}.")


def _solved(examination: Examination, requirement: Requirement, symbols: Symbols, broken: Term) -> Proof:
    """Whether anybody who is granted benefit can break the statement."""
    solver = z3.Solver()
    solver.set("rlimit", EFFORT)
    solver.add(*_premises(symbols), *symbols.bounds)
    if solver.check() != z3.sat:
        return Proof(None, "Nobody is granted benefit, as far as the solver sees.")
    solver.add(broken, *symbols.bounds)
    answer = solver.check()
    if answer == z3.unsat:
        asked = ", ".join(sorted(symbols.free)) or "nothing"
        return Proof(True, f"Holds whatever is answered, numbers up to {int(LARGEST):,}, to: {asked}.")
    if answer == z3.unknown:
        return Proof(None, "The solver gave up.")
    return _counter_example(examination, requirement, symbols, solver.model())


def _symbols(examination: Examination) -> Symbols:
    scheme = examination.scheme
    fixed: dict[str, Term] = {name: z3.BoolVal(value) for name, value in OF_WHOLLY_UNEMPLOYED.items()}
    fixed |= dict.fromkeys(WITHOUT_ANY, z3.RealVal(0))
    symbols = Symbols(scheme, examination.on, fixed)
    for name, particular in scheme.particulars.items():
        if particular.unit.kind == "yes_no" and particular.describes.get(SEASONAL) == "yes":
            fixed[name] = z3.BoolVal(False)
        if particular.unit.kind == "category" and particular.describes:
            [of_no_group, *_] = sorted(particular.unit.members - set(particular.describes.values()))
            fixed[name] = symbols.word(of_no_group)
    if scheme.spells is not None and isinstance(scheme.spells.linked_when, QuantityOf):
        symbols.take_for_granted(scheme.spells.linked_when.name, z3.BoolVal(False))
    return symbols


def _premises(symbols: Symbols) -> Iterator[Term]:
    """The person is granted benefit: what arithmetic decides holds. What cannot be handed over is not presumed."""
    for condition in symbols.scheme.conditions.values():
        if not condition.by_a_person:
            try:
                yield symbols.of(condition.tree)
            except NotHandedOver:
                continue


def _waiting_is_longer(symbols: Symbols, _e: Examination, requirement: Requirement, _up_to: Fraction | None) -> Term:
    waiting = symbols.scheme.waiting.lasts
    unit = waiting.unit.counted
    if unit not in WEEKS_OF:
        raise NotHandedOver(f"waiting is counted in {waiting.unit}")
    days = WEEKS_OF[unit] * DAYS_OF_A_WEEK
    return symbols.of(waiting) * z3.Q(days.numerator, days.denominator) > _q(requirement.figures["days_max"])


def _paid_for_less(symbols: Symbols, _e: Examination, requirement: Requirement, _up_to: Fraction | None) -> Term:
    limit, used, weeks = _limit_and_used(symbols, requirement.figures["weeks"])
    payment = symbols.quantity(symbols.scheme.benefit.week_amount)
    paid = symbols.quantity(symbols.scheme.benefit.rate) > 0
    return z3.And(paid, z3.Or(limit < weeks, z3.And(used < weeks, payment <= 0)))


def _paid_below(symbols: Symbols, examination: Examination, requirement: Requirement, up_to: Fraction | None) -> Term:
    scheme = symbols.scheme
    floor = floor_of(examination, requirement)
    limit, used, weeks = _limit_and_used(symbols, floor.weeks)
    earnings = symbols.quantity(scheme.benefit.reference_earnings)
    per = scheme.quantities[scheme.benefit.reference_earnings].unit.per
    if scheme.claim.period.what != "a week" or per is None:
        raise NotHandedOver("benefit is not paid by the week")
    per_year = examination.instrument.calendar.per_year
    payment = symbols.quantity(scheme.benefit.week_amount) * _q(per_year["week"])
    yearly = earnings * _q(per_year[per])
    within = yearly <= _q((up_to or LARGEST) * per_year["month"])
    measurable = symbols.quantity(scheme.benefit.rate) >= _q(least_rate(examination))
    return z3.And(within, measurable, used < limit, used < weeks, payment < _q(floor.share) * yearly)


def _limit_and_used(symbols: Symbols, weeks: Fraction) -> tuple[Term, Term, Term]:
    """The limit, what was used of it before a period, and so many weeks, all in the unit of the limit."""
    benefit = symbols.scheme.benefit
    unit = symbols.scheme.quantities[benefit.limit].unit.counted
    if unit not in WEEKS_OF:
        raise NotHandedOver("the limit is an amount of money")
    limit, used = symbols.quantity(benefit.limit), z3.Real("used of the limit")
    symbols.bounds.append(used >= 0)
    symbols.count_used(used, limit)
    return limit, used, _q(weeks / WEEKS_OF[unit])


def _q(value: Fraction) -> Term:
    exact = Fraction(value)
    return z3.Q(exact.numerator, exact.denominator)


STATEMENTS: Mapping[str, Callable[[Symbols, Examination, Requirement, Fraction | None], Term]] = {
    "waiting": _waiting_is_longer,
    "duration": _paid_for_less,
    "standard beneficiary": _paid_below,
    "half of earnings": _paid_below,
}
"""For each kind of row what would break it."""


def _counter_example(examination: Examination, requirement: Requirement, symbols: Symbols, model: Term) -> Proof:
    """The person whom the solver names, tried by the engine with these answers."""
    answers = {name: _answer(symbols, name, model) for name in symbols.free}
    told = ", ".join(f"{name} = {_shown(value)}" for name, value in answers.items())
    wage = (
        usual_wage(examination, floor_of(examination, requirement)) or examination.instrument.search["wage_tried_last"]
    )
    trials = Trials(examination.scheme, examination.instrument.calendar, given=answers)
    trial = trials.paid_out(examination.person(wage))
    tried = f"{told or 'anybody'}. The engine: {_outcome(examination, trial)}"
    if not _falls_below(trial, examination, requirement):
        return Proof(None, "The engine does not find what the solver finds.", tried)
    if several := _asked_of_several_times(symbols):
        because = f"The answers to {several} over several windows may be those of no life."
        return Proof(None, f"There are answers with which the rules do not keep it. {because}", tried)
    return Proof(False, "There are answers with which the rules do not keep it.", tried)


def _asked_of_several_times(symbols: Symbols) -> str:
    """The questions that stand for themselves in the solver although one life answers them together."""
    asked = Counter(name.partition("(")[0] for name in symbols.free if "(" in name)
    return ", ".join(sorted(name for name, times in asked.items() if times > 1))


def _falls_below(trial: Trial, examination: Examination, requirement: Requirement) -> bool:
    """Whether the engine finds what the solver found."""
    if not trial.granted:
        return False
    match requirement.check:
        case "waiting":
            return trial.days_waited > requirement.figures["days_max"]
        case "duration":
            return trial.weeks_paid < requirement.figures["weeks"]
    share = _least_share(examination, trial, floor_of(examination, requirement).weeks)
    return share is not None and share < floor_of(examination, requirement).share


def _least_share(examination: Examination, trial: Trial, weeks: Fraction) -> Fraction | None:
    """The least that a period pays of the reference earnings; None where nothing is granted."""
    entitlement, per_year = trial.determination.entitlement, examination.instrument.calendar.per_year
    periods = trial.within(weeks)
    if entitlement is None or not entitlement.reference_earnings.minor or not periods:
        return None
    earnings = Fraction(entitlement.reference_earnings.minor, trial.minor_units)
    monthly = earnings * per_year[entitlement.reference_earnings_per] / per_year["month"]
    return min(trial.monthly(period) for period in periods) / monthly


def _outcome(examination: Examination, trial: Trial) -> str:
    if not trial.granted:
        return f"{trial.determination.outcome.value}: {trial.because}"
    share = _least_share(examination, trial, examination.instrument.floor["weeks"])
    paid = "" if share is None else f", {cut_off(share)} of reference earnings at least"
    return f"waits {hundredths(trial.days_waited)} days, is paid for {hundredths(trial.weeks_paid)} weeks{paid}"


def cut_off(share: Fraction) -> str:
    """A share in per cent, cut after four digits, so that what is below a floor does not look equal to it."""
    cut = int(share * 1_000_000)
    return f"{cut // 10_000}.{cut % 10_000:04d} %"


def _answer(symbols: Symbols, name: str, model: Term) -> Value:
    value = model.eval(symbols.free[name], model_completion=True)
    if z3.is_bool(value):
        return bool(z3.is_true(value))
    if z3.is_int_value(value):
        return symbols.word_of(value.as_long())
    return plain_number(Fraction(value.numerator_as_long(), value.denominator_as_long()))


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return hundredths(Fraction(value)) if isinstance(value, int | Fraction) else str(value)
