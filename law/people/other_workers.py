"""People by whom laws are tried beside the steady worker: each differs from that one in one thing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from contracts.about import ConditionAbout
from contracts.casework import Verdict
from contracts.eligibility import ONE_CLAIM
from contracts.registry import Contract, Separation
from contracts.values import Period
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import MONTHS_OF_A_YEAR, add_months
from law.people.calendar import CalendarUnits
from law.people.life import (
    CLAIM,
    MINUTES_OF_AN_HOUR,
    BenefitClaim,
    Job,
    Life,
    OfficerDecision,
    ReducedHours,
    SuspendedWork,
)
from law.people.steady_worker import SteadyWorker


@dataclass(frozen=True)
class WorkerOnShortTime(SteadyWorker):
    """Keeps the job with fewer hours from the day on, for so many weeks."""

    hours_left: int = 0
    weeks: int = 0

    def __str__(self) -> str:
        return f"{super().__str__().replace('laid off', 'on short time', 1)}, of which {self.hours_left} are left"

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """As the steady worker, but the job goes on."""
        cut = ReducedHours(_from(self.on, self.weeks), self.hours_left * MINUTES_OF_AN_HOUR)
        return _whose_job_goes_on(super().life(scheme, calendar), reduced=(cut,))


@dataclass(frozen=True)
class SuspendedWorker(SteadyWorker):
    """Keeps the job without work from the day on, for so many weeks."""

    weeks: int = 0

    def __str__(self) -> str:
        return super().__str__().replace("laid off", "suspended without end of the job", 1)

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """As the steady worker, but the job goes on."""
        suspended = SuspendedWork(_from(self.on, self.weeks))
        return _whose_job_goes_on(super().life(scheme, calendar), suspended=(suspended,))


@dataclass(frozen=True)
class NewApplicant(SteadyWorker):
    """Was never insured, and seeks work as one of a group that the law names."""

    group: str = ""

    @property
    def kind(self) -> str:
        """The group in words."""
        return self.group.replace("_", " ")

    def __str__(self) -> str:
        return f"a new applicant ({self.kind}) on {self.on}, aged {self.age}, never insured"

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """Without any job."""
        return replace(super().life(scheme, calendar), jobs=())


@dataclass(frozen=True)
class SeasonalWorker(SteadyWorker):
    """Worked in the last two years for one season each, of so many months, under a seasonal contract."""

    def __str__(self) -> str:
        season = "1 month" if self.months == 1 else f"{self.months} months"
        return (
            f"out of work on {self.on} after two seasons of {season}, aged {self.age}, {self.weekly_hours} hours a week"
        )

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """Two jobs with a year from one beginning to the next."""
        life = super().life(scheme, calendar)
        seasons = []
        for number, end in enumerate((add_months(self.on, -MONTHS_OF_A_YEAR), self.on), start=1):
            worked = Period(start=add_months(end, -self.months), end=end)
            pay = self.pay(worked, (self.on,), scheme, calendar)
            season = Job(
                key=f"season-{number}",
                started=worked.start,
                ended=worked.end,
                contract=Contract.SEASONAL,
                reason=Separation.SEASON_ENDED,
                minutes_weekly=self.minutes_weekly,
                pay=pay,
            )
            seasons.append(season)
        return replace(life, jobs=tuple(seasons))


@dataclass(frozen=True)
class NonNational(SteadyWorker):
    """Is no national of the country."""

    def __str__(self) -> str:
        return f"no national, {super().__str__()}"

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """As the steady worker, registered as a foreigner."""
        return replace(super().life(scheme, calendar), national=False)


@dataclass(frozen=True)
class WorkerDecidedAgainst(SteadyWorker):
    """A named person decided on the day against the worker, on a ground."""

    decision: OfficerDecision | None = field(default=None, hash=False)

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """As the steady worker, with the decision on the claim."""
        life = super().life(scheme, calendar)
        [claim] = life.claims
        decided = (self.decision,) if self.decision else ()
        return replace(life, claims=(replace(claim, decisions=decided),))


@dataclass(frozen=True)
class ReturningWorker(SteadyWorker):
    """Claims, certifies for a time, works again from a day up to another at the same pay, and claims again then."""

    works_from: date = date.min
    works_until: date = date.min
    works_once_more: Period | None = None
    """A third job, after the second claim; then the person claims for the third time."""
    found_to_be_new: bool = False
    """Whether a named person found each later claim to be a new one, where the law asks for that."""

    def __str__(self) -> str:
        once_more = self.works_once_more
        again = f" and from {once_more.start} up to {once_more.end}" if once_more else ""
        return f"{super().__str__()}; back at work from {self.works_from} up to {self.works_until}{again}"

    @property
    def without_work_from(self) -> date:
        """The first day after the last job."""
        return self.later_jobs[-1].end

    @property
    def later_jobs(self) -> tuple[Period, ...]:
        """The jobs after the first claim; a claim follows each."""
        second = Period(start=self.works_from, end=self.works_until)
        return (second, self.works_once_more) if self.works_once_more else (second,)

    def life(self, scheme: Scheme, calendar: CalendarUnits) -> Life:
        """The steady worker's life with all jobs and claims; the first claim is the one of `CLAIM`."""
        first = super().life(scheme, calendar)
        claimed_on = (self.on, *(job.end for job in self.later_jobs))
        [lost] = first.jobs
        career = Period(start=add_months(self.on, -max(1, self.months)), end=self.on)
        jobs, claims = (
            [replace(lost, pay=self.pay(career, claimed_on, scheme, calendar))],
            [BenefitClaim(self.on, key=CLAIM)],
        )
        for number, worked in enumerate(self.later_jobs, start=2):
            pay = self.pay(worked, claimed_on, scheme, calendar)
            jobs.append(
                Job(
                    key=f"job-{number}",
                    started=worked.start,
                    ended=worked.end,
                    reason=self.reason,
                    minutes_weekly=self.minutes_weekly,
                    pay=pay,
                )
            )
            decisions = (_found_to_be_new(worked.end),) if self.found_to_be_new else ()
            claims.append(BenefitClaim(worked.end, key=f"claim-{number}", decisions=decisions))
        return replace(first, jobs=tuple(jobs), claims=tuple(claims))


def _found_to_be_new(on: date) -> OfficerDecision:
    return OfficerDecision(ConditionAbout(condition=ONE_CLAIM), Verdict.FOR_CLAIMANT, on, "as the scheme says")


def _from(day: date, weeks: int) -> Period:
    return Period(start=day, end=day + timedelta(weeks=weeks))


def _whose_job_goes_on(
    life: Life, *, reduced: tuple[ReducedHours, ...] = (), suspended: tuple[SuspendedWork, ...] = ()
) -> Life:
    [job] = life.jobs
    return replace(life, jobs=(replace(job, ended=None, reduced=reduced, suspended=suspended),))
