"""What live claims show beside the rows of a check against a Convention, in figures about many people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from contracts.eligibility import AssessmentMade, DeterminationOutcome, WeekState
from law.conventions.model import Instrument, Requirement
from law.conventions.numbers_in_words import hundredths, percent
from law.language.sheet.scheme import DAYS_OF_A_WEEK
from services.eligibility.views import DecidedClaim
from services.oversight.views import MINIMUM

DECIDED = frozenset({DeterminationOutcome.GRANTED, DeterminationOutcome.REFUSED})


@dataclass(frozen=True, slots=True)
class PaidClaim:
    """One claim under which something was paid."""

    days_before: int
    """From the first day of the claim to the first of a period that was paid."""
    weeks: Fraction
    """The length of all periods that were paid."""
    share: Fraction | None
    """What was paid for full periods, of the reference earnings of the same time; None where none was paid in full."""
    is_used_up: bool
    """Whether nothing was left at the end."""


@dataclass(frozen=True, slots=True)
class FigureOfPractice:
    """A figure of practice in words, and whether it is about enough people to be read."""

    text: str
    is_enough: bool


class Practice:
    """The claims of a scheme, and what they say of a requirement."""

    def __init__(self, scheme: str, claims: Iterable[DecidedClaim], instrument: Instrument) -> None:
        own = [claim for claim in claims if claim.determination.scheme == scheme]
        self._outcomes = [claim.determination.outcome for claim in own]
        self._paid = [paid for claim in own if (paid := _paid(claim, instrument.calendar.per_year)) is not None]

    def of(self, requirement: Requirement) -> FigureOfPractice | None:
        """What practice says of a requirement; None where it says nothing."""
        match requirement.check:
            case "waiting":
                return self._waited(requirement.figures["days_max"])
            case "duration" | "mean duration":
                return self._lasted()
            case "standard beneficiary" | "half of earnings":
                return self._replaced(requirement.figures["share"])
            case "involuntary loss":
                return self._granted()
        return None

    def _waited(self, most: Fraction) -> FigureOfPractice:
        days = [claim.days_before for claim in self._paid]
        if len(days) < MINIMUM:
            return _few()
        longer = _share_of(sum(waited > most for waited in days), len(days))
        typical = hundredths(Fraction(median(days)))
        return FigureOfPractice(
            f"{len(days)} claims: {typical} days before the first period paid (median); {longer} longer than {most}",
            is_enough=True,
        )

    def _lasted(self) -> FigureOfPractice:
        weeks = [claim.weeks for claim in self._paid if claim.is_used_up]
        if len(weeks) < MINIMUM:
            return _few()
        return FigureOfPractice(
            f"{len(weeks)} claims used up: paid for {hundredths(median(weeks))} weeks (median)", is_enough=True
        )

    def _replaced(self, floor: Fraction) -> FigureOfPractice:
        shares = [claim.share for claim in self._paid if claim.share is not None]
        if len(shares) < MINIMUM:
            return _few()
        below, typical = _share_of(sum(share < floor for share in shares), len(shares)), percent(median(shares))
        paid = f"{typical} of reference earnings paid (median); {below} below {percent(floor)}"
        return FigureOfPractice(f"{len(shares)} claims: {paid}", is_enough=True)

    def _granted(self) -> FigureOfPractice:
        decided = [outcome for outcome in self._outcomes if outcome in DECIDED]
        if len(decided) < MINIMUM:
            return _few()
        granted = _share_of(decided.count(DeterminationOutcome.GRANTED), len(decided))
        return FigureOfPractice(f"{len(decided)} claims decided: {granted} granted", is_enough=True)


def _few() -> FigureOfPractice:
    return FigureOfPractice(f"fewer than {MINIMUM} claims: not shown", is_enough=False)


def _share_of(part: int, whole: int) -> str:
    """A share, unless it would tell of fewer people than the minimum on either side."""
    if 0 < part < MINIMUM:
        return f"fewer than {MINIMUM}"
    if 0 < whole - part < MINIMUM:
        return f"all but fewer than {MINIMUM}"
    return percent(Fraction(part, whole))


def _paid(claim: DecidedClaim, per_year: Mapping[str, Fraction]) -> PaidClaim | None:
    """What was paid under a claim; None where nothing was."""
    made = claim.determination
    weeks = [week for assessment in claim.assessments for week in assessment.weeks if week.amount.minor]
    if made.benefit_year is None or not weeks:
        return None
    days = sum(week.period.days for week in weeks)
    full = [week for week in weeks if week.state is WeekState.PAID]
    share = None
    if full and made.reference_earnings is not None and made.reference_earnings.minor and made.reference_earnings_per:
        daily = made.reference_earnings.minor * per_year[made.reference_earnings_per] / per_year["day"]
        share = sum(week.amount.minor for week in full) / (daily * sum(week.period.days for week in full))
    return PaidClaim(
        days_before=(min(week.period.start for week in weeks) - made.benefit_year.start).days,
        weeks=Fraction(days, DAYS_OF_A_WEEK),
        share=share,
        is_used_up=_is_used_up(claim.assessments),
    )


def _is_used_up(assessments: tuple[AssessmentMade, ...]) -> bool:
    return bool(assessments) and assessments[-1].weeks_left == 0 and assessments[-1].total_left.minor == 0
