"""The verbs of the referral stories, and programmes small enough to fill up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from contracts.base import Envelope, Event, derived_id, read, seal
from contracts.casework import Officer
from contracts.claims import ClaimOpened
from contracts.clock import DayClosed
from contracts.eligibility import (
    Appeal,
    AssessmentMade,
    DeterminationMade,
    DeterminationOutcome,
    Finding,
    Outcome,
    WeekAssessed,
    WeekState,
)
from contracts.placement import Answer, OutcomeRecorded, ProgrammeOutcome, ReferralAnswered
from contracts.programme_orders import WaitLeft
from contracts.providers import ProgrammeEnd, ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.values import Money, Period
from law.catalogue import load_scheme
from law.people.as_facts import facts_of
from law.people.life import Job, Life
from services.almp_referral.handlers import make_service
from services.almp_referral.procedure import ReferralProcedure
from services.almp_referral.provider_file import ProviderFile
from services.almp_referral.seats import Seats
from services.almp_referral.store import load
from services.runtime.database.store import Database
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop

FILED = date(2026, 3, 2)
NEXT_DAY = date(2026, 3, 3)
PLACEMENT_OFFICER = Officer(staff="staff-4", role="placement-officer")
NONE_LEFT = Money(minor=0, currency="USD")

RULES = """
match_after_days: {meaning: wait, unit: days, values: [{from: 2010-01-01, value: 1, cites: made up}]}
before_exhaustion_weeks: {meaning: near the end, unit: weeks, values: [{from: 2010-01-01, value: 4, cites: made up}]}
refused: {asks: "Was there a just cause to refuse?", cites: C168 Art. 20(f)}
absent: {asks: "Was there a just cause not to attend?", cites: C168 Art. 20(f)}
"""
LIMITS = """
answer_within_days: {meaning: to answer, unit: days, values: [{from: 2010-01-01, value: 10, cites: made up}]}
lasts_at_most_days: {meaning: to the end, unit: days, values: [{from: 2010-01-01, value: 60, cites: made up}]}
"""
WAIT_LISTS = """
wait_at_most_days: {meaning: to wait, unit: days, values: [{from: 2010-01-01, value: 90, cites: made up}]}
wait_list: {order: registration_then_lottery, cites: made up}
"""
OFFERED = """
provider: centre
recorded_at: 2020-01-01T00:00:00Z
programmes:
  - id: programme-older
    title: Experienced hands
    kind: placement
    target: older
    legal_basis: C168 Art. 8(1)
    cohorts: [{key: rolling, seats: 1}]
    requirements: {occasions: [registration, before_exhaustion], age_from: 50, service_months_from: 60}
  - id: programme-open
    title: Open to all
    kind: guidance
    target: anyone
    legal_basis: C168 Art. 7
    cohorts: [{key: rolling, seats: 2}]
    requirements: {occasions: [registration, before_exhaustion]}
