"""What providers report of who takes part, as records of the life; each taken back by who made it."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.base import Envelope, Event
from contracts.participation import AttendanceReported, ParticipationEnded, ParticipationStarted, ReportRetracted
from contracts.placement import ProgrammeOutcome
from services.almp_referral.early_acts import WithoutEffect
from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.lives import Lives
from services.almp_referral.person import Jobseeker, jobseeker_of
from services.almp_referral.referrals import ReferralState
from services.runtime.handling import State, To

BY_OUTCOME = {
    ProgrammeOutcome.COMPLETED: ReferralState.COMPLETED,
    ProgrammeOutcome.FOUND_WORK: ReferralState.FOUND_WORK,
    ProgrammeOutcome.LEFT_EARLY: ReferralState.LEFT_EARLY,
    ProgrammeOutcome.DID_NOT_ATTEND: ReferralState.ABSENT,
}
_KIND_OF = {
    ParticipationStarted.name: LifeRecordKind.START,
    AttendanceReported.name: LifeRecordKind.ATTENDANCE,
    ParticipationEnded.name: LifeRecordKind.END,
}


@dataclass(frozen=True, slots=True)
class ProviderReports:
    """The handlers of providers' reports; a report's key is its provider's own."""

    lives: Lives

    def participation_started(self, event: ParticipationStarted, state: State, _cause: Envelope) -> list[Event | To]:
        """The person began."""
        _must_be_of_its_own(event.provider, event.referral, jobseeker_of(state))
        record = LifeRecord(
            LifeRecordKind.START,
            _key(event.provider, event.key),
            event.source_version,
            referral=event.referral,
            day=event.started_on,
            says=ReferralState.STARTED,
        )
        return self.lives.hear(jobseeker_of(state), record)

    def attendance_reported(self, event: AttendanceReported, state: State, _cause: Envelope) -> list[Event | To]:
        """Days on which the person came; many missed days ask a person, and cut nothing."""
        _must_be_of_its_own(event.provider, event.referral, jobseeker_of(state))
        record = LifeRecord(
            LifeRecordKind.ATTENDANCE,
            _key(event.provider, event.key),
            event.source_version,
            referral=event.referral,
            day=event.period.start,
            planned=event.planned,
            attended=event.attended,
        )
        return self.lives.hear(jobseeker_of(state), record)

    def participation_ended(self, event: ParticipationEnded, state: State, _cause: Envelope) -> list[Event | To]:
        """An end frees the seat; who never came is asked about, and the seat is kept meanwhile."""
        _must_be_of_its_own(event.provider, event.referral, jobseeker_of(state))
        record = LifeRecord(
            LifeRecordKind.END,
            _key(event.provider, event.key),
            event.source_version,
            referral=event.referral,
            day=event.ended_on,
            says=BY_OUTCOME[event.outcome],
        )
        return self.lives.hear(jobseeker_of(state), record)

    def report_retracted(self, event: ReportRetracted, state: State, _cause: Envelope) -> list[Event | To]:
        """What was reported in error never was; a provider takes back its own reports alone."""
        key = _key(event.provider, event.key)
        taken_back = LifeRecord(_KIND_OF[event.kind], key, event.source_version, stands=False)
        return self.lives.hear(jobseeker_of(state), taken_back)


def _must_be_of_its_own(provider: str, referral: str, person: Jobseeker) -> None:
    """Raise `WithoutEffect` for a report on another provider's seat. What nobody states is nobody's."""
    about = person.referrals.get(referral)
    stated_by = person.look_up().provider_of(about.programme) if about is not None and about.programme else None
    if stated_by is not None and stated_by != provider:
        raise WithoutEffect("the seat is of another provider's programme; that provider alone reports on it")


def _key(provider: str, key: str) -> str:
    """Two providers may use one key."""
    return f"{provider}:{key}"
