"""What becomes of one certified period, and how much of what it is worth is paid of what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contracts.about import WeekDoubt
from contracts.claims import Ground
from contracts.currencies import MINOR_DIGITS
from contracts.eligibility import WeekState
from contracts.values import MINOR_MAX
from law.case.earlier_claims import Used
from law.decide.findings import cut
from law.decide.week_ruling import Ruling
from law.language.sheet.scheme import DAYS_OF_A_WEEK, Scheme
from law.language.terms.rounding import Rounding
from law.language.terms.values import Number
from law.written.account import Account, Limits
from law.written.arithmetic import ROUNDINGS, money_shown, outside_known_law
from law.written.period_law import UnmetOfPeriod, Worth
from law.written.period_rows import PeriodRows

EACH = {"day": "daily", "working_day": "daily", "week": "weekly", "month": "monthly"}
BY_THE_DAY = ("day", "working_day")


class WithinLimits(NamedTuple):
    """What a period is paid of what is left, and what it uses up; money in minor units."""

    amount: int
    used: Number


def ruled_by_arithmetic(scheme: Scheme, worth: Worth, account: Account, limits: Limits) -> Ruling | None:
    """What comes out the same whatever a person might say of the period; None where its conditions matter."""
    benefit, waiting = scheme.benefit, scheme.waiting
    if account.is_empty(limits):
        limit = scheme.quantities[benefit.limit]
        return Ruling(WeekState.EXHAUSTED, limit.cites, f"{limit.meaning}: nothing of it is left.")
    cites = scheme.week_quantities[benefit.week_amount].cites
    if waiting.served is not None:
        is_nothing = not (worth.amount_minor or worth.waits or (benefit.consumes and worth.consumes))
        because = "With the work and the days of the period as they are, nothing is payable for it."
    elif account.waiting:
        is_nothing, cites = not worth.waits, waiting.cites
        because = "The week's earnings are too high for it to count as a week of waiting."
    else:
        is_nothing = not worth.amount_minor
        because = "After the week's earnings are taken into account nothing is payable for it."
    return Ruling(WeekState.EXCESS_EARNINGS, cites, because) if is_nothing else None


def held_for(unmet: Sequence[UnmetOfPeriod]) -> Ruling:
    """Held, with every question that the conditions of the period raise."""
    meanings, questions = "; ".join([one.meaning for one in unmet]), " ".join([one.question for one in unmet])
    ground = None if unmet[0].ground is None else Ground(unmet[0].ground)
    return Ruling(
        WeekState.HELD,
        unmet[0].cites,
        cut(f"Open until a person has decided: {meanings}."),
        question=cut(questions),
        ground=ground,
        doubt=None if ground else WeekDoubt.FACTS_OPEN,
    )


def paid_of(scheme: Scheme, rows: PeriodRows, worth: Worth) -> tuple[Ruling, Account]:
    """What a period is paid that nothing stands against, and what is left after it.

    Raises `OutsideKnownLaw` for amounts below zero, or above all that can be held.
    """
    before, limits = rows.account, rows.claim.limits
    if scheme.waiting.served is None and before.waiting:
        because = "The week is waited for; nothing is paid for it."
        return Ruling(WeekState.WAITING, scheme.waiting.cites, because), before.waited(DAYS_OF_A_WEEK)
    served: Number = worth.waits if scheme.waiting.served is not None else 0
    if min(served, worth.amount_minor, worth.rate_minor) < 0 or max(worth.amount_minor, worth.rate_minor) > MINOR_MAX:
        outside_known_law("such amounts of a period")
    paid = _within_limits(scheme, worth, before, limits)
    after = before.waited(served).paid(paid.amount, paid.used, limits)
    if served and not paid.amount:
        because = "What would be due for the period is waited for; nothing is paid for it."
        return Ruling(WeekState.WAITING, scheme.waiting.cites, because), after
    return _in_words(scheme, rows, worth, paid), after


def remembered(scheme: Scheme, rows: PeriodRows, after: Account) -> Account:
    """The account after a period that was paid or waited for, with what it used where the sheet looks back on it."""
    if not scheme.looks_at_spells:
        return after
    used = Used(rows.certified.period, after.spent_since(rows.account), rows.certification)
    return after._replace(drawn=(*after.drawn, used))


def _within_limits(scheme: Scheme, worth: Worth, account: Account, limits: Limits) -> WithinLimits:
    amount, used = worth.amount_minor, worth.consumes
    if account.units is not None and used > account.units:
        rounding = scheme.week_quantities[scheme.benefit.week_amount].rounding
        amount = share_of(amount, account.units, used, rounding, scheme.minor_units)
        used = account.units
    return WithinLimits(min(amount, account.minor) if limits.money_counts else amount, used)


def share_of(minor: int, left: Number, used: Number, rounding: Rounding | None, minor_units: int) -> int:
    """So much of an amount as the rest of the limit is of what it would use, rounded as the sheet rounds the amount."""
    over, under = minor * left.numerator * used.denominator, left.denominator * used.numerator
    if rounding is None:
        return over // under
    step = rounding.step * minor_units
    steps = ROUNDINGS[rounding.way](over * step.denominator, under * step.numerator)
    return steps * step.numerator // step.denominator


def _in_words(scheme: Scheme, rows: PeriodRows, worth: Worth, paid: WithinLimits) -> Ruling:
    currency, per = scheme.currency, str(scheme.quantities[scheme.benefit.rate].unit.per)
    digits = MINOR_DIGITS[currency]
    rate, due = (money_shown(minor, currency, digits) for minor in (worth.rate_minor, worth.amount_minor))
    of_days = worth.rate_minor * paid.used if per in BY_THE_DAY else None
    is_full = paid.amount == worth.rate_minor if of_days is None else paid.amount >= of_days
    certified = rows.certified
    if is_full:
        because = f"The {EACH[per]} amount of {rate} is paid in full."
    elif paid.amount < worth.amount_minor:
        because = f"Of {due} for the week only what is left in all is paid."
    elif not certified.earnings.minor and not certified.minutes_worked:
        is_full, because = True, f"{due} is due for the period and is paid in full."
    else:
        because = f"Of the {EACH[per]} amount of {rate}, {due} remains after earnings."
    state = WeekState.PAID if is_full else WeekState.PARTLY_PAID
    cites = scheme.week_quantities[scheme.benefit.week_amount].cites
    return Ruling(state, cites, because, amount=paid.amount)