"""


@dataclass(frozen=True)
class Terms:
    """By which procedure people are referred, and to what."""

    procedure: ReferralProcedure
    offered: ProviderFile

    @classmethod
    def of(cls, rules: str, offered: str) -> Terms:
        return cls(ReferralProcedure.from_text(rules, "rules.yaml"), ProviderFile.from_text(offered, "offered.yaml"))


SMALL = Terms.of(RULES, OFFERED)

E = TypeVar("E", bound=Event)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def fact(event: Event, on: date, person: str) -> Envelope:
    identity = derived_id(person, event.name, event.model_dump_json(), on)
    return seal(event, subject=person, source=f"/{event.publisher()}", time=noon(on), event_id=identity)


def lived(life: Life) -> list[Event]:
    return facts_of(life, load_scheme("us/mississippi", accept_unverified=True))


def recorded(
    person: str,
    birth_month: str = "1970-05",
    version: int = 1,
    region: str = "delta",
    also: Mapping[str, object] | None = None,
) -> Envelope:
    (event,) = lived(Life(born=birth_month, region=region))
    return fact(event.model_copy(update={"source_version": version, **(also or {})}), FILED, person)


def worked(
    person: str, since: date = date(2016, 1, 1), until: date = date(2026, 2, 20), *, job: str = "job"
) -> list[Envelope]:
    started, ended = lived(Life(jobs=(Job(f"{job}-{person}", started=since, ended=until),)))
    return [fact(started, since, person), fact(ended, until, person)]


def opened(person: str, on: date = FILED) -> Envelope:
    return fact(ClaimOpened(claim=f"claim-{person}", scheme="us/mississippi", filed_on=on), on, person)


def determined(person: str, outcome: DeterminationOutcome, number: int = 1) -> Envelope:
    finding = Finding(condition="qualifying", outcome=Outcome.NOT_MET, cites="§ 71-5-511", because="Too few wages.")
    event = DeterminationMade(
        claim=f"claim-{person}",
        determination=UUID(int=number),
        number=number,
        scheme="us/mississippi",
        scheme_digest="0" * 64,
        outcome=outcome,
        automatic=True,
        findings=(finding,),
        appeal=Appeal(to="the appeals tribunal", within_days=14, cites="§ 71-5-519"),
    )
    return fact(event, FILED, person)


def assessed(person: str, weeks_left: int, *, number: int = 1, on: date = FILED, week: int = 0) -> Envelope:
    period = Period.of_days(date(2026, 2, 1 + 7 * week), 7)
    paid = WeekAssessed(
        period=period, state=WeekState.PAID, amount=NONE_LEFT, cites="§ 71-5-505", because="All conditions are met."
    )
    event = AssessmentMade(
        claim=f"claim-{person}",
        certification=f"cert-{week}",
        assessment=UUID(int=number),
        number=number,
        determination=UUID(int=1),
        period=period,
        amount=NONE_LEFT,
        weeks=(paid,),
        total_left=NONE_LEFT,
        weeks_left=weeks_left,
        filed_on=on,
    )
    return fact(event, on, person)


def answered(person: str, referral: str, answer: Answer, on: date = NEXT_DAY) -> Envelope:
    event = ReferralAnswered(referral=referral, answer=answer, officer=PLACEMENT_OFFICER, answered_on=on)
    return fact(event, on, person)


def ended(person: str, referral: str, outcome: ProgrammeOutcome, on: date = NEXT_DAY) -> Envelope:
    return fact(OutcomeRecorded(referral=referral, outcome=outcome, recorded_on=on), on, person)


def stated(statement: ProgrammePublished, on: date = FILED) -> Envelope:
    """What a provider states of a programme, recorded on a day."""
    return fact(statement.model_copy(update={"recorded_at": noon(on)}), on, statement.key)


def programme_ends(programme: str, on: date, *, version: int = 1, recorded_on: date = FILED) -> Envelope:
    event = ProgrammeEnded(
        key=programme,
        source_version=version,
        recorded_at=noon(recorded_on),
        provider="centre",
        ended_on=on,
        how=ProgrammeEnd.WITHDRAWN,
        because="The teacher has left.",
    )
    return fact(event, recorded_on, programme)


def end_taken_back(programme: str, *, version: int = 2, recorded_on: date = FILED) -> Envelope:
    event = StatementRetracted(
        key=programme,
        source_version=version,
        recorded_at=noon(recorded_on),
        provider="centre",
        kind="providers.programme-ended",
        reason="Another teacher was found.",
    )
    return fact(event, recorded_on, programme)


def wait_left(person: str, referral: str, on: date = NEXT_DAY) -> Envelope:
    return fact(WaitLeft(referral=referral, officer=PLACEMENT_OFFICER, left_on=on), on, person)


def day_closed(day: date, partitions: int = 4) -> list[Envelope]:
    days = [DayClosed(day=day, partition=partition) for partition in range(partitions)]
    return [fact(event, day, f"partition-{event.partition}") for event in days]


class Office:
    """The employment service, and the world as it sees it."""

    def __init__(self, folder: Path, terms: Terms = SMALL) -> None:
        self.service = make_service(terms.procedure)
        self.world = Laptop(folder, [self.service])
        self.sees(terms.offered.messages())

    @property
    def database(self) -> Database:
        """Where its tables are."""
        return self.world.databases["almp_referral"]

    def sees(self, *events: Envelope | Iterable[Envelope]) -> None:
        """Let events happen one after the other, each with all that follows from it."""
        for event in events:
            self.world.publish([event] if isinstance(event, Envelope) else event)
            self.world.run_until_quiet()

    def said(self, kind: type[E], to: str | None = None) -> list[E]:
        """Everything of one kind that was said, to everybody or to one person."""
        envelopes = [Envelope.from_bytes(message.raw) for message in self.world.log("almp_referral")]
        heard = [read(envelope) for envelope in envelopes if to is None or envelope.subject == to]
        return [event for event in heard if isinstance(event, kind)]

    def parked(self) -> list[str]:
        with self.world.databases["almp_referral"].begin() as connection:
            return [one.code for one in parking.waiting(connection)]

    def seats_held(self, programme: str) -> set[str]:
        return set(self.programme(programme).held)

    def waiting(self, programme: str) -> list[str]:
        """Who waits for a seat, in the order in which they are served."""
        places = sorted(self.programme(programme).waiting.values(), key=lambda place: place.order)
        return [place.person for place in places]

    def programme(self, programme: str) -> Seats:
        with self.world.databases["almp_referral"].begin() as connection:
            seats = load(connection, [programme])[programme]
            assert isinstance(seats, Seats)
            return seats
