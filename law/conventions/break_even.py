"""The wage up to which a floor is kept, found by trying wages; and a usual wage to try other persons with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from law.conventions.examination import Examination
from law.conventions.floor import BreakEven, Floor, ReplacementRate
from law.conventions.replacement import family_allowances, replacement_rate
from law.conventions.trial import Trial


def break_even(examination: Examination, floor: Floor) -> BreakEven:
    """The highest wage at which the floor is kept, found by trying wages from the highest down; searched for once."""
    if floor not in examination.break_evens:
        examination.break_evens[floor] = _search(examination, floor)
    return examination.break_evens[floor]


def usual_wage(examination: Examination, floor: Floor) -> Fraction | None:
    """A monthly wage with which benefit is granted: a reference wage, half the break-even wage, or any; None if none.

    Where every wage keeps the floor, it is the middle one of those that are granted benefit.
    """
    for reference in examination.reference_wages:
        if _determined(examination, reference.monthly).granted:
            return reference.monthly
    kept = break_even(examination, floor)
    if kept.up_to is None and kept.example is not None:
        share = kept.example.least * examination.instrument.search["usual_share_of_nearest"]
        kept = break_even(examination, Floor(share, floor.weeks, floor.allowances))
    if kept.up_to is None or kept.example is None:
        return None
    if kept.everywhere:
        wages = [
            wage for wage in falling_wages(examination) if _measurable(examination, _determined(examination, wage))
        ]
        return wages[len(wages) // 2]
    highest = kept.example.trial.person.monthly
    return highest / 2 if _determined(examination, highest / 2).granted else highest


def benefit_rates(examination: Examination) -> frozenset[Fraction]:
    """Every benefit rate that is granted at any of the wages tried."""
    trials = [_determined(examination, wage) for wage in falling_wages(examination)]
    return frozenset(trial.rate for trial in trials if trial.granted)


def _search(examination: Examination, floor: Floor) -> BreakEven:
    lowest_below_floor: Fraction | None = None
    nearest: Trial | None = None
    doubt = ""
    for wage in falling_wages(examination):
        trial = _determined(examination, wage)
        if not _measurable(examination, trial):
            doubt = doubt or trial.because
            continue
        rate = replacement_rate(examination, trial.person, floor) if _may_keep(examination, trial, floor) else None
        if rate is not None and rate.least >= floor.share:
            return _narrowed(examination, floor, rate, lowest_below_floor)
        lowest_below_floor = wage
        nearest = trial if nearest is None or _nominal_rate(trial) > _nominal_rate(nearest) else nearest
    example = replacement_rate(examination, nearest.person, floor) if nearest else None
    if nearest is not None and example is None:
        periods = examination.trials.paid(nearest.person, floor.weeks).paid
        doubt = doubt or "; ".join(period.question for period in periods if period.question)
    return BreakEven(None, everywhere=False, example=example, doubt=doubt)


def _determined(examination: Examination, wage: Fraction) -> Trial:
    return examination.trials.determined(examination.person(wage))


def is_measurable(examination: Examination, monthly: Fraction) -> bool:
    """Whether the standard beneficiary of this wage is paid so much that rounding does not matter."""
    return _measurable(examination, _determined(examination, monthly))


def _measurable(examination: Examination, trial: Trial) -> bool:
    """Whether benefit is granted, and high enough for its rounding not to matter."""
    return trial.granted and trial.rate >= least_rate(examination)


def least_rate(examination: Examination) -> Fraction:
    """The lowest benefit rate whose rounding does not matter, in whole units of the currency."""
    search, scheme = examination.instrument.search, examination.scheme
    rounding = scheme.quantities[scheme.benefit.rate].rounding
    least = search["minor_units_min"] / scheme.minor_units
    return least if rounding is None else max(least, search["rounding_steps_min"] * rounding.step)


def _nominal_rate(trial: Trial) -> Fraction:
    """The benefit rate as a share of the wage, before any period is paid."""
    return trial.monthly_rate / trial.person.monthly


def _may_keep(examination: Examination, trial: Trial, floor: Floor) -> bool:
    """Whether periods need to be tried at all: no scheme here pays a period far above the rate it grants."""
    least = floor.share * examination.instrument.search["usual_share_of_nearest"]
    return _nominal_share(examination, trial, floor) >= least


def _nominal_share(examination: Examination, trial: Trial, floor: Floor) -> Fraction:
    """The nominal rate with family allowances on both sides, as far as the floor counts them."""
    unemployed, in_work = family_allowances(examination, floor)
    return (trial.monthly_rate + unemployed) / (trial.person.monthly + in_work)


def _narrowed(examination: Examination, floor: Floor, kept: ReplacementRate, broken_at: Fraction | None) -> BreakEven:
    """The break between a wage that keeps the floor and the next higher one tried, to the minor unit."""
    wage = kept.trial.person.monthly
    if broken_at is None:
        return BreakEven(wage, everywhere=True, example=kept, below=_below(examination, floor, kept))
    low, high = (round(amount * examination.scheme.minor_units) for amount in (wage, broken_at))
    kept = _highest(examination, floor, low, high) or kept
    unemployed, in_work = family_allowances(examination, floor)
    exact = max((kept.least_benefit + unemployed) / floor.share - in_work, kept.trial.person.monthly)
    return BreakEven(exact, everywhere=False, example=kept, below=_below(examination, floor, kept))


def _highest(examination: Examination, floor: Floor, low: int, high: int) -> ReplacementRate | None:
    """The highest wage that keeps the floor from `low`, which does, up to `high`, which does not; in minor units."""

    def wage(minor: int) -> Fraction:
        return Fraction(minor, examination.scheme.minor_units)

    def keeps(minor: int) -> ReplacementRate | None:
        rate = replacement_rate(examination, examination.person(wage(minor)), floor)
        return rate if rate is not None and rate.least >= floor.share else None

    def keeps_nominally(minor: int) -> bool:
        trial = _determined(examination, wage(minor))
        return trial.granted and _nominal_share(examination, trial, floor) >= floor.share

    # The nominal rate needs no certified period; where it decides, two persons are enough to show it.
    guess = _last(keeps_nominally, low, high)
    rate = keeps(guess)
    return rate if rate is not None and keeps(guess + 1) is None else keeps(_last(keeps, low, high))


def _last(holds: Callable[[int], object], low: int, high: int) -> int:
    """The last number from `low` up to, not including, `high` for which something holds that stops holding once."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _below(examination: Examination, floor: Floor, kept: ReplacementRate) -> ReplacementRate | None:
    """Somebody with a lower wage for whom the floor is not kept; half and three quarters of the wage are tried."""
    highest = kept.trial.person.monthly
    for wage in (highest / 2, (highest + highest / 2) / 2):
        rate = replacement_rate(examination, examination.person(wage), floor)
        if rate is not None and rate.least < floor.share and _measurable(examination, rate.trial):
            return rate
    return None


def falling_wages(examination: Examination) -> Iterator[Fraction]:
    """Every wage that is tried, the highest first."""
    search = examination.instrument.search
    wage = search["wage_highest"]
    while wage >= search["wage_lowest"]:
        yield wage
        wage = Fraction(int(wage / search["wage_step"]))
