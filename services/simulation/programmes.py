"""A programme with few seats in a simulated life: what its provider and placement officers say, and what must hold.

The rules count for themselves: they read the provider's statements and the engine's words, and hold the seats that are
stored against them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Protocol, TypeVar

from pydantic_core import from_json

from contracts.almp_referral import Occasion
from contracts.base import Event
from contracts.eligibility import DeterminationOutcome
from contracts.programme_orders import ProgrammeChosen, WaitLeft
from contracts.programmes import Cohort, ProgrammeKind, Requirements, Target
from contracts.providers import ProgrammeEnd, ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.referral_life import ReferralStanding
from services.almp_referral.views import held_seats, synthetic_programmes
from services.runtime.delivery.parking import Parked
from services.simulation.chronicle import Chronicle
from services.simulation.facts_told import morning_of
from services.simulation.life import SimulatedLife
from services.simulation.offices import ADVISER
from services.simulation.people import person
from services.simulation.programme_actions import SaysOfProgramme
from services.simulation.world import WorldInMemory

PROGRAMME = "programme-a-few-seats"
PROVIDER = "simulated-provider"
COHORT = "rolling"
HOLDING = frozenset(
    {ReferralStanding.MADE, ReferralStanding.ACCEPTED, ReferralStanding.STARTED, ReferralStanding.ABSENT}
)


T = TypeVar("T")


class RunWithProgrammes(Protocol):
    """What is needed of a story that is played."""

    chronicle: Chronicle
    today: date
    world: WorldInMemory

    def pick(self, action: SaysOfProgramme, open_now: Mapping[str, T], /) -> T | None:
        """The one that the action picks of what stands open."""

    def publish(
        self, event: Event, who: int, identity: str, *, on: date | None = None, subject: str | None = None
    ) -> None:
        """Put an event from outside into its topic."""

    def parked(self) -> list[tuple[str, Parked]]:
        """Everything that waits, by service."""


def say_of_programme(run: RunWithProgrammes, action: SaysOfProgramme) -> str | None:
    """Let it be said; whatever picks among what stands open does nothing where nothing does."""
    if action.what in {"publishes", "ends", "goes_on"}:
        run.publish(_stated(run, action), action.who, action.id, on=action.at, subject=PROGRAMME)
    else:
        said = _chosen(run, action) if action.what == "chosen" else _wait_left(run, action)
        if said is None:
            return None
        run.publish(said, action.who, action.id)
    return f"programme: {action.what}"


def _stated(run: RunWithProgrammes, action: SaysOfProgramme) -> Event:
    common: dict[str, Any] = {
        "key": PROGRAMME,
        "source_version": action.version,
        "recorded_at": morning_of(action.at),
        "provider": PROVIDER,
    }
    if action.what == "publishes":
        return ProgrammePublished(
            **common,
            title="A few seats",
            kind=ProgrammeKind.RETRAINING,
            target=Target.ANYONE,
            legal_basis="R176 para. 2",
            requirements=Requirements(occasions=tuple(Occasion), age_from=16),
            cohorts=(Cohort(key=COHORT, seats=action.seats),),
            lasts_days=60,
        )
    if action.what == "ends":
        on = max(run.today, action.at) + timedelta(days=action.days)
        return ProgrammeEnded(**common, ended_on=on, how=ProgrammeEnd.WITHDRAWN, because="The teacher has left.")
    return StatementRetracted(**common, kind="providers.programme-ended", reason="Another teacher was found.")


def _chosen(run: RunWithProgrammes, action: SaysOfProgramme) -> Event | None:
    claims = sorted(claim for whose, claim in run.chronicle.determinations if whose == person(action.who))
    claim = run.pick(action, {claim: claim for claim in claims})
    if claim is None:
        return None
    return ProgrammeChosen(
        claim=claim,
        programme=PROGRAMME,
        officer=ADVISER,
        chosen_on=run.today,
        reasons="It is what the person asks for.",
    )


def _wait_left(run: RunWithProgrammes, action: SaysOfProgramme) -> Event | None:
    waits = sorted(referral for referral, whose in run.chronicle.waits.items() if whose == person(action.who))
    referral = run.pick(action, {referral: referral for referral in waits})
    return None if referral is None else WaitLeft(referral=referral, officer=ADVISER, left_on=run.today)


def provider_of(programme: str) -> str:
    """Whose a programme is, who alone reports on it: it has few seats, or is one of those that everybody knows."""
    return PROVIDER if programme == PROGRAMME else synthetic_programmes().provider


def few_seats(life: SimulatedLife, dice: Random) -> None:
    """A provider has one seat or two, more or fewer later, perhaps ends, perhaps not after all."""
    first = min(action.at for action in life.actions)
    on = first - timedelta(days=dice.randint(3, 30))
    life.add(SaysOfProgramme, on, what="publishes", seats=dice.choice((1, 1, 2)), version=1)
    on = first + timedelta(days=dice.randint(5, 60))
    for _ in range(dice.choice((1, 2, 3))):
        life.add(SaysOfProgramme, on, what="chosen", pick=dice.randrange(2))
        on += timedelta(days=dice.randint(1, 20))
    if dice.randrange(2):
        life.add(SaysOfProgramme, on, what="publishes", seats=dice.choice((0, 1, 3)), version=2)
    if dice.randrange(3) == 0:
        life.add(SaysOfProgramme, on, what="wait_left")
    if dice.randrange(2):
        life.add(SaysOfProgramme, on + timedelta(days=9), what="ends", days=dice.choice((0, 5)), version=1)
        if dice.randrange(2):
            life.add(SaysOfProgramme, on + timedelta(days=dice.choice((10, 40))), what="goes_on", version=2)


Fault = tuple[str, str]
"""A rule, and what is wrong with it."""


def seats_are_rightly_held(run: RunWithProgrammes) -> Iterator[Fault]:
    """No more seats are held than the provider ever stated, and none by a matter that is closed."""
    stopped = {event.subject for service, event in run.parked() if service == "almp_referral"}
    with run.world.databases["almp_referral"].reading() as connection:
        held = [seat for seat in held_seats(connection) if not stopped & {seat.programme, seat.person}]
    stated = _most_seats_stated(run.world.topics)
    for place, seats in Counter((seat.programme, seat.cohort) for seat in held).items():
        if place in stated and seats > stated[place]:
            yield "no seat is oversold", f"{seats} of {place[0]} are held, and {stated[place]} is the most ever stated"
    for seat in held:
        if because := _closed(run, seat.person, seat.claim, seat.referral):
            yield "no seat is held by a closed matter", f"{seat.programme} holds one for {seat.referral}: {because}"


def _closed(run: RunWithProgrammes, who: str | None, claim: str | None, referral: str) -> str:
    made = run.chronicle.determinations.get((who or "", claim or ""))
    if made is not None and made.outcome is DeterminationOutcome.WITHDRAWN:
        return "the claim was taken back"
    moved = run.chronicle.referrals_moved.get(referral)
    return f"the referral is {moved.after.value}" if moved is not None and moved.after not in HOLDING else ""


def _most_seats_stated(topics: Mapping[str, list[bytes]]) -> dict[tuple[str, str | None], int]:
    most: dict[tuple[str, str | None], int] = {}
    for body in topics.get("providers", []):
        fields = from_json(body)
        for cohort in fields["data"].get("cohorts", ()):
            place = fields["subject"], cohort["key"]
            most[place] = max(cohort["seats"], most.get(place, 0))
    return most
