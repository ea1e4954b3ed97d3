"""The days of a week for everybody who takes part, and one seat with the start, the end and what is taken back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.placement import ProgrammeOutcome
from contracts.programmes import PREFIX
from services.almp_referral.views import LifeRecord, SeatHolder, referral_life, reports_by, roster
from services.console.acts.form import FormFault
from services.console.acts.read_form import ReadForm
from services.console.acts.writing import moment_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.taking_part.days import (
    CAME,
    NEVER,
    PLANNED,
    TAKES_PART,
    WEEK,
    PersonsWeek,
    WeekAtHand,
    monday_of,
    persons_week,
    planned_in,
    reports_of,
)
from services.console.staff.taking_part.reports import FIELDS, SeatAtHand, event_of, name_of
from services.console.staff_page import AccessDenied, Content, GoTo, Listing, NotHere, StaffPage, Visit

ALMP = "almp_referral"
ROWS = 30
"""So many people stand on one page: a browser may send no more fields."""
_PROGRAMME = re.compile(rf"{PREFIX}[a-z0-9\-]{{1,53}}")
BEGINNING = 10
COLUMNS = ("person", "standing", "planned", "attended")


@dataclass(frozen=True, slots=True)
class WeekOnPage:
    """A week of a programme: everybody who takes part, and those of them who stand on this page."""

    title: str
    programme: str
    week: WeekAtHand
    rows: Sequence[PersonsWeek]
    page: int

    @property
    def shown(self) -> Sequence[PersonsWeek]:
        """The rows of this page."""
        return self.rows[self.page * ROWS : (self.page + 1) * ROWS]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.rows) // ROWS))


def show_days(visit: Visit) -> Content:
    """The week."""
    return _days_content(visit, _week(visit), {})


def act_on_days(visit: Visit) -> Content | GoTo:
    """Report the days that are ticked, of all rows together."""
    on_page = _week(visit)
    monday, page = on_page.week.monday.isoformat(), str(on_page.page or "")
    address = visit.address(f"/programmes/{on_page.programme}/days", week=monday, page=page, done="days")
    if visit.was_sent():
        return GoTo(address)
    read = ReadForm(visit.form)
    reports = reports_of(read, on_page.shown, on_page.week)
    if read.faults:
        return _days_content(visit, on_page, read.faults)
    provider = on_page.week.provider
    events = [(CaseAtHand(row.holder.person, record=row.key, provider=provider), report) for row, report in reports]
    visit.act_on_several(Role.PROVIDER, events)
    return GoTo(address)


def _week(visit: Visit) -> WeekOnPage:
    """Raises `NotHere`, and `AccessDenied` for a programme of another provider."""
    key, provider = visit.given["programme"], visit.officer.provider
    if not _PROGRAMME.fullmatch(key):
        raise NotHere
    monday = _monday(visit)
    with visit.world.reading(ALMP) as connection:
        rostered = roster(connection, key, visit.today)
        if rostered is None:
            raise NotHere
        if provider is None or rostered.listing.programme.provider != provider:
            raise AccessDenied(Denied.PROGRAMME)
        holders = [holder for cohort in rostered.cohorts for holder in cohort.holders if _is_expected(holder, monday)]
        reported = reports_by(connection, provider, {holder.person for holder in holders})
    rows = [persons_week(holder, monday, reported[holder.person]) for holder in holders]
    week = WeekAtHand(provider, monday, visit.today, moment_of(visit.world))
    page = min(_page(visit), max(0, len(rows) - 1) // ROWS)
    return WeekOnPage(rostered.listing.programme.title, key, week, rows, page)


def _page(visit: Visit) -> int:
    asked = visit.query.get("page", "")
    return int(asked) if re.fullmatch(r"[0-9]{1,4}", asked) else 0


def _monday(visit: Visit) -> date:
    """The week that is asked for, this one at the latest."""
    try:
        day = date.fromisoformat(visit.query.get("week", ""))
    except ValueError:
        day = visit.today
    return monday_of(min(max(day, date(1900, 1, 8)), visit.today))


def _is_expected(holder: SeatHolder, monday: date) -> bool:
    return holder.standing in TAKES_PART and (holder.since is None or holder.since < monday + WEEK)


def _days_content(visit: Visit, on_page: WeekOnPage, faults: Mapping[str, str]) -> Content:
    week, form = on_page.week, visit.form
    if form.fields:
        planned = set(form.all_of(PLANNED))
        came = {row.field: set(form.all_of(f"{CAME}.{row.field}")) for row in on_page.shown}
        never = {row.field: bool(form.one(f"{NEVER}.{row.field}")) for row in on_page.shown}
    else:
        planned = {day.isoformat() for day in planned_in(on_page.shown, week.monday)}
        came = {row.field: {day.isoformat() for day in row.attended} for row in on_page.shown}
        never = {row.field: row.never_came for row in on_page.shown}
    earlier, later = week.monday - WEEK, week.monday + WEEK
    values = {
        "on_page": on_page,
        "days": week.days,
        "planned": planned,
        "came": came,
        "never": never,
        "earlier": earlier.isoformat(),
        "later": later.isoformat() if later <= visit.today else "",
        "last": week.days[-1],
        "done": visit.query.get("done", ""),
        "labels": {
            PLANNED: visit.say("days.planned"),
            **{f"{NEVER}.{row.field}": row.holder.person[:BEGINNING] for row in on_page.shown},
        },
    }
    columns = [visit.say(f"days.column.{name}") for name in COLUMNS]
    cells = [
        [row.holder.person[:BEGINNING], row.holder.standing.value, _days_in(row.planned), _days_in(row.attended)]
        for row in on_page.rows
    ]
    told = {name: visit.say(fault) for name, fault in faults.items()}
    return Content(values, Listing(f"{on_page.programme}-{week.monday}", columns, cells), told)


def _days_in(days: Sequence[date]) -> str:
    return " ".join(day.isoformat() for day in days)


def show_seat(visit: Visit) -> Content:
    """One seat."""
    return _seat_content(visit, _seat(visit), {})


def act_on_seat(visit: Visit) -> Content | GoTo:
    """Report the start or the end, or take a report back."""
    seat, what = _seat(visit), visit.form.one("act")
    case = CaseAtHand(seat.life.offer.person, record=seat.referral, provider=seat.provider)
    visit.may_act(Role.PROVIDER, case)
    if what not in FIELDS:
        raise FormFault("no form of ours")
    address = visit.address(f"/programmes/{seat.life.offer.programme}/seats/{seat.referral}", done=what)
    if visit.was_sent():
        return GoTo(address)
    if what not in seat.acts:
        return _seat_content(visit, seat, {"act": "seat.fault.closed"})
    read = ReadForm(visit.form)
    event = event_of(what, read, seat)
    if event is None:
        return _seat_content(visit, seat, read.faults)
    visit.act(Role.PROVIDER, case, event, visit.form.one("reason") or None)
    return GoTo(address)


def _seat(visit: Visit) -> SeatAtHand:
    """Raises `NotHere`, and `AccessDenied` for a seat of another provider's programme."""
    programme, key, provider = visit.given["programme"], visit.given["referral"], visit.officer.provider
    if not _PROGRAMME.fullmatch(programme):
        raise NotHere
    with visit.world.reading(ALMP) as connection:
        rostered = roster(connection, programme, visit.today)
        if rostered is None:
            raise NotHere
        if provider is None or rostered.listing.programme.provider != provider:
            raise AccessDenied(Denied.PROGRAMME)
        life = referral_life(connection, key)
        if (
            life is None
            or (life.offer.referral, life.offer.programme) != (key, programme)
            or life.offer.made_on is None
        ):
            raise NotHere
        reported = reports_by(connection, provider, {life.offer.person})
    visit.look_at(CaseAtHand(life.offer.person, record=key, provider=provider))
    return SeatAtHand(life, provider, reported[life.offer.person], visit.today, moment_of(visit.world))


