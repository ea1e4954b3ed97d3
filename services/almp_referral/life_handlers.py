"""What is heard of a referral's life: records of placement officers and decisions of named persons, as records."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.about import ReferralAbout
from contracts.base import Envelope, Event
from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from contracts.participation import AttendanceReported, ParticipationEnded, ParticipationStarted, ReportRetracted
from contracts.placement import (
    Answer,
    NeedsAssessed,
    OfferArranged,
    OutcomeRecorded,
    PlacementRecordRetracted,
    ReferralAnswered,
)
from services.almp_referral.life_records import LifeRecord, LifeRecordKind
from services.almp_referral.lives import Lives, offer_another
from services.almp_referral.person import jobseeker_of
from services.almp_referral.provider_reports import BY_OUTCOME, ProviderReports
from services.almp_referral.referrals import ReferralState
from services.runtime.handling import State, To
from services.runtime.service import Service

BY_ANSWER = {Answer.ACCEPTED: ReferralState.ACCEPTED, Answer.REFUSED: ReferralState.REFUSED}
KIND_OF = {
    NeedsAssessed.name: LifeRecordKind.ASSESSMENT,
    OfferArranged.name: LifeRecordKind.ARRANGEMENT,
    ReferralAnswered.name: LifeRecordKind.ANSWER,
    OutcomeRecorded.name: LifeRecordKind.END,
}
_EXCUSED_BRINGS_ANOTHER = frozenset({ReferralState.EXCUSED, ReferralState.REFUSED, ReferralState.ENDED})


def handle_lives(almp: Service[State], lives: Lives) -> None:
    """Let the service hear what is recorded of referrals."""
    heard = LifeHandlers(lives)
    almp.handles(NeedsAssessed)(heard.needs_assessed)
    almp.handles(OfferArranged)(heard.offer_arranged)
    almp.handles(ReferralAnswered)(heard.referral_answered)
    almp.handles(OutcomeRecorded)(heard.outcome_recorded)
    almp.handles(PlacementRecordRetracted)(heard.record_retracted)
    almp.handles(ClaimDecision)(heard.claim_decided)
    reports = ProviderReports(lives)
    almp.handles(ParticipationStarted)(reports.participation_started)
    almp.handles(AttendanceReported)(reports.attendance_reported)
    almp.handles(ParticipationEnded)(reports.participation_ended)
    almp.handles(ReportRetracted)(reports.report_retracted)


@dataclass(frozen=True, slots=True)
class LifeHandlers:
    """The handlers, each turning its event into a record of the life."""

    lives: Lives

    def needs_assessed(self, event: NeedsAssessed, state: State, _cause: Envelope) -> list[Event | To]:
        """A placement officer talked with the person; remembered with day and office."""
        record = LifeRecord(
            LifeRecordKind.ASSESSMENT,
            f"casework:{event.key}",
            event.source_version,
            claim=event.claim,
            day=event.assessed_on,
            officer=event.officer.staff,
            office=event.officer.office,
        )
        return self.lives.hear(jobseeker_of(state), record)

    def offer_arranged(self, event: OfferArranged, state: State, _cause: Envelope) -> list[Event | To]:
        """The person is invited; the seat is kept to the later of the two last days to answer."""
        record = LifeRecord(
            LifeRecordKind.ARRANGEMENT,
            f"casework:{event.key}",
            event.source_version,
            referral=event.referral,
            day=event.arranged_on,
            answer_by=event.answer_by,
            meets_on=event.meets_on,
            meets_at=event.meets_at,
            place=event.place,
            officer=event.officer.staff,
            office=event.officer.office,
        )
        return self.lives.hear(jobseeker_of(state), record)

    def referral_answered(self, event: ReferralAnswered, state: State, _cause: Envelope) -> list[Event | To]:
        """A refusal frees the seat and asks a person; the benefit goes on unchanged."""
        record = LifeRecord(
            LifeRecordKind.ANSWER,
            _key(event.key, event.answered_on, event.referral, event.answer),
            event.source_version or 1,
            referral=event.referral,
            day=event.answered_on,
            says=BY_ANSWER[event.answer],
            declined_because=event.declined_because,
            statement=event.statement,
            officer=event.officer.staff if event.officer else None,
            office=event.officer.office if event.officer else None,
        )
        return self.lives.hear(jobseeker_of(state), record)

    def outcome_recorded(self, event: OutcomeRecorded, state: State, _cause: Envelope) -> list[Event | To]:
        """An end frees the seat; an absence asks a person, and the seat is kept meanwhile."""
        day = event.ended_on or event.recorded_on
        record = LifeRecord(
            LifeRecordKind.END,
            _key(event.key, day, event.referral, event.outcome),
            event.source_version or 1,
            referral=event.referral,
            day=day,
            says=BY_OUTCOME[event.outcome],
        )
        return self.lives.hear(jobseeker_of(state), record)

    def record_retracted(self, event: PlacementRecordRetracted, state: State, _cause: Envelope) -> list[Event | To]:
        """What was recorded in error never was: the life is worked out without it."""
        kind, key = KIND_OF[event.kind], f"casework:{event.key}"
        return self.lives.hear(jobseeker_of(state), LifeRecord(kind, key, event.source_version, stands=False))

    def claim_decided(self, event: ClaimDecision, state: State, _cause: Envelope) -> list[Event | To]:
        """A person has looked at a refusal or an absence: the seat comes back; who had cause is offered another."""
        if not isinstance(event.about, ReferralAbout):
            return []
        person, excused = jobseeker_of(state), event.verdict is Verdict.FOR_CLAIMANT
        record = LifeRecord(
            LifeRecordKind.DECISION,
            f"claims:{event.question}",
            2 * event.decided_on.toordinal() + excused,
            referral=event.about.referral,
            day=event.decided_on,
            says=ReferralState.EXCUSED if excused else ReferralState.NOT_EXCUSED,
        )
        follows = self.lives.hear(person, record)
        referral = person.referrals[event.about.referral]
        if excused and referral.standing in _EXCUSED_BRINGS_ANOTHER:
            offer_another(person, referral, event.decided_on)
        return follows


def _key(key: str | None, *content: object) -> str:
    """A record without a key of its own stands for itself: said once more it is the same."""
    return f"casework:{key}" if key is not None else ":".join(map(str, content))
