"""From the days that are ticked for a week to a report on each person, or what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.participation import AttendanceReported
from contracts.values import Period
from services.almp_referral.views import LifeRecord, LifeRecordKind, ReferralState, SeatHolder
from services.console.acts.read_form import ReadForm

TAKES_PART = frozenset({ReferralState.ACCEPTED, ReferralState.STARTED, ReferralState.ABSENT})
"""Of whom days are reported: an offer that nobody has answered is no reason to be expected."""
WEEK, WORKDAYS = timedelta(days=7), 5
PLANNED, CAME, NEVER = "planned", "came", "never"


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def days_until(monday: date, today: date) -> list[date]:
    """The days of a week that have come."""
    days = [monday + timedelta(days=number) for number in range(WEEK.days)]
    return [day for day in days if day <= today]


@dataclass(frozen=True, slots=True)
class PersonsWeek:
    """A person who takes part, and what was reported of them for a week."""

    holder: SeatHolder
    key: str
    """Of the report for this week; the same key corrects it."""
    version: int
    """The highest that was reported under the key, taken back or not; 0 for none."""
    reported: LifeRecord | None
    """The report that stands."""

    @property
    def field(self) -> str:
        """What the fields of the row are called after."""
        return self.holder.referral

    @property
    def planned(self) -> Sequence[date]:
        """The days on which the person was expected, as it was reported."""
        return self.reported.planned if self.reported is not None else ()

    @property
    def attended(self) -> Sequence[date]:
        """The days on which they came."""
        return self.reported.attended if self.reported is not None else ()

    @property
    def never_came(self) -> bool:
        """Whether it was reported that they came on no day."""
        return bool(self.planned) and not self.attended


def persons_week(holder: SeatHolder, monday: date, records: Sequence[LifeRecord]) -> PersonsWeek:
    """The row of a person, by all that the provider has reported of them.

    Where the provider's own system reported the week once, under a key of its own, that report is corrected.
    """
    key = f"days-{holder.referral[:60]}-{monday.isoformat()}"
    days = [record for record in records if record.kind is LifeRecordKind.ATTENDANCE]
    own = next((record for record in days if record.key == key), None)
    of_week = [record for record in days if _is_of(record, holder.referral, monday)]
    if own is None and len(of_week) == 1:
        own = of_week[0]
    if own is None:
        return PersonsWeek(holder, key, 0, None)
    return PersonsWeek(holder, own.key, own.version, own if own.stands else None)


def _is_of(record: LifeRecord, referral: str, monday: date) -> bool:
    return record.stands and record.referral == referral and record.day is not None and monday_of(record.day) == monday


def planned_in(rows: Sequence[PersonsWeek], monday: date) -> set[date]:
    """The days on which people are expected: as reported, or from Monday to Friday where nothing is."""
    reported = {day for row in rows for day in row.planned}
    return reported or {monday + timedelta(days=number) for number in range(WORKDAYS)}


@dataclass(frozen=True, slots=True)
class WeekAtHand:
    """Which week, whose report, and when it is made."""

    provider: str
    monday: date
    today: date
    recorded_at: datetime

    @property
    def days(self) -> list[date]:
        """The days that can be reported."""
        return days_until(self.monday, self.today)


def reports_of(
    read: ReadForm, rows: Sequence[PersonsWeek], week: WeekAtHand
) -> list[tuple[PersonsWeek, AttendanceReported]]:
    """The reports that the form makes; of a row in which nothing is ticked, and nothing was reported, nothing."""
    expected = _ticked(read, PLANNED, week)
    reports: list[tuple[PersonsWeek, AttendanceReported]] = []
    for row in rows:
        came, never = _ticked(read, f"{CAME}.{row.field}", week), bool(read.form.one(f"{NEVER}.{row.field}"))
        if not came and not never:
            if row.reported is not None:
                read.faults[f"{NEVER}.{row.field}"] = "days.fault.nothing"
            continue
        if came and never:
            read.faults[f"{NEVER}.{row.field}"] = "days.fault.both"
            continue
        planned = sorted({*came, *(day for day in expected if day >= (row.holder.since or day))})
        if not planned:
            read.faults[PLANNED] = "days.fault.planned"
        elif (tuple(planned), tuple(came)) != (tuple(row.planned), tuple(row.attended)):
            reports.append((row, _report(row, week, planned, came)))
    if not reports and not read.faults:
        read.faults[PLANNED] = "days.fault.no_news"
    return reports


def _report(row: PersonsWeek, week: WeekAtHand, planned: list[date], came: list[date]) -> AttendanceReported:
    return AttendanceReported(
        key=row.key,
        source_version=row.version + 1,
        recorded_at=week.recorded_at,
        provider=week.provider,
        referral=row.holder.referral,
        period=Period(start=week.monday, end=week.days[-1] + timedelta(days=1)),
        planned=tuple(planned),
        attended=tuple(came),
    )


def _ticked(read: ReadForm, name: str, week: WeekAtHand) -> list[date]:
    ticked = read.form.all_of(name)
    return [day for day in week.days if day.isoformat() in ticked]
