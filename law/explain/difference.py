"""The difference between two determinations of a claim, and between the periods assessed under them, with its causes.

The causes are the lowest steps at which the two derivations diverge. The parts of the causes of an amount add up to
what the amount changed by, to the minor unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from contracts.eligibility import DeterminationOutcome, Finding, Interval, Outcome, WeekState
from law.case.model import OVER
from law.explain.causes import WHOLE, Shares
from law.explain.comparison import WORD, Cause, DecisionChange, DeterminationPair
from law.explain.determined import AssessedPeriod, Determined
from law.explain.graph import DerivationNode, differ, distance
from law.language.terms.values import Number, Value
from law.language.terms.words import share_in_words

MADE = {True: "made automatically", False: "made with a named person's decision"}
AMOUNTS = {"day": "daily", "week": "weekly", "month": "monthly"}
COUNTED = frozenset({WeekState.PAID, WeekState.PARTLY_PAID, WeekState.EXCESS_EARNINGS})
"""States of a period in which its amount is what the sheet's payment came to, if nothing else reduced it."""

TwoSteps = tuple[DerivationNode | None, DerivationNode | None]


def difference(before: Determined, after: Determined) -> tuple[DecisionChange, ...]:
    """Everything that a newer determination of a claim, or another one, says differently; empty if nothing."""
    pair = DeterminationPair(before, after)
    over = {before.event.outcome, after.event.outcome} & OVER
    changes = [*_outcome(pair), *_findings(pair)]
    changes += () if over else _amounts(pair)
    changes += [*_timeline(pair), *_periods(pair)]
    return tuple(changes or _reasons(pair))


def _outcome(pair: DeterminationPair) -> Iterator[DecisionChange]:
    old, new = pair.before.event, pair.after.event
    if old.outcome is not new.outcome:
        causes = tuple(Cause(finding.because, None, finding.cites, ()) for finding in _deciding(pair))
        yield DecisionChange("Your claim", old.outcome.value, new.outcome.value, WORD, None, causes)


def _deciding(pair: DeterminationPair) -> Sequence[Finding]:
    """What brought another outcome about. A claim is refused for what is not met, even if that was known before and
    only the last answer that was open came now, for the claimant.
    """
    changed = [new for _, new in _changed_findings(pair)]
    if pair.after.event.outcome is not DeterminationOutcome.REFUSED:
        return changed
    unmet = [finding for finding in pair.after.event.findings if finding.outcome is Outcome.NOT_MET]
    return [finding for finding in changed if finding in unmet] or unmet or changed


def _findings(pair: DeterminationPair) -> Iterator[DecisionChange]:
    """Conditions with another answer, and conditions that are no longer asked."""
    for old, new in _changed_findings(pair):
        yield _finding(pair, new.condition, old, new)
    asked = _by_condition(pair.after)
    for old in pair.before.event.findings:
        if old.condition not in asked:
            yield _finding(pair, old.condition, old, None)


def _changed_findings(pair: DeterminationPair) -> Iterator[tuple[Finding | None, Finding]]:
    """The findings with another answer, or new, each with the one before."""
    earlier = _by_condition(pair.before)
    for new in pair.after.event.findings:
        old = earlier.get(new.condition)
        if old is None or old.outcome is not new.outcome:
            yield old, new


def _by_condition(determined: Determined) -> Mapping[str, Finding]:
    return {finding.condition: finding for finding in determined.event.findings}


def _finding(pair: DeterminationPair, name: str, old: Finding | None, new: Finding | None) -> DecisionChange:
    wording = pair.wording.after if new else pair.wording.before
    causes = pair.causes(pair.shares_of_root(name))
    if not causes and (finding := new or old):
        causes = (Cause(finding.because, None, finding.cites, ()),)
    return DecisionChange(
        what=f"The condition {wording.meaning(name)}",
        before=old.outcome.value if old else None,
        after=new.outcome.value if new else None,
        unit=WORD,
        since=None,
        causes=causes,
    )


