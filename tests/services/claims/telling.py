"""The verbs of the claims stories: what a person, the law, the officer and the clock do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from contracts.about import WeekDoubt
from contracts.almp_referral import ReferralQuestioned
from contracts.base import Envelope, Event, derived_id, read, seal
from contracts.casework import AnswerGiven, EvidenceKind, Officer, Suitability, Verdict
from contracts.claims import Ground, ReductionBounds
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
from contracts.intake import ClaimFiled, ClaimWithdrawn, ReplyFiled
from contracts.payments import OverpaymentProposed
from contracts.safeguards import SchemeSafeguards
from contracts.values import Money, Period
from services.claims.handlers import make_service
from services.claims.procedure import Procedure
from services.runtime.delivery import parking
from services.runtime.laptop.laptop import Laptop

SCHEME = "us/mississippi"
FILED = date(2026, 3, 2)
TOLD = date(2026, 3, 4)
WEEK = Period.of_days(date(2026, 3, 1), 7)
BENEFIT_YEAR = Period.of_days(date(2026, 3, 1), 52 * 7)
CLAIM = "claim-1"
OFFICER = Officer(staff="staff-17", role="adjudicator")
APPEAL = Appeal(to="the appeals tribunal", within_days=14, cites="Miss. Code § 71-5-519")
WEIGHED = Suitability(
    age="41 years",
    length_of_service="nine years as a welder",
    experience="certified welder",
    length_of_unemployment="six weeks",
    labour_market="few vacancies for welders in the region",
    personal_and_family_situation="two children at school",
    labour_dispute=False,
)

E = TypeVar("E", bound=Event)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def fact(event: Event, on: date, *, person: str = "ann", once: object = "") -> Envelope:
    """An event as its publisher would seal it; equal events have equal ids unless `once` tells them apart."""
    identity = derived_id(person, event.name, event.model_dump_json(), on, once)
    return seal(event, subject=person, source=f"/{event.publisher()}", time=noon(on), event_id=identity)


def filed(version: int = 1, *, unemployed_from: date = FILED, scheme: str = SCHEME) -> Envelope:
    event = ClaimFiled(
        key=CLAIM,
        source_version=version,
        recorded_at=noon(FILED),
        scheme=scheme,
        filed_on=FILED,
        unemployed_from=unemployed_from,
    )
    return fact(event, FILED)


def withdrawn(on: date = TOLD, version: int = 1) -> Envelope:
    event = ClaimWithdrawn(key=CLAIM, source_version=version, recorded_at=noon(on), withdrawn_on=on)
    return fact(event, on)


def finding(condition: str = "separation", ground: Ground | None = Ground.QUIT, because: str = "") -> Finding:
    return Finding(
        condition=condition,
        outcome=Outcome.NEEDS_A_PERSON,
        cites="Miss. Code § 71-5-513",
        because=because or "The employer reports that the work was left.",
        question="Was there a just cause to leave?",
        ground=ground,
    )


MET = Finding(condition="qualifying", outcome=Outcome.MET, cites="Miss. Code § 71-5-511", because="Wages suffice.")


def determined(
    number: int,
    *doubts: Finding,
    outcome: DeterminationOutcome | None = None,
    on: date = TOLD,
    reductions: tuple[ReductionBounds, ...] | None = None,
    safeguards: SchemeSafeguards | None = None,
) -> Envelope:
    granted = DeterminationOutcome.NEEDS_A_PERSON if doubts else DeterminationOutcome.GRANTED
    event = DeterminationMade(
        claim=CLAIM,
        determination=UUID(int=number),
        number=number,
        scheme=SCHEME,
        scheme_digest="0" * 64,
        outcome=outcome or granted,
        automatic=True,
        benefit_year=BENEFIT_YEAR,
        findings=(MET, *doubts),
        appeal=APPEAL,
        reductions=reductions,
        safeguards=safeguards,
    )
    return fact(event, on)


def assessed(
    number: int, *, held: Ground | None = None, left: int = 500, period: Period = WEEK, on: date = TOLD
) -> Envelope:
    week = WeekAssessed(
        period=period,
        state=WeekState.HELD if held else WeekState.PAID,
        amount=Money(minor=0 if held else 23500, currency="USD"),
        cites="Miss. Code § 71-5-511(b)",
        because="The week was certified as not available." if held else "All conditions of the week are met.",
        question="Was the person available for work?" if held else None,
        ground=held,
    )
    event = AssessmentMade(
        claim=CLAIM,
        certification=f"cert-{period.start}",
        assessment=UUID(int=1000 + number),
        number=number,
        determination=UUID(int=1),
        period=period,
        amount=week.amount,
        weeks=(week,),
        total_left=Money(minor=left, currency="USD"),
        weeks_left=left // 100,
        filed_on=TOLD,
    )
    return fact(event, on)


def doubted(doubt: WeekDoubt, certification: str, number: int = 1) -> Envelope:
    """An assessment that holds the week for a doubt that has no ground."""
    made = read(assessed(number, held=Ground.NOT_AVAILABLE))
    assert isinstance(made, AssessmentMade)
    week = made.weeks[0].model_copy(update={"ground": None, "doubt": doubt})
    return fact(made.model_copy(update={"certification": certification, "weeks": (week,)}), TOLD)


def overpaid(minor: int, *, on: date = TOLD, proposal: int | None = None, certification: str = "cert-1") -> Envelope:
    event = OverpaymentProposed(
        claim=CLAIM,
        certification=certification if proposal else None,
        proposal=proposal,
        period=WEEK,
        amount=Money(minor=minor, currency="USD"),
        assessment=UUID(int=minor),
        reason="Wages of the week were reported later.",
    )
    return fact(event, on)


def absent(referral: str = "referral-9") -> Envelope:
    event = ReferralQuestioned(
        claim=CLAIM,
        referral=referral,
        programme="programme-welding",
        asks="Was there a just cause not to attend?",
        cites="C168 Art. 20(f)",
        on=TOLD,
    )
    return fact(event, TOLD)


def replied(question: str, on: date) -> Envelope:
    return fact(ReplyFiled(question=question, filed_on=on), on)


def day_closed(day: date, partitions: int = 4) -> list[Envelope]:
    closed = [DayClosed(day=day, partition=partition) for partition in range(partitions)]
    return [fact(event, day, person=f"partition-{event.partition}") for event in closed]


def answered(  # noqa: PLR0913  each is one independent part of the answer
    question: str,
    verdict: Verdict,
    *,
    on: date,
    applies: Period | None = WEEK,
    suitability: Suitability | None = None,
    reduced_by: str | None = None,
    evidence: tuple[EvidenceKind, ...] | None = (EvidenceKind.EMPLOYERS_STATEMENT, EvidenceKind.DOCUMENT),
    officer: Officer = OFFICER,
) -> Envelope:
    event = AnswerGiven(
        question=question,
        answered_on=on,
        officer=officer,
        verdict=verdict,
        reasons="The reply does not show a just cause.",
        article="Miss. Code § 71-5-513(A)(1)(a)",
        facts_considered=("employment-7",),
        applies=applies if verdict is Verdict.AGAINST_CLAIMANT else None,
        suitability=suitability,
        reduced_by=reduced_by,
        evidence=evidence,
    )
    return fact(event, on)


@dataclass
class Ann:
    """A claimant, and the world as claims sees it."""

    folder: Path
    days_pass: bool = True
    """Whether the day before an officer's answer is closed by the time the answer is written."""
    procedure: Procedure | None = None
    """The institution's, where it is not the one that comes with Tideover."""
    world: Laptop = field(init=False)

    def __post_init__(self) -> None:
        self.world = Laptop(self.folder, [make_service(schemes=(SCHEME,), procedure=self.procedure)])

    def lives_through(self, *events: Envelope | Iterable[Envelope]) -> None:
        """Let events happen one after the other, each with all that follows from it."""
        for event in events:
            if self.days_pass and isinstance(event, Envelope) and event.type == AnswerGiven.type_():
                self.world.publish(day_closed(event.time.date() - timedelta(days=1)))
                self.world.run_until_quiet()
            self.world.publish([event] if isinstance(event, Envelope) else event)
            self.world.run_until_quiet()

    def was_told(self, kind: type[E]) -> list[E]:
        """Everything of one kind that claims has said."""
        said = [read(Envelope.from_bytes(message.raw)) for message in self.world.log("claims")]
        return [event for event in said if isinstance(event, kind)]

    def parked(self) -> list[str]:
        with self.world.databases["claims"].begin() as connection:
            return [one.code for one in parking.waiting(connection)]


def after_the_window(notice_reply_by: date) -> date:
    return notice_reply_by + timedelta(days=1)
