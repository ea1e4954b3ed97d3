"""A certificate from the facts about one person: a pure function of them and of who issues it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from contracts.eligibility import AssessmentMade, WeekState
from contracts.employment import (
    Absence,
    AbsenceRecorded,
    EmploymentEnded,
    EmploymentStarted,
    LeavingPaymentRecorded,
    PaidBy,
    Standing,
)
from contracts.in_words import InWords
from contracts.registry import ContributionRecorded, InsuredAbroad
from contracts.values import Money, Period
from law.case.facts import FactSet
from law.language.terms.calendar import first_of_next_month
from services.certificates.model import BenefitLine, InsuranceCertificate, JobLine, PaymentLine, PeriodLine

SELF_EMPLOYED = frozenset({Standing.SELF_EMPLOYED, Standing.DEPENDENT_CONTRACTOR})
INSURANCE_KEEPS = frozenset({Absence.SICKNESS, Absence.INJURY, Absence.MATERNITY, Absence.PARENTAL})
"""Absences that are treated as insured time where an insurance pays them."""
DAYS_OF_A_MONTH = 30
_PAID = frozenset({WeekState.PAID, WeekState.PARTLY_PAID})
_CERTIFIED = (EmploymentStarted, EmploymentEnded, ContributionRecorded, AbsenceRecorded, LeavingPaymentRecorded)


class NotCertain(InWords):
    """Facts contradict each other, so nothing can be certified before it is settled which holds."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Who issues a certificate, when, and under which number."""

    reference: str
    version: int
    country: str
    institution: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class _Work:
    """An employment as it was reported: its beginning, its end, or both."""

    employment: str
    started: EmploymentStarted | None
    ended: EmploymentEnded | None

    @property
    def employer(self) -> str | None:
        return self.started.employer if self.started else None

    @property
    def is_self_employed(self) -> bool:
        return self.started is not None and self.started.standing in SELF_EMPLOYED

    @property
    def minutes_weekly(self) -> int | None:
        return self.started.minutes_weekly if self.started else None

    def kind(self, *, insured: bool) -> InsuredAbroad:
        if self.is_self_employed:
            return InsuredAbroad.SELF_EMPLOYED_INSURED if insured else InsuredAbroad.SELF_EMPLOYED_UNINSURED
        return InsuredAbroad.EMPLOYED_INSURED if insured else InsuredAbroad.EMPLOYED_UNINSURED

    def facts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact.key for fact in (self.started, self.ended) if fact is not None))

    def runs_in(self, period: Period) -> bool:
        """Whether it may have lasted on a day of the period."""
        begun = self.started is None or self.started.started_on < period.end
        return begun and (self.ended is None or self.ended.ended_on > period.start)

    def ends_in(self, period: Period) -> bool:
        """Whether its last day is one of the period."""
        return self.ended is not None and period.start < self.ended.ended_on <= period.end

    def may_be_paid_by(self, fact: ContributionRecorded) -> bool:
        """Whether a contribution that names no job may be for this one: of its employer, for days on which it ran."""
        return fact.employment is None and fact.employer == self.employer and self.runs_in(fact.period)


def certificate_of(facts: FactSet, issue: Issue, assessments: Iterable[AssessmentMade] = ()) -> InsuranceCertificate:
    """The certificate of what is known of a person. Raises `NotCertain`."""
    for kind in _CERTIFIED:
        if stated := facts.contradicted(kind):
            raise NotCertain(
                f"Fact {stated[0].key} ({kind.name}) is stated in two ways; nothing is certified until that is settled."
            )
    work = _work(facts)
    insured = list(_insured(facts, work))
    uninsured = _uninsured(facts, work, issue)
    return InsuranceCertificate(
        reference=issue.reference,
        version=issue.version,
        country=issue.country,
        institution=issue.institution,
        issued_on=issue.issued_on,
        periods=tuple(sorted([*insured, *uninsured, *_assimilated(facts, issue.issued_on)], key=_order)),
        jobs=tuple(_job(employment) for employment in work),
        payments=tuple(_payment(fact) for fact in facts.of(LeavingPaymentRecorded)),
        benefits=tuple(_benefits(assessments)),
    )


def _order(line: PeriodLine) -> tuple[date, date, str, tuple[str, ...]]:
    return line.period.start, line.period.end, line.kind, line.facts


def _work(facts: FactSet) -> list[_Work]:
    started = {fact.employment: fact for fact in facts.of(EmploymentStarted)}
    ended = {fact.employment: fact for fact in facts.of(EmploymentEnded)}
    every = (_Work(name, started.get(name), ended.get(name)) for name in sorted(started.keys() | ended.keys()))
    return sorted(every, key=_first_day)


def _first_day(work: _Work) -> date:
    if work.started is not None:
        return work.started.started_on
    return work.ended.ended_on if work.ended else date.min


def _insured(facts: FactSet, work: Sequence[_Work]) -> Iterator[PeriodLine]:
    """What contributions cover: a line for every stretch of work without a gap."""
    paid_for: dict[tuple[str, str, str], list[ContributionRecorded]] = defaultdict(list)
    for fact in facts.of(ContributionRecorded):
        of_job = _job_paid(fact, work)
        name = of_job.employment if of_job else ""
        paid_for[name, fact.employer, fact.earnings.currency].append(fact)
    by_name = {job.employment: job for job in work}
    for (name, _, _), contributions in sorted(paid_for.items()):
        for stretch in _stretches(contributions):
            yield _insured_line(stretch, by_name.get(name))