def _reasons(pair: DeterminationPair) -> Iterator[DecisionChange]:
    """Where nothing else differs: equal answers for another reason, and whether a named person took part."""
    earlier = _by_condition(pair.before)
    for new in pair.after.event.findings:
        old = earlier.get(new.condition, new)
        if old.outcome is new.outcome and (old.because, old.cites) != (new.because, new.cites):
            answer = new.outcome.value.replace("_", " ")
            what = f"The reason why {pair.wording.after.meaning(new.condition)} is {answer}"
            causes = pair.causes(pair.shares_of_root(new.condition))
            yield DecisionChange(what, f"“{old.because}”", f"“{new.because}”", WORD, None, causes)
    if pair.before.event.automatic is not pair.after.event.automatic:
        before, after = (MADE[determined.event.automatic] for determined in (pair.before, pair.after))
        yield DecisionChange("Your determination", before, after, WORD, None, ())


def _timeline(pair: DeterminationPair) -> Iterator[DecisionChange]:
    """Intervals of the new timeline whose first day was in another state before."""
    for new in pair.after.event.timeline:
        old = _interval_on(new.period.start, pair.before.event.timeline)
        if old is not None and (old.state, old.reduced_by) != (new.state, new.reduced_by):
            what = f"The state of the days from {new.period.start} up to {new.period.end}"
            yield DecisionChange(what, _state(old), _state(new), WORD, new.period.start, ())


def _state(stretch: Interval) -> str:
    share = stretch.reduced_by
    return f"{stretch.state.value}, reduced by {share_in_words(share)}" if share else stretch.state.value


def _interval_on(day: date, timeline: Sequence[Interval]) -> Interval | None:
    return next((interval for interval in timeline if interval.period.start <= day < interval.period.end), None)


def _amounts(pair: DeterminationPair) -> Iterator[DecisionChange]:
    """Rate, length, total and waiting, where they differ."""
    old, new = pair.before, pair.after
    rates = old.graph.root(old.scheme.benefit.rate), new.graph.root(new.scheme.benefit.rate)
    limits = old.graph.root(old.scheme.benefit.limit), new.graph.root(new.scheme.benefit.limit)
    per = new.event.benefit_rate_per or old.event.benefit_rate_per
    yield from _amount(pair, f"Your {AMOUNTS[per]} amount" if per else "Your amount", rates)
    if limits[1] is not None and limits[1].unit.currency is None:
        yield from _amount(pair, "Your length of benefit", limits)
    yield from _total(pair, rates, limits)
    yield from _amount(pair, "Your waiting period", (_waiting(old), _waiting(new)))


def _waiting(determined: Determined) -> DerivationNode | None:
    """The root after the last of the amounts."""
    benefit, roots = determined.scheme.benefit, determined.graph.roots
    amounts = {benefit.rate, benefit.limit, benefit.reference_earnings, benefit.total}
    positions = [position for position, node in enumerate(roots) if node.what in amounts]
    return roots[positions[-1] + 1] if positions and positions[-1] + 1 < len(roots) else None


def _amount(pair: DeterminationPair, what: str, steps: TwoSteps) -> Iterator[DecisionChange]:
    old, new = steps
    if old is None or new is None or (not differ(old, new) and old.unit.written == new.unit.written):
        return
    shares = pair.shares(old, new)
    if old.unit.written == new.unit.written and _is_number(old.value) and _is_number(new.value):
        yield pair.amount(what, (_number(old.value), _number(new.value)), new.unit, shares, pair.since)
    else:
        another = None if old.unit.written == new.unit.written else old.unit
        yield DecisionChange(what, old.value, new.value, new.unit, pair.since, pair.causes(shares), unit_before=another)


def _total(pair: DeterminationPair, rates: TwoSteps, limits: TwoSteps) -> Iterator[DecisionChange]:
    """The most that may be paid: by its own rule where the sheet has one, else the limit times the rate."""
    old, new = pair.before, pair.after
    if old.event.total_max is None or new.event.total_max is None or not pair.one_currency:
        return
    was = Fraction(old.event.total_max.minor, old.scheme.minor_units)
    now = Fraction(new.event.total_max.minor, new.scheme.minor_units)
    if was == now:
        return
    names = [determined.scheme.benefit.total or determined.scheme.benefit.limit for determined in (old, new)]
    totals = old.graph.root(names[0]), new.graph.root(names[1])
    if totals[0] and totals[1] and totals[0].unit.currency and totals[1].unit.currency:
        shares = pair.shares(*totals)
    else:
        shares = _of_length_and_rate(pair, limits, rates)
    yield pair.amount("Your total of the benefit", (was, now), pair.money, shares, pair.since)


