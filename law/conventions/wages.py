"""How much of a wage benefit replaces, and up to which wage it replaces enough; every figure from the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from law.conventions.subject import Matter
from law.conventions.trial import Trial
from law.people.steady_worker import SteadyWorker


@dataclass(frozen=True, slots=True)
class Floor:
    """What a row asks of benefit: this share of earnings, in every period of so many weeks."""

    share: Fraction
    weeks: Fraction
    allowances: bool
    """Whether family allowances count on both sides (C102 Art. 65(1)); C168 knows none."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The smallest and the average share of earnings that a person's benefit is, over the compulsory weeks."""

    trial: Trial
    least: Fraction
    average: Fraction
    first: Fraction
    """The benefit of the first full period, by the month."""
    least_benefit: Fraction
    """The smallest benefit of a period, by the month."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Up to which monthly wage the floor is kept; None if it is kept at no wage, `everywhere` if no wage breaks it."""

    up_to: Fraction | None
    everywhere: bool
    example: Replaced | None
    """The person just below the break, or the one who comes nearest to the floor."""
    below: Replaced | None = None
    """Somebody paid less than that wage for whom the floor is not kept all the same."""
    doubt: str = ""
    """Why nothing could be measured at all."""


def replaced(matter: Matter, person: SteadyWorker, floor: Floor) -> Replaced | None:
    """What benefit replaces of the person's earnings; None if it is not granted or nothing is paid."""
    trial = matter.engine.pays(person, floor.weeks)
    paid = trial.paid_within(floor.weeks) if trial.granted else ()
    if not paid:
        return None
    out, within = _allowances(matter) if floor.allowances else (Fraction(0), Fraction(0))
    monthly = [trial.monthly(one) for one in paid]
    shares = [(amount + out) / (person.monthly + within) for amount in monthly]
    return Replaced(trial, min(shares), sum(shares, Fraction(0)) / len(shares), monthly[0], min(monthly))


def reach(matter: Matter, floor: Floor) -> Reach:
    """The highest wage at which the floor is kept, found by trying wages from the highest down."""
    known = matter.reaches.get(floor)
    if not isinstance(known, Reach):
        known = matter.reaches[floor] = _reach(matter, floor)
    return known


def _reach(matter: Matter, floor: Floor) -> Reach:
    above: Fraction | None = None
    nearest: Trial | None = None
    doubt = ""
    for wage in _descending(matter):
        trial = matter.engine.determines(matter.person(wage))
        if not _counts(matter, trial):
            doubt = doubt or trial.because
            continue
        found = replaced(matter, trial.person, floor) if _may_keep(matter, trial, floor) else None
        if found is not None and found.least >= floor.share:
            return _between(matter, floor, found, above)
        above = wage
        nearest = trial if nearest is None or _at_first(trial) > _at_first(nearest) else nearest
    example = replaced(matter, nearest.person, floor) if nearest else None
    if nearest is not None and example is None:
        paid = matter.engine.pays(nearest.person, floor.weeks).paid
        doubt = doubt or "; ".join(one.question for one in paid if one.question)
    return Reach(None, everywhere=False, example=example, doubt=doubt)


def _counts(matter: Matter, trial: Trial) -> bool:
    """Whether benefit is granted, and high enough for its rounding not to matter."""
    search, rounding = matter.instrument.search, matter.scheme.quantities[matter.scheme.benefit.rate].rounding
    least = search["minor_units_min"] / matter.scheme.minor_units
    if rounding is not None:
        least = max(least, search["rounding_steps_min"] * rounding.step)
    return trial.granted and trial.rate >= least


def _at_first(trial: Trial) -> Fraction:
    return trial.monthly_rate / trial.person.monthly


def _may_keep(matter: Matter, trial: Trial, floor: Floor) -> bool:
    """Whether periods need to be tried at all: no scheme here pays a period far above the rate it grants."""
    return _share_at_first(matter, trial, floor) >= floor.share * matter.instrument.search["usual_share_of_nearest"]


