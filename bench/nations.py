"""How long one determination takes under every sheet: one person with three years of work, built for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from bench.figures import Figure, figure
from bench.law import determined, runs_of
from bench.persons import Claimant
from contracts.base import Event
from contracts.intake import ClaimFiled
from contracts.registry import (
    ContributionRecorded,
    EmploymentEnded,
    EmploymentStarted,
    ParticularStated,
    PersonRecorded,
    Separation,
)
from contracts.values import Money, Period
from law.language.sheet.particulars import Particular
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months

ON = date(2026, 9, 1)
MONTHS = 36
PAY = 3000
MINUTES = 160 * 60
SAMPLES = 20  # of the one person in a run
REGIONS = {"us/states-2020": "TX", "vn/bhtn": "I"}
STATED: dict[str, Any] = {"source_version": 1, "recorded_at": datetime(2026, 9, 1, tzinfo=UTC)}


def nations(schemes: list[Scheme], runs: int, tick: Callable[[], None]) -> list[Figure]:
    """One figure a sheet, in milliseconds, after one run that only warms up."""
    found: list[Figure] = []
    for scheme in schemes:
        people = [worker_under(scheme)] * SAMPLES
        what = f"{scheme.name}: one determination, every step kept"
        found.append(figure(what, "ms", runs_of(determined, scheme, people, runs, lambda: None)))
        tick()
    return found


def worker_under(scheme: Scheme) -> Claimant:
    """Somebody who worked three years for one employer, was laid off and claims; what the sheet asks is stated."""
    facts: list[Event] = [
        PersonRecorded(
            key="person", valid_from=date(2000, 1, 1), birth_month="1985-06", region=REGIONS.get(scheme.name, "here"),
            **STATED,
        ),
        EmploymentStarted(
            key="job-start", employment="job", employer="works", started_on=add_months(ON, -MONTHS),
            minutes_weekly=2400, **STATED,
        ),
        EmploymentEnded(key="job-end", employment="job", ended_on=ON, reason=Separation.LAID_OFF, **STATED),
        ClaimFiled(key="claim", scheme=scheme.name, filed_on=ON, unemployed_from=ON, **STATED),
    ]  # fmt: skip
    facts += [_pay(scheme, back) for back in range(MONTHS)]
    facts += [_said(one) for one in scheme.particulars.values() if one.if_unsaid is None]
    return Claimant("claim", tuple(facts), ())


def _pay(scheme: Scheme, back: int) -> ContributionRecorded:
    end = add_months(ON, -back)
    return ContributionRecorded(
        key=f"pay-{back}",
        employer="works",
        period=Period(start=add_months(end, -1), end=end),
        earnings=Money(minor=PAY * scheme.minor_units, currency=scheme.currency),
        minutes_worked=MINUTES,
        **STATED,
    )


def _said(particular: Particular) -> ParticularStated:
    kind = particular.unit.kind
    words = {"yes_no": "yes", "date": ON.isoformat(), "category": min(particular.unit.members, default="none")}
    value = words.get(kind, "0.05" if not particular.unit.powers else "1")
    return ParticularStated(
        key=particular.name, particular=particular.name, value=value, since=date(2000, 1, 1), **STATED
    )
