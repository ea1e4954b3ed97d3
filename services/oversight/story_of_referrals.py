"""How a story tells of a referral's life: the talk, the appointment, the answer, each move, what was taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.base import Event
from contracts.kept_acts import ReferralActKept
from contracts.participation import AttendanceReported, ParticipationEnded, ParticipationStarted, ReportRetracted
from contracts.placement import (
    NeedsAssessed,
    OfferArranged,
    OutcomeRecorded,
    PlacementRecordRetracted,
    ReferralAnswered,
)
from contracts.referral_life import OutcomeObserved, PointPassed, ReferralMoved, ReferralQuestionWithdrawn
from contracts.training import ParticipationCounted

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it: none."""


def _answered(e: ReferralAnswered) -> Told:
    who = f"{e.officer.staff} recorded" if e.officer else f"{e.system} reported"
    why = f" ({_words(e.declined_because)})" if e.declined_because else ""
    kept = f" The person's words are kept as {e.statement}." if e.statement else ""
    return f"{who}: referral {e.answer.value}{why}.{kept}", ()


def _arranged(e: OfferArranged) -> Told:
    at = f" at {e.meets_at}" if e.meets_at else ""
    invited = f"{e.officer.staff} of office {e.officer.office} invited the person for {e.meets_on}{at}, {e.place}."
    return f"{invited} The offer may be answered up to {e.answer_by}.", ()


def _attended(e: AttendanceReported) -> Told:
    days = f"from {e.period.start} up to {e.period.end}"
    return f"{e.provider} reports {days}: came on {len(e.attended)} of {len(e.planned)} planned days.", ()


def _observed(e: OutcomeObserved) -> Told:
    if e.in_work is None:
        return f"What was seen {e.months} months after {e.programme} counts no more: its end was corrected.", ()
    work = f"the person was in work ({e.employment})" if e.in_work else "no work of the person was on record"
    return f"{e.months} months after {e.programme}, on {e.day}, {work}.", ()


def _passed(e: PointPassed) -> Told:
    done = f"help was considered ({_words(e.considered_by)})" if e.considered_by else "nobody had considered help"
    return f"By {e.due_on}, the last day of the point {e.point}, {done}. The benefit goes on unchanged.", ()


def _words(code: str) -> str:
    return code.replace("_", " ")


def _kept(e: ReferralActKept) -> Told:
    who = f"What {e.officer.staff} told" if e.officer else "What a provider told"
    return f"{who} ({e.act}) has no effect so far: {e.reason}.", ()


REFERRALS: Mapping[type[Event], Callable[[Any], Told]] = {
    ReferralActKept: _kept,
    NeedsAssessed: lambda e: (f"{e.officer.staff} of office {e.officer.office} talked with the person about work.", ()),
    OfferArranged: _arranged,
    ReferralAnswered: _answered,
    OutcomeRecorded: lambda e: (f"Programme outcome: {_words(e.outcome)}.", ()),
    PlacementRecordRetracted: lambda e: (
        f"{e.officer.staff} took back {e.kind.partition('.')[2]} {e.key}: {e.reason}",
        (),
    ),
    ReferralMoved: lambda e: (
        f"The referral to {e.programme} went from {_words(e.before)} to {_words(e.after)}, as of {e.on}.",
        (),
    ),
    ParticipationStarted: lambda e: (f"{e.provider} reports that the person began on {e.started_on}.", ()),
    AttendanceReported: _attended,
    ParticipationEnded: lambda e: (f"{e.provider} reports: {_words(e.outcome)}, on {e.ended_on}.", ()),
    ReportRetracted: lambda e: (f"{e.provider} took back {e.kind.partition('.')[2]} {e.key}: {e.reason}", ()),
    ParticipationCounted: lambda e: (
        f"Counted of {e.programme}: {sum(run.days for run in e.attended)} days attended"
        + (f", from {e.began_on} to {e.last_day}." if e.began_on else "."),
        (),
    ),
    OutcomeObserved: _observed,
    PointPassed: _passed,
    ReferralQuestionWithdrawn: lambda e: (f"Nothing is asked about the referral any more. {e.because}", ()),
}