def _job_paid(fact: ContributionRecorded, work: Sequence[_Work]) -> _Work | None:
    """The job that a contribution names, else the one of its employer that ran then, the newest if there are more."""
    if fact.employment is not None:
        return next((job for job in work if job.employment == fact.employment), None)
    running = [job for job in work if job.may_be_paid_by(fact)]
    return running[-1] if running else None


def _stretches(contributions: Iterable[ContributionRecorded]) -> list[list[ContributionRecorded]]:
    """In order, split where a day is missing between them."""
    stretches: list[list[ContributionRecorded]] = []
    end = date.min
    for fact in sorted(contributions, key=lambda fact: (fact.period.start, fact.period.end, fact.key)):
        if not stretches or fact.period.start > end:
            stretches.append([])
        stretches[-1].append(fact)
        end = max(end, fact.period.end)
    return stretches


def _insured_line(stretch: Sequence[ContributionRecorded], work: _Work | None) -> PeriodLine:
    period = Period(start=stretch[0].period.start, end=max(fact.period.end for fact in stretch))
    earned = Money(minor=sum(fact.earnings.minor for fact in stretch), currency=stretch[0].earnings.currency)
    ended = work.ended if work is not None and work.ends_in(period) else None
    return PeriodLine(
        kind=work.kind(insured=True) if work else InsuredAbroad.EMPLOYED_INSURED,
        period=period,
        minutes_weekly=work.minutes_weekly if work else None,
        earned=earned,
        monthly=_a_month_of(earned, period),
        reason=ended.reason if ended else None,
        code=ended.code if ended else None,
        facts=tuple(dict.fromkeys([*(fact.key for fact in stretch), *(work.facts() if work else ())])),
    )


def _a_month_of(earned: Money, period: Period) -> Money:
    share = Fraction(earned.minor) / _months(period)
    minor = (Decimal(share.numerator) / share.denominator).quantize(Decimal(1), ROUND_HALF_UP)
    return Money(minor=int(minor), currency=earned.currency)


def _months(period: Period) -> Fraction:
    """Whole calendar months, and the other days, thirty to a month."""
    whole, others, day = 0, 0, period.start
    while day < period.end:
        after = first_of_next_month(day)
        if day.day == 1 and after <= period.end:
            whole += 1
        else:
            others += (min(after, period.end) - day).days
        day = after
    return whole + Fraction(others, DAYS_OF_A_MONTH)


def _uninsured(facts: FactSet, work: Sequence[_Work], issue: Issue) -> Iterator[PeriodLine]:
    """Jobs here for which the books hold no contribution; a month that is missing may only not be booked yet."""
    contributions = facts.of(ContributionRecorded)
    for job in work:
        paid = any(fact.employment == job.employment or job.may_be_paid_by(fact) for fact in contributions)
        end = job.ended.ended_on if job.ended else issue.issued_on
        if paid or job.started is None or job.started.started_on >= end:
            continue
        if job.started.country not in {None, issue.country}:
            continue
        yield PeriodLine(
            kind=job.kind(insured=False),
            period=Period(start=job.started.started_on, end=end),
            minutes_weekly=job.minutes_weekly,
            reason=job.ended.reason if job.ended else None,
            code=job.ended.code if job.ended else None,
            facts=job.facts(),
        )


def _assimilated(facts: FactSet, until: date) -> Iterator[PeriodLine]:
    """Absences up to the day of issue: whether the days after it come true, nobody knows."""
    for fact in facts.of(AbsenceRecorded):
        kept = fact.kind in INSURANCE_KEEPS and fact.paid_by is PaidBy.INSURANCE
        if kept and fact.period.start < until:
            period = Period(start=fact.period.start, end=min(fact.period.end, until))
            yield PeriodLine(kind=InsuredAbroad.ASSIMILATED, period=period, facts=(fact.key,))


def _job(work: _Work) -> JobLine:
    standing = work.started.standing if work.started else None
    return JobLine(
        standing=standing or Standing.EMPLOYEE,
        started_on=work.started.started_on if work.started else None,
        ended_on=work.ended.ended_on if work.ended else None,
        minutes_weekly=work.minutes_weekly,
        reason=work.ended.reason if work.ended else None,
        code=work.ended.code if work.ended else None,
        facts=work.facts(),
    )


def _payment(fact: LeavingPaymentRecorded) -> PaymentLine:
    return PaymentLine(kind=fact.kind, amount=fact.amount, covers=fact.covers, facts=(fact.key,))


def _benefits(assessments: Iterable[AssessmentMade]) -> Iterator[BenefitLine]:
    """Certified periods that were paid, joined where they follow each other."""
    paid = sorted(
        (week.period.start, week.period.end, made.certification)
        for made in assessments
        for week in made.weeks
        if week.state in _PAID
    )
    open_line: tuple[date, date, list[str]] | None = None
    for start, end, certification in paid:
        if open_line is None or start > open_line[1]:
            if open_line is not None:
                yield _benefit(*open_line)
            open_line = (start, end, [certification])
        else:
            open_line = (open_line[0], max(open_line[1], end), [*open_line[2], certification])
    if open_line is not None:
        yield _benefit(*open_line)


def _benefit(start: date, end: date, certifications: Sequence[str]) -> BenefitLine:
    return BenefitLine(period=Period(start=start, end=end), facts=tuple(dict.fromkeys(certifications)))
