"""How a story tells of a referral's life: offers, the talk, the appointment, the answer, each move, what came of it."""

from __future__ import annotations

from contracts import almp_referral
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
from services.oversight.story_phrases import Sentences, Told, message, prose, say, told


def _made(e: almp_referral.ReferralMade) -> Told:
    answer_by = say("referral.answer_by", day=e.answer_by) if e.answer_by else None
    made = say("referral.made", programme=e.programme, occasion=e.occasion)
    return told(made, prose(*e.reasons), answer_by)


def _none(e: almp_referral.NoReferral) -> Told:
    return told(say("referral.none", occasion=e.occasion), prose(e.because))


def _questioned(e: almp_referral.ReferralQuestioned) -> Told:
    return told(prose(e.asks), say("referral.benefit_goes_on"), cites=(e.cites,))


def _answered(e: ReferralAnswered) -> Told:
    why = say("in_brackets", what=e.declined_because) if e.declined_because else None
    if e.officer:
        answered = say(f"referral.recorded.{e.answer}", staff=e.officer.staff, why=why)
    else:
        answered = say(f"referral.reported.{e.answer}", system=e.system, why=why)
    return told(answered, say("referral.words_kept", statement=e.statement) if e.statement else None)


def _arranged(e: OfferArranged) -> Told:
    at = say("referral.at_time", time=e.meets_at) if e.meets_at else None
    who = {"staff": e.officer.staff, "office": e.officer.office}
    invited = say("referral.invited", day=e.meets_on, at=at, place=e.place, **who)
    return told(invited, say("referral.may_answer", day=e.answer_by))


def _attended(e: AttendanceReported) -> Told:
    counted = {"came": len(e.attended), "n": len(e.planned)}
    return told(say("participation.days", provider=e.provider, days=e.period, **counted))


def _observed(e: OutcomeObserved) -> Told:
    if e.in_work is None:
        return told(say("outcome.no_more", n=e.months, programme=e.programme))
    if e.in_work:
        return told(say("outcome.in_work", n=e.months, programme=e.programme, day=e.day, employment=e.employment))
    return told(say("outcome.no_work", n=e.months, programme=e.programme, day=e.day))


def _passed(e: PointPassed) -> Told:
    if e.considered_by is None:
        passed = say("point.nobody", day=e.due_on, point=e.point)
    else:
        passed = say("point.considered", day=e.due_on, point=e.point, how=e.considered_by)
    return told(passed, say("referral.benefit_goes_on"))


def _counted(e: ParticipationCounted) -> Told:
    attended = sum(run.days for run in e.attended)
    if e.began_on is None:
        return told(say("participation.counted", programme=e.programme, n=attended))
    span = {"first": e.began_on, "last": e.last_day}
    return told(say("participation.counted_between", programme=e.programme, n=attended, **span))


def _retracted(e: PlacementRecordRetracted | ReportRetracted, by: str) -> Told:
    return told(say("record.taken_back", who=by, kind=message(e.kind), record=e.key), prose(e.reason))


def _kept(e: ReferralActKept) -> Told:
    if e.officer is None:
        return told(say("referral.report_waits", act=message(e.act), reason=prose(e.reason)))
    return told(say("referral.act_waits", staff=e.officer.staff, act=message(e.act), reason=prose(e.reason)))


REFERRALS: Sentences = {
    almp_referral.ReferralMade: _made,
    almp_referral.ReferralLapsed: lambda e: told(say("referral.lapsed", programme=e.programme), prose(e.because)),
    almp_referral.NoReferral: _none,
    almp_referral.ReferralQuestioned: _questioned,
    ReferralActKept: _kept,
    NeedsAssessed: lambda e: told(say("referral.talked", staff=e.officer.staff, office=e.officer.office)),
    OfferArranged: _arranged,
    ReferralAnswered: _answered,
    OutcomeRecorded: lambda e: told(say("participation.outcome", outcome=e.outcome)),
    PlacementRecordRetracted: lambda e: _retracted(e, e.officer.staff),
    ReferralMoved: lambda e: told(
        say("referral.moved", programme=e.programme, before=e.before, after=e.after, day=e.on)
    ),
    ParticipationStarted: lambda e: told(say("participation.began", provider=e.provider, day=e.started_on)),
    AttendanceReported: _attended,
    ParticipationEnded: lambda e: told(
        say("participation.ended", provider=e.provider, outcome=e.outcome, day=e.ended_on)
    ),
    ReportRetracted: lambda e: _retracted(e, e.provider),
    ParticipationCounted: _counted,
    OutcomeObserved: _observed,
    PointPassed: _passed,
    ReferralQuestionWithdrawn: lambda e: told(say("referral.nothing_asked"), prose(e.because)),
}