def _share_at_first(matter: Matter, trial: Trial, floor: Floor) -> Fraction:
    out, within = _allowances(matter) if floor.allowances else (Fraction(0), Fraction(0))
    return (trial.monthly_rate + out) / (trial.person.monthly + within)


def _between(matter: Matter, floor: Floor, kept: Replaced, above: Fraction | None) -> Reach:
    if above is None:
        return Reach(kept.trial.person.monthly, everywhere=True, example=kept, below=_below(matter, floor, kept))
    low, high = (round(wage * matter.scheme.minor_units) for wage in (kept.trial.person.monthly, above))
    kept = _highest(matter, floor, low, high) or kept
    out, within = _allowances(matter) if floor.allowances else (Fraction(0), Fraction(0))
    exact = max((kept.least_benefit + out) / floor.share - within, kept.trial.person.monthly)
    return Reach(exact, everywhere=False, example=kept, below=_below(matter, floor, kept))


def _highest(matter: Matter, floor: Floor, low: int, high: int) -> Replaced | None:
    """The highest wage that keeps the floor between two, in minor units, of which only the lower is known to."""

    def tried(minor: int) -> Replaced | None:
        found = replaced(matter, matter.person(Fraction(minor, matter.scheme.minor_units)), floor)
        return found if found is not None and found.least >= floor.share else None

    def by_rate(minor: int) -> bool:
        trial = matter.engine.determines(matter.person(Fraction(minor, matter.scheme.minor_units)))
        return trial.granted and _share_at_first(matter, trial, floor) >= floor.share

    # The rate alone is known without certifying anything; where it decides, two persons are enough to show it.
    guess = _last(by_rate, low, high)
    found = tried(guess)
    return found if found is not None and tried(guess + 1) is None else tried(_last(tried, low, high))


def _last(holds: Callable[[int], object], low: int, high: int) -> int:
    """The last number from `low` up to, not including, `high` for which something holds that ends but once."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _below(matter: Matter, floor: Floor, kept: Replaced) -> Replaced | None:
    """Somebody with less pay than the highest that keeps the floor for whom it is not kept, if one of two is."""
    whole = kept.trial.person.monthly
    for wage in (whole / 2, (whole + whole / 2) / 2):
        found = replaced(matter, matter.person(wage), floor)
        if found is not None and found.least < floor.share and _counts(matter, found.trial):
            return found
    return None


def usual_wage(matter: Matter, floor: Floor) -> Fraction | None:
    """A wage at which benefit is granted: a reference wage, half the wage up to which the floor is kept, or any."""
    for one in matter.references:
        if matter.engine.determines(matter.person(one.monthly)).granted:
            return one.monthly
    found = reach(matter, floor)
    if found.up_to is None and found.example is not None:
        nearest = found.example.least * matter.instrument.search["usual_share_of_nearest"]
        found = reach(matter, Floor(nearest, floor.weeks, floor.allowances))
    if found.up_to is None or found.example is None:
        return None
    if found.everywhere:
        granted = [
            wage for wage in _descending(matter) if _counts(matter, matter.engine.determines(matter.person(wage)))
        ]
        return granted[len(granted) // 2]
    half = found.example.trial.person.monthly / 2
    return half if matter.engine.determines(matter.person(half)).granted else found.example.trial.person.monthly


def rates(matter: Matter) -> frozenset[Fraction]:
    """Every benefit rate that any wage leads to, as far as wages were tried."""
    trials = [matter.engine.determines(matter.person(wage)) for wage in _descending(matter)]
    return frozenset(one.rate for one in trials if one.granted)


def _allowances(matter: Matter) -> tuple[Fraction, Fraction]:
    said = matter.declaration.family_allowances
    return (said.in_unemployment, said.in_work) if said else (Fraction(0), Fraction(0))


def _descending(matter: Matter) -> Iterator[Fraction]:
    search = matter.instrument.search
    wage = search["wage_highest"]
    while wage >= search["wage_lowest"]:
        yield wage
        wage = Fraction(int(wage / search["wage_step"]))
