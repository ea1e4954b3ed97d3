"""One person's case told in order, one sentence an event, with the citation of every rule that spoke."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from contracts import almp_referral, bank, casework, claims, eligibility, intake, payments, registry
from contracts.base import Envelope, Event, Unreadable
from contracts.error_budgets import ReviewAsked, ReviewMade
from contracts.letters import LetterDelivered, LetterReturned, LetterSent
from contracts.values import Money, Period
from contracts.waiting import CertificationAwaited, ClaimIncomplete
from law.language.terms.words import share_in_words
from services.oversight.model import DECIDED
from services.oversight.said_before import ToldOnce, heard_once
from services.oversight.story_of_audits import AUDITS
from services.oversight.story_of_contests import CONTESTS
from services.oversight.story_of_deductions import DEDUCTIONS
from services.oversight.story_of_held_payments import HELD
from services.oversight.story_of_letters import LETTERS
from services.oversight.story_of_mergers import MERGERS
from services.oversight.story_of_notes import NOTES
from services.oversight.story_of_programmes import PROGRAMMES
from services.oversight.story_of_recoveries import RECOVERIES
from services.oversight.story_of_referrals import REFERRALS
from services.oversight.story_of_reviews import REVIEWS
from services.oversight.story_of_short_time import SHORT_TIME
from services.oversight.story_of_views import VIEWS
from services.oversight.story_of_waiting import WAITING


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step of a story: the day, who spoke, what happened, and the law behind it."""

    day: date
    publisher: str
    says: str
    cites: tuple[str, ...] = ()


MINUTES_AN_HOUR = 60
Differences = Mapping[UUID, Sequence[str]]
"""By the id of a determination or an assessment, how it differs from the one that it replaced."""
NO_DIFFERENCES: Differences = {}
Decided = Mapping[str, date]
"""By claim, the day on which it was first decided (`decision_days.py`)."""
NOT_LATE: Decided = {}

_ON: Mapping[type[object], Callable[[Any], date]] = {
    claims.ClaimMoved: lambda e: e.on,
    claims.QuestionOpened: lambda e: e.opened_on,
    claims.NoticeIssued: lambda e: e.issued_on,
    claims.ClaimDecision: lambda e: e.decided_on,
    LetterSent: lambda e: e.sent_on,
    LetterDelivered: lambda e: e.delivered_on,
    LetterReturned: lambda e: e.returned_on,
    claims.ConfirmationAsked: lambda e: e.asked_on,
    claims.ContestOpened: lambda e: e.opened_on,
    claims.ContestClosed: lambda e: e.closed_on,
    ClaimIncomplete: lambda e: e.on,
    CertificationAwaited: lambda e: e.on,
    claims.ContestDropped: lambda e: e.dropped_on,
    ReviewAsked: lambda e: e.decided_on,
    ReviewMade: lambda e: e.reviewed_on,
    payments.RecoveryCollected: lambda e: e.collected_on,
    payments.RecoveryEnded: lambda e: e.ended_on,
    payments.RecoveryOwedAgain: lambda e: e.owed_on,
    payments.DeductionMade: lambda e: e.deducted_on,
    payments.OrderNotMet: lambda e: e.looked_at_on,
}
"""The day of what says on which day it was done; everything else has the day of its time."""


def tell(
    envelopes: Iterable[Envelope] | ToldOnce, differences: Differences = NO_DIFFERENCES, decided: Decided = NOT_LATE
) -> list[StoryLine]:
    """The story of the events of one person, by day and then by what caused what.

    A consequence bears the time of its cause, which may be weeks before it was made: it is told on the day on which it
    was made, as far as it says so or `decided` does, and never before its cause. A message that came again is told
    once, a version that came again with other content is said to be one. Successive monthly contributions are told
    together. `differences` are told after the decision that they are about.
    """
    heard = _heard(envelopes)
    lines: list[StoryLine] = []
    run: list[tuple[date, registry.ContributionRecorded]] = []
    for step in sorted(_steps(heard, decided), key=_order):
        event = step.event
        if isinstance(event, Unreadable):
            lines.append(_parked(step.day, event))
            continue
        if step.envelope.id in heard.contradicting and isinstance(event, registry.Fact):
            lines.append(StoryLine(step.day, event.publisher(), _contradiction(event)))
            continue
        if isinstance(event, registry.ContributionRecorded) and event.source_version == 1:
            run.append((step.day, event))
            continue
        lines += _contributions(run)
        run = []
        lines += _line(step.day, event)
        lines += [StoryLine(step.day, event.publisher(), text) for text in _differences_of(event, differences)]
    return lines + list(_contributions(run))