def _of_length_and_rate(pair: DeterminationPair, limits: TwoSteps, rates: TwoSteps) -> Shares:
    """The causes of a length of time times a rate: the length is put in first, then the rate."""
    if None in (*limits, *rates):
        return {}
    length, rate = (distance(old.value, new.value) for old, new in (limits, rates) if old and new)
    by_length = _step_number(rates[0]) * (length or 0)
    by_rate = _step_number(limits[1]) * (rate or 0)
    shares: Shares = {}
    for steps, part in ((limits, by_length), (rates, by_rate)):
        for cause, share in pair.shares(*steps).items() if part else ():
            shares[cause] = shares.get(cause, Fraction(0)) + share * part / (by_length + by_rate or WHOLE)
    return shares


def _periods(pair: DeterminationPair) -> Iterator[DecisionChange]:
    """Every certified period with another amount or another state, in calendar order."""
    old, new = pair.before.periods, pair.after.periods
    for dates in sorted(old.keys() | new.keys(), key=lambda period: period.start):
        was, now = old.get(dates), new.get(dates)
        if was is None or now is None or (was.week.state, was.week.amount) != (now.week.state, now.week.amount):
            yield _period(pair, was, now, dates.start)


def _period(
    pair: DeterminationPair, was: AssessedPeriod | None, now: AssessedPeriod | None, start: date
) -> DecisionChange:
    minor = [period.week.amount.minor if period else 0 for period in (was, now)]
    before, after = (
        Fraction(minor[0], pair.before.scheme.minor_units),
        Fraction(minor[1], pair.after.scheme.minor_units),
    )
    what = f"Your payment for the benefit period from {start}"
    if minor[0] == minor[1]:
        states = [period.week.state.value if period else None for period in (was, now)]
        causes = _rulings(was, now, None)
        return DecisionChange(what, states[0], states[1], WORD, start, causes, of_period=True)
    shares = _shares_of_payment(pair, was, now)
    if shares:
        return replace(pair.amount(what, (before, after), pair.money, shares, start), of_period=True)
    by = after - before if pair.one_currency else None
    another = None if pair.one_currency else pair.money_before
    rulings = _rulings(was, now, by)
    return DecisionChange(what, before, after, pair.money, start, rulings, of_period=True, unit_before=another)


def _shares_of_payment(pair: DeterminationPair, was: AssessedPeriod | None, now: AssessedPeriod | None) -> Shares:
    """The causes within the sheet's own payment; none where the amount of the period is not what it came to."""
    old, new = _payment(pair.before, was), _payment(pair.after, now)
    return pair.shares(old, new)


def _payment(determined: Determined, period: AssessedPeriod | None) -> DerivationNode | None:
    """The step that computed the amount of a period; None where a ruling set another amount."""
    if period is None or period.step is None or period.week.state not in COUNTED:
        return None
    name, minor_units = determined.scheme.benefit.week_amount, determined.scheme.minor_units
    payment = next((step for step in period.step.inputs if step.what == name), None)
    if payment is None or not _is_number(payment.value):
        return None
    return payment if _number(payment.value) * minor_units == period.week.amount.minor else None


def _rulings(was: AssessedPeriod | None, now: AssessedPeriod | None, by: Number | None) -> tuple[Cause, ...]:
    """What was ruled on the period, then and now, in the words of the ruling."""
    if now is None:
        return (Cause("the period is no longer certified", by, None, ()),)
    then = f"; before, it was {was.week.state.value.replace('_', ' ')}" if was else "; it was not certified before"
    state = now.week.state.value.replace("_", " ")
    return (Cause(f"it is {state} ({now.week.because.rstrip('.')}){then}", by, now.week.cites, ()),)


def _step_number(step: DerivationNode | None) -> Number:
    return _number(step.value) if step else 0


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _number(value: Value) -> Number:
    if isinstance(value, int | Fraction):
        return value
    raise TypeError("an amount is a number")
