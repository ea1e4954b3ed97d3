"""How much waits today for somebody, in each of their roles, and what two people can only do together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from contracts.contest import Tier
from services.almp_referral.views import ReferralState, inbox, listings, standard_referral_procedure, without_offer
from services.claims.views import error_budgets, question_in_hand, waiting_contests, waiting_questions
from services.console.officers.officer import SignedIn
from services.console.officers.roles import Role
from services.console.staff.contest.deciders import DECIDES, listed_tiers
from services.console.staff.work.content import WorkStage, stage_of
from services.console.world import ConsoleWorld
from services.names import SERVICES
from services.payments.edge import batches
from services.payments.views import count_stopped
from services.runtime.delivery.parked_view import waiting_origins

ALMP, CLAIMS = "almp_referral", "claims"
PAYMENTS = "payments"
TO_BE_SEEN = frozenset({ReferralState.MADE, ReferralState.ABSENT})


def waiting_for(world: ConsoleWorld, officer: SignedIn) -> Mapping[Role, int]:
    """How much waits for somebody in each role in which work can wait; the others only read or begin by themselves."""
    return {role: count(world, officer) for role, count in _COUNTS.items() if role in officer.roles}


@dataclass(frozen=True, slots=True)
class ForTwo:
    """A question on which one officer may propose to decide against the person, and another must agree."""

    person: str
    question: str


def questions_for_two(world: ConsoleWorld) -> Iterator[ForTwo]:
    """Those that can be decided today, by the day until which each has to be."""
    partitions = world.databases[CLAIMS].partitions
    with world.reading(CLAIMS) as connection:
        ready = [each for each in waiting_questions(connection) if stage_of(each, world.today()) is WorkStage.READY]
        for each in sorted(ready, key=lambda question: (question.decide_by, question.question)):
            in_hand = question_in_hand(connection, each.person, each.question, partitions)
            if in_hand is not None and in_hand.within.why_two:
                yield ForTwo(each.person, each.question)


def files_for_two(world: ConsoleWorld) -> list[batches.Batch]:
    """The payment files that two people have to release, in their order."""
    with world.reading(PAYMENTS) as connection:
        return [batch for batch in batches.sealed_batches(connection) if batch.waiting]


def _questions(world: ConsoleWorld, *, of_second: bool) -> int:
    with world.reading(CLAIMS) as connection:
        stages = [stage_of(question, world.today()) for question in waiting_questions(connection)]
    return sum((stage is WorkStage.SECOND) == of_second for stage in stages)


def _contests(world: ConsoleWorld, officer: SignedIn, role: Role) -> int:
    tiers = {tier for tier in Tier if role in DECIDES[tier]} & listed_tiers(officer)
    with world.reading(CLAIMS) as connection:
        return sum(contest.tier in tiers for contest in waiting_contests(connection))


def _to_decide(world: ConsoleWorld, officer: SignedIn) -> int:
    return _questions(world, of_second=False) + _contests(world, officer, Role.CLAIMS_EXAMINER)


def _to_agree_with(world: ConsoleWorld, officer: SignedIn) -> int:
    return _questions(world, of_second=True) + _contests(world, officer, Role.SECOND_OFFICER)


def _referrals(world: ConsoleWorld, officer: SignedIn) -> int:
    with world.reading(ALMP) as connection:
        nothing_offered = without_offer(connection, world.today(), standard_referral_procedure())
        return len(inbox(connection, officer.office, TO_BE_SEEN)) + len(nothing_offered)


def _seats(world: ConsoleWorld, officer: SignedIn) -> int:
    with world.reading(ALMP) as connection:
        stated = [each for each in listings(connection, world.today()) if each.programme.provider == officer.provider]
    return sum(each.held for each in stated)


def _payments(world: ConsoleWorld, _officer: SignedIn) -> int:
    with world.reading(PAYMENTS) as connection:
        stopped = count_stopped(connection, world.databases[PAYMENTS].partitions)
    return len(files_for_two(world)) + sum(stopped.values())


def _appeals(world: ConsoleWorld, officer: SignedIn) -> int:
    return _contests(world, officer, Role.APPEALS)


def _stopped_budgets(world: ConsoleWorld, _officer: SignedIn) -> int:
    with world.reading(CLAIMS) as connection:
        return sum(budget.stopped is not None for budget in error_budgets(connection, world.today()))


def _parked(world: ConsoleWorld, _officer: SignedIn) -> int:
    """Messages, each once in however many services it waits."""
    messages: set[str] = set()
    for service in SERVICES:
        for connection in world.reading_each(service):
            messages.update(waiting_origins(connection))
    return len(messages)


_COUNTS: Mapping[Role, Callable[[ConsoleWorld, SignedIn], int]] = {
    Role.CLAIMS_EXAMINER: _to_decide,
    Role.SECOND_OFFICER: _to_agree_with,
    Role.PLACEMENT_OFFICER: _referrals,
    Role.PROVIDER: _seats,
    Role.PAYMENTS_OFFICER: _payments,
    Role.APPEALS: _appeals,
    Role.QUALITY_OFFICER: _stopped_budgets,
    Role.ADMINISTRATOR: _parked,
}
