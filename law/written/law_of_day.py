"""What a sheet says of every claim alike on a day of its law, and what follows from the amounts of one."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, cast

from contracts.claims import Ground, ReductionBounds
from contracts.eligibility import Appeal, BenefitState, DeterminationOutcome, Finding, Interval, Outcome
from contracts.safeguards import SchemeSafeguards
from contracts.values import MINOR_MAX, Money, Period
from law.case.benefit_periods import Rhythm, rhythm_of
from law.case.case import Case
from law.case.model import Entitlement, Per, RatePer
from law.case.timeline import Frame, timeline_of
from law.decide.determine import STATES, appeal_of, year_from
from law.decide.reductions import bounds_of
from law.decide.rests_and_sanctions import rest_within
from law.decide.safeguards import safeguards_of
from law.language.run.evaluation import Evaluation
from law.language.terms.derivation import Step
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Number
from law.written.figures_of_day import DAYS_KEPT, FiguresOfDay
from law.written.model import WrittenDetermination
from law.written.rows import ClaimRows


class Amounts(NamedTuple):
    """What a claim is worth, money in minor units; `units_max` is None where the sheet limits money."""

    benefit_rate_minor: int
    total_max_minor: int
    units_max: Number | None
    reference_earnings_minor: int


class Resting(NamedTuple):
    """A rest by its name: so many days, from a day on; None for the day the claim begins."""

    name: str
    days: int
    start: date | None


class DaysOfClaim(NamedTuple):
    """How long a claim may be drawn on, its benefit periods, and the stretches of its year."""

    year: Period
    rhythm: Rhythm
    timeline: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class LawOfDay(FiguresOfDay):
    """The law of a sheet on a day, of each rule the version that holds, and what it says of every claim alike."""

    year_lasts: Step
    appeal: Appeal
    reductions: tuple[ReductionBounds, ...] | None
    safeguards: SchemeSafeguards | None
    days_of_claims: dict[Hashable, DaysOfClaim] = field(default_factory=dict, compare=False, repr=False)
    """What was made so far, kept for the next claim of the same day."""

    @classmethod
    def of(cls, run: Evaluation[Case]) -> LawOfDay:
        """From an evaluation under the law of the day. Raises `OutsideKnownLaw`."""
        sheet = run.rules.scheme
        return cls(
            sheet=sheet,
            days=run.law_days,
            year_lasts=run.parameter(sheet.claim.benefit_year.what),
            appeal=appeal_of(run),
            reductions=bounds_of(run) if sheet.reductions else None,
            safeguards=safeguards_of(run),
        )

    def concluded(  # noqa: PLR0913  what a determination says
        self,
        rows: ClaimRows,
        findings: tuple[Finding, ...],
        amounts: Amounts,
        *,
        waiting: Number,
        waiting_days: int,
        year_until: date | None = None,
        rests: tuple[Resting, ...] = (),
    ) -> WrittenDetermination:
        """The determination. Raises `OutsideKnownLaw` for sums and days beyond all that can be held."""
        sheet, filed = self.sheet, rows.case.claim
        if min(waiting, waiting_days, amounts.units_max or 0, amounts.reference_earnings_minor) < 0:
            raise OutsideKnownLaw("what counts something comes to less than nothing for these facts")
        is_refused = any(finding.outcome is Outcome.NOT_MET and finding.ground is None for finding in findings)
        outcome = DeterminationOutcome.REFUSED if is_refused else DeterminationOutcome.GRANTED
        days = self._days(STATES[outcome], rows.begins, year_until, waiting_days, rests)
        return WrittenDetermination(
            claim=filed.key,
            scheme=sheet.name,
            scheme_digest=sheet.digest,
            filed_on=filed.filed_on,
            outcome=outcome,
            findings=findings,
            entitlement=self._entitlement(amounts),
            waiting=waiting,
            waiting_days=waiting_days,
            benefit_year=days.year,
            rhythm=days.rhythm,
            timeline=days.timeline,
            appeal=self.appeal,
            reductions=self.reductions,
            safeguards=self.safeguards,
        )

    def _days(
        self, state: BenefitState, begins: date, until: date | None, waiting_days: int, rests: tuple[Resting, ...]
    ) -> DaysOfClaim:
        """The year and its stretches: the same for all claims that begin on one day, wait and rest alike."""
        key = state, begins, until, waiting_days, rests
        days = self.days_of_claims.get(key)
        if days is None:
            if len(self.days_of_claims) >= DAYS_KEPT:
                self.days_of_claims.clear()
            year = year_from(begins, self.year_lasts, until)
            timeline = self._timeline(state, year, waiting_days, rests)
            days = self.days_of_claims[key] = DaysOfClaim(year, rhythm_of(self.sheet, year), timeline)
        return days

    def _entitlement(self, amounts: Amounts) -> Entitlement:
        quantities, benefit = self.sheet.quantities, self.sheet.benefit
        per = str(quantities[benefit.rate].unit.per)
        return Entitlement(
            benefit_rate=self._money(amounts.benefit_rate_minor),
            benefit_rate_per=cast("RatePer", "day" if per == "working_day" else per),
            total_max=self._money(amounts.total_max_minor),
            units_max=amounts.units_max,
            unit=quantities[benefit.limit].unit.powers[0][0],
            reference_earnings=self._money(amounts.reference_earnings_minor),
            reference_earnings_per=cast("Per", quantities[benefit.reference_earnings].unit.per),
        )

    def _money(self, minor: int) -> Money:
        if minor > MINOR_MAX:
            raise OutsideKnownLaw("what the facts state makes more money than any sum may be")
        return Money(minor=minor, currency=self.sheet.currency)

    def _timeline(
        self, state: BenefitState, year: Period, waiting_days: int, rests: tuple[Resting, ...]
    ) -> tuple[Interval, ...]:
        sheet = self.sheet
        resting = (self._rest(year, rest) for rest in rests if rest.days > 0)
        frame = Frame(
            benefit_year=year,
            state=state,
            cites=sheet.benefit.cites,
            waiting_days=waiting_days,
            waiting_cites=sheet.waiting.cites,
            disqualified=(),
            reduced=(),
            rests=tuple(rest for rest in resting if rest is not None),
            closed_from=None,
            closed_cites=sheet.claim.begins.cites,
            died_on=None,
            died_cites=sheet.claim.benefit_year.cites,
            held_after=None,
        )
        return timeline_of(frame)

    def _rest(self, year: Period, rest: Resting) -> Interval | None:
        period = rest_within(year, rest.start or year.start, rest.days)
        if period is None:
            return None
        law = self.sheet.rests[rest.name]
        return Interval(period=period, state=BenefitState.DISQUALIFIED, cites=law.cites, ground=Ground(law.ground))


def met(condition: str, cites: str, because: str) -> Finding:
    """A condition that is met."""
    return Finding(condition=condition, outcome=Outcome.MET, cites=cites, because=because)


def not_met(condition: str, cites: str, because: str, ground: str | None = None) -> Finding:
    """A condition of arithmetic that is not met."""
    return Finding(
        condition=condition,
        outcome=Outcome.NOT_MET,
        cites=cites,
        because=because,
        ground=Ground(ground) if ground else None,
    )