def _seat_content(visit: Visit, seat: SeatAtHand, faults: Mapping[str, str]) -> Content:
    names = [name for fields in FIELDS.values() for name in fields]
    filled = {name: visit.form.one(name) for name in names}
    if not visit.form.fields:
        filled |= {"started_on": visit.today.isoformat(), "ended_on": visit.today.isoformat()}
    outcomes = [
        {"value": each.value, "text": visit.say(f"referral.outcome.{each}"), "note": ""} for each in ProgrammeOutcome
    ]
    reports = [{"value": name_of(each), "text": _told(visit, each), "note": ""} for each in seat.standing_reports]
    values = {
        "seat": seat,
        "offer": seat.life.offer,
        "outcomes": outcomes,
        "reports": reports,
        "filled": filled,
        "labels": {name: visit.say(f"seat.form.{name}") for name in ("act", *names)},
        "done": visit.query.get("done", ""),
    }
    columns = [visit.say(f"days.column.{name}") for name in ("what", "day", "planned", "attended")]
    rows = [
        [each.kind.value, each.day.isoformat() if each.day else "", _days_in(each.planned), _days_in(each.attended)]
        for each in seat.standing_reports
    ]
    told = {name: visit.say(fault) for name, fault in faults.items()}
    return Content(values, Listing(f"seat-{seat.referral[:8]}", columns, rows), told)


def _told(visit: Visit, record: LifeRecord) -> str:
    """A report in words: what, from which day, and on how many days the person came."""
    what, day = visit.say(f"referral.record.{record.kind}"), visit.language.day(record.day) if record.day else ""
    if not record.planned:
        says = visit.say(f"referral.standing.{record.says}") if record.says is not None else ""
        return visit.say("seat.report", what=says or what, day=day)
    came, planned = (visit.language.number(len(days)) for days in (record.attended, record.planned))
    return visit.say("seat.report.days", what=what, day=day, came=came, planned=planned)


PAGES = (
    StaffPage(
        name="days",
        path="/programmes/{programme}/days",
        seen_by=frozenset({Role.PROVIDER}),
        template="taking_part/days.html.jinja",
        show=show_days,
        act=act_on_days,
        acts_as=frozenset({Role.PROVIDER}),
    ),
    StaffPage(
        name="seat",
        path="/programmes/{programme}/seats/{referral}",
        seen_by=frozenset({Role.PROVIDER}),
        template="taking_part/seat.html.jinja",
        show=show_seat,
        act=act_on_seat,
        acts_as=frozenset({Role.PROVIDER}),
    ),
)
