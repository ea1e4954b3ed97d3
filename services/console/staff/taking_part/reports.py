"""From the forms of one seat to what its provider reports, or takes back, or what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.base import Event
from contracts.participation import ParticipationEnded, ParticipationStarted, ProviderReport, ReportRetracted
from contracts.placement import ProgrammeOutcome
from contracts.values import FIRST_DAY
from services.almp_referral.views import HOLDS_SEAT, LifeOfReferral, LifeRecord, LifeRecordKind, ReferralState
from services.console.acts.read_form import ReadForm

FIELDS: Mapping[str, tuple[str, ...]] = {
    "start": ("started_on",),
    "end": ("outcome", "ended_on"),
    "back": ("report", "reason"),
}
"""What each form asks for, by what it does."""
_NAME_OF: Mapping[LifeRecordKind, ProviderReport] = {
    LifeRecordKind.START: "providers.participation-started",
    LifeRecordKind.ATTENDANCE: "providers.attendance-reported",
    LifeRecordKind.END: "providers.participation-ended",
}
DAY = "fault.day"


@dataclass(frozen=True, slots=True)
class SeatAtHand:
    """A seat of a provider's own programme, with all that the provider has reported of the person."""

    life: LifeOfReferral
    provider: str
    records: Sequence[LifeRecord]
    today: date
    recorded_at: datetime

    @property
    def referral(self) -> str:
        """The referral that holds the seat."""
        return self.life.offer.referral

    @property
    def standing_reports(self) -> list[LifeRecord]:
        """What the provider reported of this seat and has not taken back, by its days."""
        own = [record for record in self.records if record.stands and record.referral == self.referral]
        return sorted(own, key=lambda record: (record.day or date.min, record.kind, record.key))

    @property
    def acts(self) -> tuple[str, ...]:
        """What may be done, what is most likely first."""
        holds = self.life.offer.standing in HOLDS_SEAT
        reports = ("end", "start") if self.life.offer.standing is ReferralState.STARTED else ("start", "end")
        return (*(reports if holds else ()), *(("back",) if self.standing_reports else ()))

    def key_and_version(self, kind: LifeRecordKind) -> tuple[str, int]:
        """Under which key the start or the end is reported, and as which version: one that stands is corrected."""
        of_kind = [record for record in self.records if record.kind is kind]
        own_key = f"{kind.value}-{self.referral[:70]}"
        own = [record for record in of_kind if record.key == own_key]
        standing = [record for record in of_kind if record.stands and record.referral == self.referral]
        corrected = next(iter([*standing, *own]), None)
        return (own_key, 1) if corrected is None else (corrected.key, corrected.version + 1)


def start_of(read: ReadForm, seat: SeatAtHand) -> ParticipationStarted | None:
    """The person began."""
    started_on = read.day("started_on", seat.life.offer.made_on or FIRST_DAY, seat.today, DAY)
    if read.faults:
        return None
    key, version = seat.key_and_version(LifeRecordKind.START)
    return ParticipationStarted(
        key=key,
        source_version=version,
        recorded_at=seat.recorded_at,
        provider=seat.provider,
        referral=seat.referral,
        started_on=started_on,
    )


def end_of(read: ReadForm, seat: SeatAtHand) -> ParticipationEnded | None:
    """How the participation ended, or that the person did not come."""
    outcome = read.chosen("outcome", list(ProgrammeOutcome))
    first = seat.life.started_on or seat.life.offer.made_on or FIRST_DAY
    ended_on = read.day("ended_on", first, seat.today, DAY)
    if read.faults:
        return None
    key, version = seat.key_and_version(LifeRecordKind.END)
    return ParticipationEnded(
        key=key,
        source_version=version,
        recorded_at=seat.recorded_at,
        provider=seat.provider,
        referral=seat.referral,
        outcome=ProgrammeOutcome(outcome),
        ended_on=ended_on,
    )


def retraction_of(read: ReadForm, seat: SeatAtHand) -> ReportRetracted | None:
    """A report of the provider's own that never was."""
    named = {name_of(record): record for record in seat.standing_reports}
    chosen = read.chosen("report", named)
    reason = read.words("reason")
    if read.faults:
        return None
    record = named[chosen]
    return ReportRetracted(
        key=record.key,
        source_version=record.version + 1,
        recorded_at=seat.recorded_at,
        provider=seat.provider,
        kind=_NAME_OF[record.kind],
        reason=reason,
    )


def name_of(record: LifeRecord) -> str:
    """What a form calls a report."""
    return f"{record.kind}:{record.key}"


def event_of(what: str, read: ReadForm, seat: SeatAtHand) -> Event | None:
    """What a form reports; None where something is wrong with it. Raises `KeyError` for no form of ours."""
    readers = {"start": start_of, "end": end_of, "back": retraction_of}
    return readers[what](read, seat)