def told_steps(envelopes: Iterable[Envelope] | ToldOnce, decided: Decided = NOT_LATE) -> list[StoryStep]:
    """Every event of a person once, on the day and in the order in which `tell` tells it."""
    return sorted(_steps(_heard(envelopes), decided), key=_order)


def lines_of(step: StoryStep) -> list[StoryLine]:
    """What `tell` says of one event that is told alone."""
    event = step.event
    if isinstance(event, Unreadable):
        return [_parked(step.day, event)]
    if isinstance(event, registry.ContributionRecorded) and event.source_version == 1:
        return list(_contributions([(step.day, event)]))
    return list(_line(step.day, event))


def _heard(envelopes: Iterable[Envelope] | ToldOnce) -> ToldOnce:
    return envelopes if isinstance(envelopes, ToldOnce) else heard_once(envelopes)


def _parked(day: date, fault: Unreadable) -> StoryLine:
    return StoryLine(day, "parked", f"A message could not be read: {fault.reason}.")


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One event, the day it is told on, and how many causes stand before it."""

    day: date
    depth: int
    envelope: Envelope
    event: Event | Unreadable


def _order(step: StoryStep) -> tuple[date, datetime, int, str]:
    """By day and time, then what caused it first, then by who spoke; what one said at once stays in its own order."""
    return step.day, step.envelope.time, step.depth, step.envelope.type.split(".")[1]


def _steps(heard: ToldOnce, decided: Decided) -> Iterator[StoryStep]:
    """Each event on its day, which is not before that of its cause."""
    events = heard.events
    deciding = _deciding(events.values())
    days: dict[UUID, date] = {}
    for envelope, depth in sorted(_with_depth(heard.envelopes), key=lambda pair: pair[1]):
        event = events[envelope.id]
        stated = [envelope.time.date()]
        if envelope.causationid in days:
            stated.append(days[envelope.causationid])
        if type(event) in _ON:
            stated.append(_ON[type(event)](event))
        if isinstance(event, eligibility.DeterminationMade) and deciding.get(event.claim) == event.number:
            stated.append(decided.get(event.claim, date.min))
        days[envelope.id] = max(stated)
        yield StoryStep(days[envelope.id], depth, envelope, event)


def _deciding(events: Iterable[Event | Unreadable]) -> Mapping[str, int]:
    """By claim, the number of the determination that decided it first."""
    numbers: dict[str, int] = {}
    for event in events:
        if isinstance(event, eligibility.DeterminationMade) and event.outcome in DECIDED:
            numbers[event.claim] = min(event.number, numbers.get(event.claim, event.number))
    return numbers


def _differences_of(event: Event, differences: Differences) -> Sequence[str]:
    if isinstance(event, eligibility.AssessmentMade):
        return differences.get(event.assessment, ())
    return differences.get(event.determination, ()) if isinstance(event, eligibility.DeterminationMade) else ()


def _with_depth(envelopes: list[Envelope]) -> Iterator[tuple[Envelope, int]]:
    depth: dict[Any, int] = {}
    for envelope in envelopes:  # the log holds a cause before its consequence within one topic only
        depth[envelope.id] = 0
    by_id = {envelope.id: envelope for envelope in envelopes}
    for envelope in envelopes:
        steps, cause = 0, envelope.causationid
        while cause is not None and cause in by_id:
            steps, cause = steps + 1, by_id[cause].causationid
        yield envelope, steps


def _contributions(run: list[tuple[date, registry.ContributionRecorded]]) -> Iterator[StoryLine]:
    if not run:
        return
    first, last = run[0][1], run[-1][1]
    total = sum(contribution.earnings.minor for _, contribution in run)
    money = _money(Money(minor=total, currency=first.earnings.currency))
    months = "one contribution" if len(run) == 1 else f"{len(run)} contributions"
    until = max(first.period.end, last.period.end)
    yield StoryLine(run[-1][0], "registry", f"{months} recorded for {first.period.start} to {until}: {money} earned.")


def _line(day: date, event: Event) -> Iterator[StoryLine]:
    say = _SAY.get(type(event))
    if say is None:
        return
    says, cites = say(event)
    yield StoryLine(day, event.publisher(), says, tuple(dict.fromkeys(cite for cite in cites if cite)))


def _money(money: Money | None) -> str:
    return str(money) if money else "nothing"


def _word(kind: Enum) -> str:
    return str(kind.value).replace("_", " ")


def _days(period: Period) -> str:
    return f"{period.start} to {period.end} (that day not included)"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _span(e: registry.ParticularStated) -> str:
    return f", from {e.since} to {e.until}" if e.until else f", from {e.since}"


Said = tuple[str, tuple[str, ...]]


def _contradiction(e: registry.Fact) -> str:
    what = e.name.partition(".")[2].replace("-", " ")
    return f"Version {e.source_version} of {what} {e.key} came again with other content, and was not taken."


def _fact(e: registry.Fact, says: str) -> Said:
    """What a fact says; a later version of it says that it is one."""
    return (says if e.source_version == 1 else f"Corrected (version {e.source_version}): {says}"), ()


def _by_a_person(e: bank.BankReported) -> str:
    """Who said so, where the message alone did not."""
    return f" {e.officer.staff} says so: {e.because}" if e.officer else ""


def _determined(e: eligibility.DeterminationMade) -> Said:
    how = "automatically" if e.automatic else "with a named person's decision"
    head = f"Determination {e.number} ({str(e.determination)[:8]}) made {how}: {e.outcome.value.replace('_', ' ')}."
    if e.outcome is eligibility.DeterminationOutcome.GRANTED:
        head += f" {_money(e.benefit_rate)} a {e.benefit_rate_per}, at most {_money(e.total_max)} in all."
    findings = " ".join(f.because for f in e.findings)
    return f"{head} {findings}", tuple(f.cites for f in e.findings)


def _assessed(e: eligibility.AssessmentMade) -> Said:
    weeks = "; ".join(f"{w.period.start}: {w.state.value.replace('_', ' ')}, {_money(w.amount)}" for w in e.weeks)
    says = f"Assessment {e.number} of {_days(e.period)}: {_money(e.amount)} due ({weeks}). {_money(e.total_left)} left."
    return says, tuple(w.cites for w in e.weeks)


def _certified(e: intake.CertificationFiled) -> Said:
    earned = sum(week.earnings.minor for week in e.weeks)
    worked = f", with {_money(Money(minor=earned, currency=e.weeks[0].earnings.currency))} earned" if earned else ""
    kind = "Certified" if e.source_version == 1 else f"Corrected (version {e.source_version}) the certification for"
    weeks = f"{len(e.weeks)} week{'' if len(e.weeks) == 1 else 's'}"
    return f"{kind} {weeks} from {e.weeks[0].period.start}{worked}.", ()


def _decided(e: claims.ClaimDecision) -> Said:
    extent = f" It covers {_days(e.applies)}." if e.applies else ""
    share = f" The benefit is reduced by {share_in_words(e.reduced_by)}." if e.reduced_by else ""
    who = f"{e.officer.staff} ({e.officer.role})"
    if e.confirmed_by:
        who += f" and {e.confirmed_by.staff} ({e.confirmed_by.role})"
    what = " on the request to waive the debt" if e.request else ""
    how = f"{e.verdict.value.replace('_', ' ')}{what}"
    holds = " It holds as long as nobody reports what is missing." if e.missing else ""
    return f"{who} decided {how}: {e.reasons}{share}{extent}{holds} {e.appeal}", (e.article,)


def _end_of_work(e: registry.EmploymentEnded) -> str:
    reported = f"Employment {e.employment} ended on {e.ended_on}; the employer reports: {_word(e.reason)}."
    return f"{reported} The employer's words are kept as {e.statement}." if e.statement else reported


def _refused_act(e: claims.AnswerRefused) -> str:
    return f"act on contest {e.contest}" if e.contest else f"answer to question {e.question}"


def _complied(e: casework.ComplianceRecorded) -> Said:
    return f"{e.officer.staff} recorded that the person complied on {e.complied_on}.", ()


def _registered(e: registry.PersonRecorded) -> Said:
    died = f" Died on {e.died_on}." if e.died_on else ""
    return _fact(e, f"Registered in region {e.region}, born in {e.birth_month}.{died}")


_SAY: dict[type[Event], Callable[[Any], Said]] = {
    **CONTESTS,
    **HELD,
    **LETTERS,
    **DEDUCTIONS,
    **MERGERS,
    **PROGRAMMES,
    **RECOVERIES,
    **REFERRALS,
    **NOTES,
    **SHORT_TIME,
    **AUDITS,
    **WAITING,
    **REVIEWS,
    **VIEWS,
    registry.PersonRecorded: _registered,
    registry.EmploymentStarted: lambda e: _fact(e, f"Employment {e.employment} began on {e.started_on}."),
    registry.EmploymentEnded: lambda e: _fact(e, _end_of_work(e)),
    registry.HoursChanged: lambda e: _fact(
        e, f"Employment {e.employment}: {_hours(e.minutes_weekly)} a week for {_days(e.period)}."
    ),
    registry.EmploymentSuspended: lambda e: _fact(
        e, f"Employment {e.employment} was suspended for {_days(e.period)}: {_word(e.reason)}."
    ),
    registry.ParticularStated: lambda e: _fact(e, f"Stated: {e.particular.replace('_', ' ')} = {e.value}{_span(e)}."),
    registry.ContributionRecorded: lambda e: (
        f"Contribution {e.key} corrected (version {e.source_version}): {_money(e.earnings)}, {_days(e.period)}.",
        (),
    ),
    registry.AbsenceRecorded: lambda e: _fact(e, f"Absent for {_word(e.kind)}, {_days(e.period)}."),
    registry.LeavingPaymentRecorded: lambda e: _fact(e, f"The employer pays {_word(e.kind)}: {_money(e.amount)}."),
    registry.PeriodAbroadCertified: lambda e: _fact(e, f"{e.country} certifies {_days(e.period)}: {_word(e.kind)}."),
    registry.JobSearchVerified: lambda e: _fact(
        e, f"{e.by} says of the search for work, {_days(e.period)}: {_word(e.search)}."
    ),
    registry.FactRetracted: lambda e: (f"Retracted {e.kind} {e.key}: {e.reason}", ()),
    intake.ClaimFiled: lambda e: _fact(
        e, f"Claim {e.key} filed under {e.scheme} ({e.channel.value}); without work from {e.unemployed_from}."
    ),
    intake.ClaimWithdrawn: lambda e: (f"Claim {e.key} withdrawn.", ()),
    intake.CertificationFiled: _certified,
    intake.FilingRetracted: lambda e: (f"Took back {e.kind.partition('.')[2]} {e.key}: {e.reason}", ()),
    intake.ReplyFiled: lambda e: (f"Replied to the notice on question {e.question}.", ()),
    claims.ClaimOpened: lambda e: (f"Claim {e.claim} was opened.", ()),
    claims.ClaimMoved: lambda e: (f"The claim went from {e.before.value} to {e.after.value}.", ()),
    claims.QuestionOpened: lambda e: (f"A question for a person was opened: {e.asks}", (e.cites,)),
    claims.NoticeIssued: lambda e: (f"Notice given, reply by {e.reply_by}: {e.says}", ()),
    claims.QuestionDropped: lambda e: (f"Question {e.question} was dropped: nothing is left to decide.", ()),
    claims.ClaimDecision: _decided,
    claims.AnswerRefused: lambda e: (f"An officer's {_refused_act(e)} did not take effect: {e.reason}", ()),
    casework.ComplianceRecorded: _complied,
    casework.RecordRetracted: lambda e: (
        f"{e.officer.staff} took back {e.kind.partition('.')[2]} {e.key}: {e.reason}",
        (),
    ),
    casework.ReissueOrdered: lambda e: (f"{e.officer.staff} checked the account and ordered a new attempt.", ()),
    eligibility.DeterminationMade: _determined,
    eligibility.AssessmentMade: _assessed,
    payments.PaymentInstructed: lambda e: (
        f"Payment {e.kind.value} (attempt {e.attempt}) of {_money(e.amount)} ordered for {_days(e.period)}.",
        (),
    ),
    payments.PaymentSettled: lambda e: (f"The bank paid {_money(e.amount)} on {e.settled_on}.", ()),
    payments.PaymentReturned: lambda e: (f"{_money(e.amount)} came back from the bank ({e.bank_code}).", ()),
    payments.OverpaymentProposed: lambda e: (
        f"{_money(e.amount)} too much was paid for {_days(e.period)}; not a debt until a person confirms. {e.reason}",
        (),
    ),
    bank.BankReported: lambda e: (f"The bank's message {e.message}: {e.result.value}.{_by_a_person(e)}", ()),
    almp_referral.ReferralMade: lambda e: (
        f"Referred to {e.programme} ({e.occasion.value.replace('_', ' ')}): {' '.join(e.reasons)}"
        + (f" Answer by {e.answer_by}." if e.answer_by else ""),
        (),
    ),
    almp_referral.ReferralLapsed: lambda e: (f"The place in {e.programme} ended. {e.because}", ()),
    almp_referral.NoReferral: lambda e: (
        f"No referral ({e.occasion.value.replace('_', ' ')}): {e.because}",
        (),
    ),
    almp_referral.ReferralQuestioned: lambda e: (f"{e.asks} The benefit goes on unchanged.", (e.cites,)),
}
