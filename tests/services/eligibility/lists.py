"""Employers' lists told to eligibility alone: two people's facts side by side, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

from contracts.base import Envelope, Event, derived_id, seal
from contracts.registry import FactRetracted
from contracts.short_time import ShortTimeReported
from contracts.values import Money, Period
from law.catalogue import load_scheme
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months
from services.eligibility.handlers import make_service
from services.eligibility.person import InsuredPerson
from services.runtime.handling import To

KUG = "de/kurzarbeitergeld"
EMPLOYER = "e-4402"
E = TypeVar("E", bound=Event)


@cache
def schemes() -> Mapping[str, Scheme]:
    return {KUG: load_scheme(KUG, accept_unverified=True)}


def euros(amount: int) -> Money:
    return Money(minor=amount * 100, currency="EUR")


def month_of(first: date) -> Period:
    return Period(start=first, end=add_months(first, 1))


def line(worker: str, first: date = date(2025, 3, 1), *, version: int = 1, **changes: Any) -> ShortTimeReported:
    """Half of 3,000 euros is lost; nets 2,150 and 1,180 (those of the sheet's own story): 60 per cent are 582."""
    stated = {
        "key": f"{worker}/{first:%Y-%m}",
        "source_version": version,
        "recorded_at": datetime(2025, 4, 2, 9, version, tzinfo=UTC),
        "scheme": KUG,
        "employer": EMPLOYER,
        "employment": f"job-{worker}",
        "month": month_of(first),
        "region": "DE-BY",
        "minutes_agreed_weekly": 40 * 60,
        "minutes_lost": 84 * 60,
        "should_pay": euros(3000),
        "pay": euros(1500),
        "net_of_should_pay": euros(2150),
        "net_of_pay": euros(1180),
        "workplace_decided": True,
        "is_final": False,
    }
    return ShortTimeReported.model_validate(stated | changes)


def taken_back(worker: str, version: int, first: date = date(2025, 3, 1)) -> FactRetracted:
    recorded_at = datetime(2025, 4, 9, 9, version, tzinfo=UTC)
    key, kind, reason = f"{worker}/{first:%Y-%m}", ShortTimeReported.name, "Was on leave."
    return FactRetracted(key=key, source_version=version, recorded_at=recorded_at, kind=kind, reason=reason)


@dataclass
class Office:
    """Hears events one by one, and itself what it tells others; `Refused` comes through."""

    people: dict[str, InsuredPerson] = field(default_factory=dict)
    said: list[tuple[str, Event]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.service = make_service(schemes())

    def hear(self, *told: tuple[str, Event]) -> None:
        """What is told together follows in one step; so does what one person tells another."""
        waiting = [list(told)]
        while waiting:
            waiting += [[said] for said in self._settle(waiting.pop(0))]

    def _settle(self, told: Iterable[tuple[str, Event]]) -> list[tuple[str, Event]]:
        causes: dict[str, Envelope] = {}
        for subject, event in told:
            person = self.people.setdefault(subject, InsuredPerson(subject))
            causes[subject] = _sealed(subject, event, len(self.said))
            list(self.service.handlers[type(event)](event, person, causes[subject]))
        to_others = []
        assert self.service.settle is not None
        for subject, cause in causes.items():
            person = self.people[subject]
            for following in list(self.service.settle(person, cause)):
                whom, event = (
                    (following.subject, following.event) if isinstance(following, To) else (subject, following)
                )
                self.said.append((whom, event))
                if isinstance(following, To) and type(event) in self.service.handlers:
                    to_others.append((whom, event))
            person.new_facts.clear()
        return to_others

    def of(self, kind: type[E], subject: str = EMPLOYER) -> list[E]:
        """What was said to a subject."""
        return [event for whom, event in self.said if whom == subject and isinstance(event, kind)]


def _sealed(subject: str, event: Event, number: int) -> Envelope:
    event_id = derived_id(subject, event.model_dump_json(), number)
    return seal(event, subject=subject, source="/list", time=datetime(2025, 4, 10, tzinfo=UTC), event_id=event_id)
