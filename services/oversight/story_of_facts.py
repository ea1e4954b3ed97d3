"""How a story tells of what registries, banks and the person reported."""

from __future__ import annotations

from collections.abc import Sequence

from contracts import bank, intake, registry
from contracts.fact import Fact
from contracts.values import Money, Period
from services.oversight.story_phrases import Said, Sentences, Told, days, fact, hours, message, named, prose, say, told


def contributions(run: Sequence[registry.ContributionRecorded]) -> Told:
    """Successive contributions, told together."""
    first = run[0]
    total = Money(minor=sum(each.earnings.minor for each in run), currency=first.earnings.currency)
    whole = Period(start=first.period.start, end=max(first.period.end, run[-1].period.end))
    return told(say("contributions.recorded", n=len(run), days=days(whole, "days_up_to"), amount=total))


def contradiction(e: Fact) -> Told:
    """A version that came again with other content."""
    return told(say("fact.contradicted", version=e.source_version, what=message(e.name), record=e.key))


def _registered(e: registry.PersonRecorded) -> Told:
    died = say("person.died", day=e.died_on) if e.died_on else None
    return fact(e, say("person.registered", region=e.region, month=e.birth_month), died)


def _ended(e: registry.EmploymentEnded) -> Told:
    ended = say("employment.ended", employment=e.employment, day=e.ended_on, reason=e.reason)
    return fact(e, ended, say("employment.words_kept", statement=e.statement) if e.statement else None)


def _hours(e: registry.HoursChanged) -> Told:
    return fact(e, say("employment.hours", employment=e.employment, hours=hours(e.minutes_weekly), days=e.period))


def _suspended(e: registry.EmploymentSuspended) -> Told:
    return fact(e, say("employment.suspended", employment=e.employment, days=e.period, reason=e.reason))


def _stated(e: registry.ParticularStated) -> Told:
    until = say("particular.until", day=e.until) if e.until else None
    what: dict[str, Said] = {"particular": named(e.particular), "value": e.value}
    return fact(e, say("particular.stated", since=e.since, until=until, **what))


def _corrected(e: registry.ContributionRecorded) -> Told:
    contribution: dict[str, Said] = {"record": e.key, "version": e.source_version}
    return told(say("contribution.corrected", amount=e.earnings, days=e.period, **contribution))


def _verified(e: registry.JobSearchVerified) -> Told:
    return fact(e, say("search.verified", by=e.by, days=e.period, search=e.search))


def _abroad(e: registry.PeriodAbroadCertified) -> Told:
    return fact(e, say("abroad.certified", country=e.country, days=e.period, kind=e.kind))


def _filed(e: intake.ClaimFiled) -> Told:
    return fact(e, say("claim.filed", claim=e.key, scheme=e.scheme, channel=e.channel, day=e.unemployed_from))


def _certified(e: intake.CertificationFiled) -> Told:
    minor = sum(week.earnings.minor for week in e.weeks)
    earned = Money(minor=minor, currency=e.weeks[0].earnings.currency)
    key = "certified" if e.source_version == 1 else "certified.corrected"
    return told(
        say(
            key,
            n=len(e.weeks),
            day=e.weeks[0].period.start,
            earned=say("certified.earned", amount=earned) if minor else None,
            **({} if e.source_version == 1 else {"version": e.source_version}),
        )
    )


def _filing_retracted(e: intake.FilingRetracted) -> Told:
    return told(say("filing.taken_back", kind=message(e.kind), record=e.key), prose(e.reason))


def _bank(e: bank.BankReported) -> Told:
    """What the bank said; who said so, where the message alone did not."""
    said_by = say("bank.by_a_person", staff=e.officer.staff) if e.officer else None
    reported = say("bank.reported", message=e.message, result=e.result)
    return told(reported, said_by, prose(e.because) if e.officer else None)


FACTS: Sentences = {
    registry.PersonRecorded: _registered,
    registry.EmploymentStarted: lambda e: fact(e, say("employment.began", employment=e.employment, day=e.started_on)),
    registry.EmploymentEnded: _ended,
    registry.HoursChanged: _hours,
    registry.EmploymentSuspended: _suspended,
    registry.ParticularStated: _stated,
    registry.ContributionRecorded: _corrected,
    registry.AbsenceRecorded: lambda e: fact(e, say("absence.recorded", kind=e.kind, days=e.period)),
    registry.LeavingPaymentRecorded: lambda e: fact(e, say("leaving_payment", kind=e.kind, amount=e.amount)),
    registry.PeriodAbroadCertified: _abroad,
    registry.JobSearchVerified: _verified,
    registry.FactRetracted: lambda e: told(say("fact.retracted", kind=message(e.kind), record=e.key), prose(e.reason)),
    intake.ClaimFiled: _filed,
    intake.ClaimWithdrawn: lambda e: told(say("claim.withdrawn", claim=e.key)),
    intake.CertificationFiled: _certified,
    intake.FilingRetracted: _filing_retracted,
    intake.ReplyFiled: lambda e: told(say("reply.filed", question=e.question)),
    bank.BankReported: _bank,
}
