"""What providers report of who takes part, in simulated lives, and the days of it counted a second time, by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar

from pydantic_core import from_json

from contracts.base import Event
from contracts.participation import AttendanceReported, ReportRetracted
from contracts.values import Period
from services.simulation.chronicle import Chronicle
from services.simulation.participation_actions import ReportsDays
from services.simulation.people import person
from services.simulation.programmes import provider_of
from services.simulation.world import WorldInMemory

T = TypeVar("T")
PLANNED = 5
"""Days of a report."""
REPORTED, RETRACTED = "providers.attendance-reported", "providers.report-retracted"
COUNTED, MOVED = "almp_referral.participation-counted", "almp_referral.referral-moved"


class RunWithOffers(Protocol):
    """What is needed of a story that is played."""

    chronicle: Chronicle
    today: date
    world: WorldInMemory
    bad: set[bytes]

    def pick(self, action: ReportsDays, open_now: Mapping[str, T], /) -> T | None:
        """The one that the action picks of what stands open."""

    def publish(
        self, event: Event, who: int, identity: str, *, on: date | None = None, subject: str | None = None
    ) -> None:
        """Put an event from outside into its topic."""


def reports_days(run: RunWithOffers, action: ReportsDays) -> str | None:
    """Publish the report of the programme's own provider on an offer of the person.

    Its key is that of referral and week, so later ones correct it.
    """
    offers = sorted(run.chronicle.offers.items())
    offer = run.pick(action, {referral: made for referral, (whose, made) in offers if whose == person(action.who)})
    if offer is None:
        return None
    referral, provider = offer.referral, provider_of(offer.programme)
    key, recorded = f"{referral[:60]}/{action.week}", datetime.combine(action.week, time(9), UTC)
    if action.what == "takes_back":
        back = ReportRetracted(
            key=key,
            source_version=action.version,
            recorded_at=recorded,
            provider=provider,
            kind="providers.attendance-reported",
            reason="It was another person.",
        )
        run.publish(back, action.who, action.id)
        return "reports days: taken back"
    days = tuple(action.week + timedelta(days=number) for number in range(PLANNED))
    report = AttendanceReported(
        key=key,
        source_version=action.version,
        recorded_at=recorded,
        provider=provider,
        referral=referral,
        period=Period.of_days(action.week, PLANNED),
        planned=days,
        attended=days[: action.came],
    )
    run.publish(report, action.who, action.id)
    return f"reports days: {action.came} of {PLANNED}"


def days_are_counted(run: RunWithOffers, who: int) -> Iterator[str]:
    """What was last told of each referral's days, held against the reports themselves; each fault in a sentence.

    Days of a referral that never began, as one that was refused, count for nothing.
    """
    reported = _reported(_said(run, "providers", who))
    counted: dict[str, tuple[int, str | None, set[str]]] = {}
    started: set[str] = set()
    for name, told in _said(run, "almp_referral", who):
        if name == COUNTED:
            days = {day for stretch in told["attended"] for day in _days(stretch)}
            version = (told["source_version"], told.get("began_on"), days)
            counted[told["key"]] = max(version, counted.get(told["key"], version), key=lambda one: one[0])
        elif name == MOVED and told["after"] == "started":
            started.add(told["referral"])
    for referral in sorted(reported.keys() | counted.keys()):
        _, began, days = counted.get(referral, (0, None, set()))
        right = reported.get(referral, set()) if began is not None else set()
        if days != right or (began is None and reported.get(referral) and referral in started and not counted):
            yield f"of {referral} {sorted(days)} are counted, and {sorted(right)} were reported"


def _reported(said: Iterable[tuple[str, Any]]) -> dict[str, set[str]]:
    """The days attended by referral, by the highest version of each report; a report of one version beats its end."""
    newest: dict[str, tuple[int, bool, Any]] = {}
    for name, told in said:
        if name in {REPORTED, RETRACTED}:
            version = (told["source_version"], name == REPORTED, told)
            newest[told["key"]] = max(version, newest.get(told["key"], version), key=lambda one: one[:2])
    days: dict[str, set[str]] = {}
    for _, stands, told in newest.values():
        if stands:
            days.setdefault(told["referral"], set()).update(told["attended"])
    return days


def _said(run: RunWithOffers, topic: str, who: int) -> Iterator[tuple[str, Any]]:
    """Names and data of what a topic says of a person."""
    for body in run.world.topics.get(topic, []):
        if body not in run.bad and (fields := from_json(body))["subject"] == person(who):
            yield fields["type"].removeprefix("tideover.").rpartition(".v")[0], fields["data"]


def _days(run: Mapping[str, str]) -> Iterator[str]:
    day, end = date.fromisoformat(run["start"]), date.fromisoformat(run["end"])
    while day < end:
        yield day.isoformat()
        day += timedelta(days=1)
