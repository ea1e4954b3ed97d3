"""What the law gives somebody who told these answers: the claim determined, a year certified, and a curve of pay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import islice

from contracts.eligibility import DeterminationOutcome, WeekAssessed
from contracts.values import Money
from law.case.model import Determination
from law.conventions.files import load_instrument
from law.decide.assess import assess
from law.decide.determine import determine
from law.explain.determined import Determined
from law.language.sheet.scheme import Scheme
from law.people.as_facts import claim_of
from law.people.life import MINUTES_OF_AN_HOUR, CertifiedPeriod, Life
from law.people.steady_worker import StatedParticular, SteadyWorker
from services.console.calculator.answers import ToldFigures

CALENDAR = "c102"
"""Pay told by the month comes to weeks and days as C102 Art. 65(4) lets it: one time basis for all."""
PERIODS_TRIED = 8
"""So many benefit periods are certified: enough for waiting to be over and for a full one to be paid."""
DOUBLED_MAX = 16
GRAINS_MIN = 40
"""A curve is looked at by whole units of the currency where a benefit has more of them than these."""
BENDS_DEEP, SURE = 8, 5
"""A stretch is halved so many times at most; the first three times whatever its middle says."""
NOTHING_ASSUMED: Mapping[str, StatedParticular] = {}


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody still earns, in whole units of the currency, and works, in hours, in each benefit period."""

    earned: Fraction = Fraction(0)
    worked: Fraction = Fraction(0)


NO_WORK = Work()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What somebody would be paid. Amounts in minor units of the scheme's currency."""

    scheme: Scheme
    answers: ToldFigures
    life: Life
    assumed: tuple[str, ...]
    """Names of particulars that stand as for the standard beneficiary, since nobody told them."""
    determination: Determination

    @property
    def granted(self) -> bool:
        """Whether the claim would be granted."""
        return self.determination.outcome is DeterminationOutcome.GRANTED

    @property
    def work(self) -> Work:
        """The work that was told."""
        return Work(self.answers.earned, self.answers.worked)

    @property
    def of(self) -> Determined:
        """The claim as it would be published, with its derivation."""
        return Determined.of(self.scheme, self.determination)

    def first(self, work: Work = NO_WORK, periods: int = PERIODS_TRIED) -> tuple[WeekAssessed, ...]:
        """The first benefit periods, each certified with the same work."""
        minutes = int(work.worked * MINUTES_OF_AN_HOUR)
        spans = islice(self.determination.rhythm.periods(), periods)
        life = self.life.certifying(CertifiedPeriod(span, work.earned, minutes) for span in spans)
        assessments = assess(claim_of(life, self.scheme), self.determination)
        return tuple(week for assessment in assessments for week in assessment.weeks)

    def whole(self, work: Work = NO_WORK, periods: int = PERIODS_TRIED) -> Money:
        """What a whole period after waiting pays: the best of the first."""
        return best(self.first(work, periods))


def best(weeks: Sequence[WeekAssessed]) -> Money:
    """The most that one of the periods pays: a whole one, after waiting."""
    return max((week.amount for week in weeks), key=lambda amount: amount.minor)


def estimated(
    scheme: Scheme, answers: ToldFigures, assumed: Mapping[str, StatedParticular] = NOTHING_ASSUMED
) -> Estimate:
    """The estimate; `assumed` stands for particulars that nobody told.

    Raises `OutsideKnownLaw` for a day before the sheet's law, `LifeFault` for days out of order.
    """
    life = _life(scheme, answers, assumed)
    return Estimate(scheme, answers, life, tuple(assumed), determine(claim_of(life, scheme)))


def curve(estimate: Estimate) -> tuple[tuple[int, int], ...]:
    """(earned, paid) for a whole period, in minor units, from nothing earned to where nothing is paid any more.

    There is a point wherever what is paid bends: between two points it lies on their line, to a hundredth.
    """
    first, minor_units = estimate.first(), estimate.scheme.minor_units
    full = max(week.amount.minor for week in first) if estimate.granted else 0
    if not full:
        return ()
    periods = next(number for number, week in enumerate(first, 1) if week.amount.minor == full)
    grain = minor_units if full > GRAINS_MIN * minor_units else 1

    @cache
    def paid(grains: int) -> int:
        work = replace(estimate.work, earned=Fraction(grains * grain, minor_units))
        return estimate.whole(work, periods).minor

    most = _nothing_from(paid, full // grain + 1)
    return tuple((grains * grain, paid(grains)) for grains in _bends(paid, (0, most), full // 100, BENDS_DEEP))


def _nothing_from(paid: Callable[[int], int], about: int) -> int:
    """The least earnings from which nothing is paid; sixteen times the benefit, or more, if there are none.

    What is paid never rises with what is earned.
    """
    most = about
    while paid(most):
        if most >= about * DOUBLED_MAX:
            return most
        most *= 2
    least = most // 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if paid(middle) else (least, middle)
    return most


def _bends(paid: Callable[[int], int], span: tuple[int, int], off: int, deep: int) -> list[int]:
    """Places between which what is paid lies on a line, but for so much."""
    start, end = span
    middle = (start + end) // 2
    if middle == start:
        return [start, end]
    straight = Fraction(paid(start) * (end - middle) + paid(end) * (middle - start), end - start)
    if deep == 0 or (deep <= SURE and abs(paid(middle) - straight) <= off):
        return [start, end]
    before, after = (_bends(paid, half, off, deep - 1) for half in ((start, middle), (middle, end)))
    return [*before[:-1], *after]


def _life(scheme: Scheme, answers: ToldFigures, assumed: Mapping[str, StatedParticular]) -> Life:
    calendar = load_instrument(CALENDAR).calendar
    worker = SteadyWorker(
        on=answers.on,
        monthly=answers.monthly,
        months=answers.months,
        age=answers.age,
        dependants=answers.dependants,
        weekly_hours=answers.hours,
        region=answers.region or "here",
        reason=answers.reason,
        particulars={**assumed, **{name: StatedParticular(value) for name, value in answers.particulars.items()}},
    )
    return worker.life(scheme, calendar)
