"""What institutions and claimants publish for an action of a life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from contracts.attachments import AttachmentKind, OrderLifted, OrderMade
from contracts.base import EVENTS, Event
from contracts.casework import Officer
from contracts.intake import CertificationFiled, CertifiedWeek, ClaimFiled, ClaimWithdrawn, TaxChoiceFiled
from contracts.merged_persons import PersonsMerged, PersonsSeparated
from contracts.outages import OURSELVES, OutageRecorded
from contracts.registry import (
    Absence,
    AbsenceRecorded,
    ContributionRecorded,
    EmploymentEnded,
    FactRetracted,
    LayoffAnnounced,
    PersonRecorded,
    Separation,
)
from contracts.values import Money, Period
from services.simulation.actions import (
    AnnouncesLayoff,
    Certifies,
    Dies,
    Earns,
    Files,
    IsBorn,
    IsDetained,
    LosesWork,
    Retracts,
    SaysOfPersons,
    TellsOfOutage,
    Withdraws,
)
from services.simulation.obligation_actions import ChoosesTax, LiftsOrder, OrdersAttachment
from services.simulation.people import person
from services.simulation.short_time import line_of
from services.simulation.short_time_actions import TellsLine

Obliging = ChoosesTax | OrdersAttachment | LiftsOrder
OBLIGING = (ChoosesTax, OrdersAttachment, LiftsOrder)
"""What makes a part of the benefit go to others."""
RECORD = "registry.person-recorded"
OfRegistries = IsBorn | Dies | Earns | LosesWork | IsDetained | SaysOfPersons | AnnouncesLayoff
Filing = Files | Certifies | Withdraws | Retracts
Telling = OfRegistries | Filing | Obliging | TellsLine
TELLING = (
    IsBorn,
    Earns,
    LosesWork,
    AnnouncesLayoff,
    Files,
    Certifies,
    Withdraws,
    Retracts,
    IsDetained,
    Dies,
    SaysOfPersons,
    TellsLine,
    *OBLIGING,
)
TAX = "income_tax"
MORNING = time(9, tzinfo=UTC)
LONG_AGO = date(2000, 1, 1)
FILING_RETRACTED: type[Event] = EVENTS.get(("intake.filing-retracted", 1), Event)


def concerns_payments(action: Telling) -> bool:
    """Whether it matters for the payments of a day if it was heard by then: orders and choices, and deaths."""
    return isinstance(action, (*OBLIGING, IsBorn, Dies)) or (isinstance(action, Retracts) and action.kind == RECORD)


def morning_of(day: date) -> datetime:
    """The moment at which everything of a day is recorded."""
    return datetime.combine(day, MORNING)


def fact_of(action: Telling) -> Event:
    """The fact that the action states."""
    common: dict[str, Any] = {"source_version": action.version, "recorded_at": morning_of(action.at)}
    match action:
        case Files() | Certifies() | Withdraws() | Retracts():
            return _filed(action, common)
        case ChoosesTax() | OrdersAttachment() | LiftsOrder():
            return _obligation(action, common)
        case TellsLine():
            return line_of(action, common)
        case _:
            return _of_registries(action, common)


def _filed(action: Filing, common: dict[str, Any]) -> Event:
    """What a claimant files, or takes back."""
    match action:
        case Files():
            return ClaimFiled(
                key=action.claim,
                scheme=action.scheme,
                filed_on=action.filed,
                unemployed_from=action.filed,
                employment=action.job,
                **common,
            )
        case Certifies():
            weeks = tuple(_certified(action))
            return CertificationFiled(key=action.key, claim=action.claim, filed_on=action.filed, weeks=weeks, **common)
        case Withdraws():
            return ClaimWithdrawn(key=action.claim, withdrawn_on=action.day, **common)
        case Retracts():
            return _retraction(action, common)


def _of_registries(action: OfRegistries, common: dict[str, Any]) -> Event:
    """What a registry finds of a person and their work: where they are, who they are, which job will end."""
    match action:
        case IsBorn() | Dies():
            died_on = action.died if isinstance(action, Dies) else None
            known: dict[str, Any] = {"birth_month": action.month, "region": action.region, "died_on": died_on}
            return PersonRecorded(key="person", valid_from=LONG_AGO, **known, **common)
        case Earns():
            days = Period(start=action.month, end=_next_month(action.month))
            wages = Money(minor=action.minor, currency=action.currency)
            return ContributionRecorded(
                key=f"w/{action.month:%Y-%m}", employer="works", period=days, earnings=wages, **common
            )
        case LosesWork():
            reason = Separation(action.reason)
            return EmploymentEnded(
                key=action.job, employment=action.job, ended_on=action.ended, reason=reason, **common
            )
        case IsDetained():
            days = Period(start=action.start, end=action.end)
            return AbsenceRecorded(key="custody", period=days, kind=Absence.DETENTION, **common)
        case AnnouncesLayoff():
            return LayoffAnnounced(
                key=action.job,
                layoff="works/1",
                employer="works",
                employment=action.job,
                ended_on=action.ended,
                reason=Separation.LAID_OFF,
                scheme=action.scheme,
                **common,
            )
        case SaysOfPersons():
            said = PersonsMerged if action.one else PersonsSeparated
            return said(key="merger-1", stays=person(1), joins=person(2), reason="By birth and name.", **common)


def _obligation(action: Obliging, common: dict[str, Any]) -> Event:
    """What makes a part of the benefit go to others."""
    match action:
        case ChoosesTax():
            return TaxChoiceFiled(tax=TAX, withhold=action.withhold, filed_on=action.filed)
        case LiftsOrder():
            return OrderLifted(key=action.key, lifted_on=action.day, **common)
        case OrdersAttachment():
            return OrderMade(
                key=action.key,
                kind=AttachmentKind(action.kind),
                creditor="agency",
                weekly=Money(minor=action.weekly, currency=action.currency),
                since=action.since,
                until=action.until,
                priority=action.priority,
                claim=action.claim,
                legal_basis="An order of a court.",
                **common,
            )


def outage_of(action: TellsOfOutage) -> OutageRecorded:
    """What an operator declares."""
    return OutageRecorded(
        key=action.outage,
        source_version=action.version,
        recorded_at=morning_of(action.at),
        institution="registry" if action.of_a_registry else OURSELVES,
        since=action.since,
        until=action.until,
        officer=Officer(staff="operator-1", role="operator"),
        because="It was planted.",
        taken_back=action.taken_back,
    )


def _retraction(action: Retracts, common: dict[str, Any]) -> Event:
    """Each publisher takes back its own kinds."""
    taken_back = FILING_RETRACTED if action.kind.startswith("intake.") else FactRetracted
    said = {"key": action.key, "kind": action.kind, "reason": "It was booked on another person."}
    return taken_back.model_validate({**said, **common})


def _certified(action: Certifies) -> Iterator[CertifiedWeek]:
    for period in action.periods:
        yield CertifiedWeek(
            period=Period(start=period.start, end=period.end),
            able=period.able,
            available=period.available,
            sought_work=period.sought,
            earnings=Money(minor=period.earned, currency=action.currency),
        )


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
