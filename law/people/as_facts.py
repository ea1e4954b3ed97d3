"""The one way to make a person into facts: what institutions and the person would publish of a life.

A pure function of the life and of what the scheme is called and paid in. Every fact is stated once, in its first
version, and recorded on the day from which it can be known: whoever wants it late, corrected or retracted changes that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from hashlib import sha256

from pydantic import ValidationError

from contracts.about import short
from contracts.base import Event
from contracts.casework import ComplianceRecorded
from contracts.claims import ClaimDecision
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled, ClaimWithdrawn
from contracts.refusals import in_words
from contracts.registry import (
    AbsenceRecorded,
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    EmploymentSuspended,
    HoursChanged,
    LeavingPaymentRecorded,
    ParticularStated,
    PeriodAbroadCertified,
    PersonRecorded,
)
from contracts.training import ParticipationCounted
from contracts.values import KEY_MAX, Money, Period
from law.case.benefit_periods import days_of
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.language.run.evaluation import NOTHING_GIVEN
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import is_weekday
from law.language.terms.values import Value
from law.people.life import (
    CLAIM,
    LONG_AGO,
    Amount,
    BenefitClaim,
    Certification,
    CertifiedPeriod,
    Job,
    Life,
    LifeFault,
    OfficerDecision,
    Pay,
    StatedValue,
    Statement,
)

MIDNIGHT = time()
DIGEST = 16
"""Digits of a digest that ends a key."""


def facts_of(life: Life, scheme: Scheme) -> list[Event]:
    """Every fact and decision, in the order of the life's parts: person, jobs with their pay, absences, periods abroad,
    statements, claims.

    Raises `LifeFault` where a part is nothing that an institution could state, for example an amount with more digits
    than the scheme's currency has.
    """
    facts: list[Event] = list(_person(life))
    for job in life.jobs:
        facts += _employment(job)
        facts += _paid_on_leaving(job, scheme)
        facts += _contributions(job, scheme)
    facts += [*_absences(life), *_participations(life), *_abroad(life)]
    facts += [_particular(statement) for statement in life.stated]
    for claim in life.claims:
        facts += _claim(claim, scheme)
    return facts


def claim_of(life: Life, scheme: Scheme, given: Mapping[str, Value] = NOTHING_GIVEN) -> ClaimUnderLaw:
    """The claim with the key `CLAIM`, ready to be determined and assessed. Raises `LifeFault` as `facts_of` does."""
    return ClaimUnderLaw(scheme, FactSet(facts_of(life, scheme)), CLAIM, given=given)


def _person(life: Life) -> Iterator[Event]:
    if life.born is None:
        return
    with _part("the person"):
        since = _first_day_of(life.born)
        yield PersonRecorded(
            key="person",
            source_version=1,
            recorded_at=_recorded(since),
            valid_from=since,
            birth_month=life.born,
            sex=life.sex,
            region=life.region,
            dependants=life.dependants,
            national=life.national,
            died_on=life.died_on,
        )


def _employment(job: Job) -> Iterator[Event]:
    with _part(f"job {job.key}"):
        if job.started is not None:
            yield EmploymentStarted(
                key=job.key,
                source_version=1,
                recorded_at=_recorded(job.started),
                employment=job.key,
                employer=job.employer,
                started_on=job.started,
                minutes_weekly=job.minutes_weekly,
                contract=job.contract,
                industry=job.industry,
                occupation=job.occupation,
            )
        if job.ended is not None:
            yield EmploymentEnded(
                key=job.key,
                source_version=1,
                recorded_at=_recorded(job.ended),
                employment=job.key,
                ended_on=job.ended,
                reason=job.reason,
                notice_on=job.notice_on,
                returns_on=job.returns_on,
            )
        yield from _changes(job)


def _paid_on_leaving(job: Job, scheme: Scheme) -> Iterator[Event]:
    with _part(f"what job {job.key} pays on leaving"):
        for number, paid in enumerate(job.paid_on_leaving, start=1):
            yield LeavingPaymentRecorded(
                key=_key(job.key, f"leaving/{number}"),
                source_version=1,
                recorded_at=_recorded(job.ended or LONG_AGO),
                employment=job.key,
                kind=paid.kind,
                amount=money(paid.amount, scheme),
                covers=paid.covers,
            )


def _absences(life: Life) -> Iterator[Event]:
    for absent in life.absences:
        with _part(f"the absence from {absent.period.start}"):
            yield AbsenceRecorded(
                key=f"{absent.kind}/{absent.period.start}",
                source_version=1,
                recorded_at=_recorded(absent.period.end),
                period=absent.period,
                kind=absent.kind,
                minutes_weekly_left=absent.minutes_weekly_left,
            )


def _participations(life: Life) -> Iterator[Event]:
    for number, part in enumerate(life.took_part, start=1):
        with _part(f"the programme from {part.period.start}"):
            weekdays = [day for day in days_of(part.period) if is_weekday(day)]
            yield ParticipationCounted(
                key=f"referral-{number}",
                source_version=1,
                recorded_at=_recorded(part.period.end),
                claim=CLAIM,
                programme=f"programme-{number}",
                trains=part.trains,
                began_on=part.period.start,
                last_day=part.period.end - timedelta(days=1),
                over=part.over,
                attended=tuple(Period.of_days(day, 1) for day in weekdays),
            )


def _abroad(life: Life) -> Iterator[Event]:
    for worked in life.abroad:
        with _part(f"the period abroad from {worked.period.start}"):
            yield PeriodAbroadCertified(
                key=f"abroad/{worked.period.start}",
                source_version=1,
                recorded_at=_recorded(worked.period.end),
                country=worked.country,
                kind=worked.kind,
                period=worked.period,
                certificate=f"u1/{worked.country}",
            )


def _changes(job: Job) -> Iterator[Event]:
    for reduced in job.reduced:
        yield HoursChanged(
            key=_key(job.key, f"{reduced.period.start}"),
            source_version=1,
            recorded_at=_recorded(reduced.period.start),
            employment=job.key,
            period=reduced.period,
            minutes_weekly=reduced.minutes_weekly,
            temporary=reduced.temporary,
        )
    for suspended in job.suspended:
        yield EmploymentSuspended(
            key=_key(job.key, f"{suspended.period.start}"),
            source_version=1,
            recorded_at=_recorded(suspended.period.start),
            employment=job.key,
            period=suspended.period,
            reason=suspended.reason,
        )


def _contributions(job: Job, scheme: Scheme) -> Iterator[Event]:
    with _part(f"the pay of job {job.key}"):
        for pay, key in _named(job):
            yield ContributionRecorded(
                key=key,
                source_version=1,
                recorded_at=_recorded(pay.period.end),
                employer=job.employer,
                period=pay.period,
                earnings=money(pay.amount, scheme),
                minutes_worked=pay.minutes,
            )


def _named(job: Job) -> Iterator[tuple[Pay, str]]:
    """The insured pay, each with a key of its own, also where two begin on one day."""
    begun = Counter[date]()
    for pay in job.pay:
        if pay.insured:
            first = pay.period.start
            begun[first] += not pay.key
            again = f"/{begun[first]}" if begun[first] > 1 else ""
            yield pay, pay.key or _key(job.key, f"{first}{again}")


def _particular(statement: Statement) -> Event:
    with _part(f"what is stated as {statement.name}"):
        return ParticularStated(
            key=f"{statement.name}/{statement.since}",
            source_version=1,
            recorded_at=_recorded(statement.since),
            particular=statement.name,
            value=in_a_word(statement.value),
            since=statement.since,
            until=statement.until,
        )


def _claim(claim: BenefitClaim, scheme: Scheme) -> Iterator[Event]:
    with _part(f"claim {claim.key}"):
        if claim.filed_on is not None:
            yield ClaimFiled(
                key=claim.key,
                source_version=1,
                recorded_at=_recorded(claim.filed_on),
                scheme=scheme.name,
                filed_on=claim.filed_on,
                unemployed_from=claim.without_work_from or claim.filed_on,
                employment=claim.employment,
                channel=claim.channel,
            )
        yield from certifications_of(claim, scheme)
        for decision in claim.decisions:
            yield _decision(claim, decision)
            if decision.complied_on is not None:
                yield _compliance(claim, decision, decision.complied_on)
        if claim.withdrawn_on is not None:
            yield ClaimWithdrawn(
                key=claim.key,
                source_version=1,
                recorded_at=_recorded(claim.withdrawn_on),
                withdrawn_on=claim.withdrawn_on,
            )


def certifications_of(claim: BenefitClaim, scheme: Scheme) -> Iterator[Event]:
    """What is certified under a claim. Raises `LifeFault` as `facts_of` does."""
    for certification in claim.certifications:
        yield _certification(claim, certification, scheme)


def _certification(claim: BenefitClaim, certification: Certification, scheme: Scheme) -> Event:
    weeks = tuple(_certified(period, scheme) for period in certification.periods)
    if not weeks:
        raise LifeFault("a certification names at least one period")
    filed_on = certification.filed_on or weeks[-1].period.end
    return CertificationFiled(
        key=certification.key or _key(claim.key, f"{weeks[0].period.start}"),
        source_version=1,
        recorded_at=_recorded(filed_on),
        claim=claim.key,
        filed_on=filed_on,
        weeks=weeks,
    )


def _certified(certified: CertifiedPeriod, scheme: Scheme) -> CertifiedWeek:
    return CertifiedWeek(
        period=certified.period,
        able=certified.able,
        available=certified.available,
        sought_work=certified.sought_work,
        minutes_worked=certified.minutes,
        earnings=money(certified.earned, scheme),
    )


def _decision(claim: BenefitClaim, decision: OfficerDecision) -> Event:
    return ClaimDecision(
        claim=claim.key,
        question=_question(claim, decision),
        about=decision.about,
        decided_on=decision.decided_on,
        officer=decision.officer,
        verdict=decision.verdict,
        ground=decision.ground,
        certification=decision.certification,
        reasons=decision.reasons,
        article=decision.article,
        facts_considered=decision.facts_considered,
        applies=decision.applies,
        reduced_by=decision.reduced_by,
        appeal=decision.appeal,
    )


def _question(claim: BenefitClaim, decision: OfficerDecision) -> str:
    return "/".join(filter(None, (claim.key, short(decision.about), decision.ground, decision.certification)))


def _compliance(claim: BenefitClaim, decision: OfficerDecision, on: date) -> Event:
    question = _question(claim, decision)
    return ComplianceRecorded(
        key=question,
        source_version=1,
        recorded_at=_recorded(on),
        question=question,
        officer=decision.officer,
        complied_on=on,
    )


def money(amount: Amount, scheme: Scheme) -> Money:
    """An amount of a life in minor units. Raises `LifeFault` where it is no whole number of them."""
    if isinstance(amount, Money):
        return amount
    if isinstance(amount, int):
        return Money(minor=amount * scheme.minor_units, currency=scheme.currency)
    minor = Fraction(amount) * scheme.minor_units
    if minor.denominator != 1:
        raise LifeFault(f"{amount} is not a whole number of the smallest unit of {scheme.currency}")
    return Money(minor=minor.numerator, currency=scheme.currency)


def in_a_word(value: StatedValue) -> str:
    """A value as an institution states it: `yes`, `no`, a number, a word, a day."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _key(whole: str, part: str) -> str:
    """The key of a part: where both together are longer than a key may be, a digest of them stands at its end."""
    key = f"{whole}/{part}"
    return key if len(key) <= KEY_MAX else f"{key[: KEY_MAX - DIGEST - 1]}-{sha256(key.encode()).hexdigest()[:DIGEST]}"


def _first_day_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise LifeFault(f"a month of birth is written 1985-06, not {month}") from None


def _recorded(day: date) -> datetime:
    return datetime.combine(day, MIDNIGHT, UTC)


@contextmanager
def _part(name: str) -> Iterator[None]:
    """Whatever is refused of this part of a life is said in a sentence that names the part."""
    try:
        yield
    except ValidationError as error:
        raise LifeFault(f"{name}: {in_words(error)}") from None
    except LifeFault as fault:
        raise LifeFault(f"{name}: {fault}") from None
