"""What two determinations say otherwise of amounts and lengths of time, and two assessments of certified periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from contracts.eligibility import WeekState
from law.explain.causes import WHOLE, Shares
from law.explain.comparison import WORD, Cause, Certified, Change, Determined, Pair
from law.explain.graph import Node, differ, distance
from law.language.terms.values import Number, Value

AMOUNTS = {"day": "daily", "week": "weekly", "month": "monthly"}
PAYMENT = "Your payment for the period from "
COUNTED = frozenset({WeekState.PAID, WeekState.PARTLY_PAID, WeekState.EXCESS_EARNINGS})
"""Periods whose amount is what the sheet's payment came to, if nothing else cut it."""

Steps = tuple[Node | None, Node | None]


def amounts(of: Pair) -> Iterator[Change]:
    """Rate, length, total and waiting, where they differ."""
    old, new = of.before, of.after
    rates = old.graph.root(old.scheme.benefit.rate), new.graph.root(new.scheme.benefit.rate)
    limits = old.graph.root(old.scheme.benefit.limit), new.graph.root(new.scheme.benefit.limit)
    per = new.event.benefit_rate_per or old.event.benefit_rate_per
    yield from _step(of, f"Your {AMOUNTS[per]} amount" if per else "Your amount", *rates)
    if limits[1] is not None and limits[1].unit.currency is None:
        yield from _step(of, "Your length of benefit", *limits)
    yield from _total(of, rates, limits)
    yield from _step(of, "Your waiting period", _waiting(old), _waiting(new))


def _waiting(of: Determined) -> Node | None:
    """What was decided next after the amounts."""
    benefit = of.scheme.benefit
    amounts_ = {benefit.rate, benefit.limit, benefit.reference_earnings, benefit.total}
    places = [place for place, node in enumerate(of.graph.roots) if node.what in amounts_]
    return of.graph.roots[places[-1] + 1] if places and places[-1] + 1 < len(of.graph.roots) else None


def _step(of: Pair, what: str, old: Node | None, new: Node | None) -> Iterator[Change]:
    if old is None or new is None or (not differ(old, new) and old.unit.written == new.unit.written):
        return
    shares = of.shares(old, new)
    if old.unit.written == new.unit.written and _is_number(old.value) and _is_number(new.value):
        yield of.amount(what, (_value(old), _value(new)), new.unit, shares, of.since)
    else:
        yield Change(what, old.value, new.value, new.unit, of.since, of.causes(shares))


def _total(of: Pair, rates: Steps, limits: Steps) -> Iterator[Change]:
    """The most that may be paid: by its own rule where the sheet has one, else what limit and rate come to."""
    old, new = of.before, of.after
    if old.event.total_max is None or new.event.total_max is None or not of.one_currency:
        return
    was, now = (
        Fraction(one.event.total_max.minor, one.scheme.minor_units) for one in (old, new) if one.event.total_max
    )
    if was == now:
        return
    names = [one.scheme.benefit.total or one.scheme.benefit.limit for one in (old, new)]
    totals = old.graph.root(names[0]), new.graph.root(names[1])
    if totals[0] and totals[1] and totals[0].unit.currency and totals[1].unit.currency:
        shares = of.shares(*totals)
    else:
        shares = _of_both(of, limits, rates)
    yield of.amount("Your total of the benefit", (was, now), of.money, shares, of.since)


def _of_both(of: Pair, limits: Steps, rates: Steps) -> Shares:
    """A length of time times a rate: first the length, then the rate, is answerable for what it changed."""
    if None in (*limits, *rates):
        return {}
    length, rate = (distance(one.value, two.value) for one, two in (limits, rates) if one and two)
    first = _value(rates[0]) * (length or 0)
    second = _value(limits[1]) * (rate or 0)
    found: Shares = {}
    for pair, part in ((limits, first), (rates, second)):
        for cause, share in of.shares(*pair).items() if part else ():
            found[cause] = found.get(cause, Fraction(0)) + share * part / (first + second or WHOLE)
    return found


def periods(of: Pair) -> Iterator[Change]:
    """Every certified period with another amount or another state, in calendar order."""
    old, new = of.before.periods, of.after.periods
    for days in sorted(old.keys() | new.keys(), key=lambda period: period.start):
        was, now = old.get(days), new.get(days)
        if was is None or now is None or (was.week.state, was.week.amount) != (now.week.state, now.week.amount):
            yield _period(of, was, now, days.start)


def _period(of: Pair, was: Certified | None, now: Certified | None, start: date) -> Change:
    first, second = ((one.week.amount.minor if one else 0) for one in (was, now))
    before, after = Fraction(first, of.before.scheme.minor_units), Fraction(second, of.after.scheme.minor_units)
    what = f"{PAYMENT}{start}"
    if first == second:
        then, state = (one.week.state.value if one else None for one in (was, now))
        return Change(what, then, state, WORD, start, _ruling(was, now, None))
    shares = _shares(of, was, now)
    if shares:
        return of.amount(what, (before, after), of.money, shares, start)
    by = after - before if of.one_currency else None
    return Change(what, before, after, of.money, start, _ruling(was, now, by))


def _shares(of: Pair, was: Certified | None, now: Certified | None) -> Shares:
    """The causes by the sheet's own payment; none where the ruling on the period did something else."""
    if was is None or now is None or was.step is None or now.step is None:
        return {}
    payments = []
    for one, side in ((was, of.before), (now, of.after)):
        payment = next((step for step in one.step.inputs if step.what == side.scheme.benefit.week_amount), None)  # type: ignore[union-attr]
        if one.week.state not in COUNTED or payment is None or not _is_number(payment.value):
            return {}
        if _number(payment.value) * side.scheme.minor_units != one.week.amount.minor:
            return {}
        payments.append(payment)
    return of.shares(*payments)


def _ruling(was: Certified | None, now: Certified | None, by: Number | None) -> tuple[Cause, ...]:
    """What was ruled on the period, then and now, in the words of the ruling."""
    if now is None:
        return (Cause("the period is no longer certified", by, None, ()),)
    then = f"; before, it was {was.week.state.value.replace('_', ' ')}" if was else "; it was not certified before"
    state = now.week.state.value.replace("_", " ")
    return (Cause(f"it is {state} ({now.week.because.rstrip('.')}){then}", by, now.week.cites, ()),)


def _value(step: Node | None) -> Number:
    return _number(step.value) if step else 0


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _number(value: Value) -> Number:
    if isinstance(value, int | Fraction):
        return value
    raise TypeError("an amount is a number")
