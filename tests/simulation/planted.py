"""Faults that are planted one at a time: a simulator that does not find them proves nothing.

`python -m tests.simulation.planted` prints after how many seeds each is found.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from contracts.base import Envelope
from contracts.eligibility import AssessmentMade
from contracts.registry import Fact
from services.claims import decisions
from services.claims.questions import AskedQuestion
from services.payments import handlers as payments
from services.payments.bank import gateway, sealed_files
from services.payments.claimant import Claimant
from services.runtime.handling import Consequences
from services.runtime.process.logs import configure
from services.simulation.lives import drawn
from services.simulation.play import play
from services.simulation.world import OutboxRow
from tests.simulation.still_open import HELD_TROUBLES, RULES_NOT_HELD

SEEDS_MAX = 400


def no_inbox(patch: pytest.MonkeyPatch) -> None:
    """Nobody looks whether an event took effect before."""
    patch.setattr("services.runtime.delivery.inbox._contents", lambda *_: {})
    patch.setattr("services.runtime.delivery.delivery.take_note", lambda *_: None)


def random_message_ids(patch: pytest.MonkeyPatch) -> None:
    """Each time a file is sent it has another name."""
    numbers, body_of = count(1), sealed_files.body_of

    def renamed(*given: Any) -> bytes:
        return re.sub(rb"<MsgId>[^<]*", b"<MsgId>MSG-%d" % next(numbers), body_of(*given))

    patch.setattr(gateway, "body_of", renamed)


def relay_by_position(patch: pytest.MonkeyPatch) -> None:
    """The relay goes by the position of rows alone, and passes over what is committed late."""

    def by_position(rows: list[OutboxRow], running: set[int]) -> list[OutboxRow]:
        return [row for row in rows if row.position not in running]

    patch.setattr("services.simulation.world.relayable", by_position)


def last_arrival_wins(patch: pytest.MonkeyPatch) -> None:
    """Of several versions of a fact the one that came last holds."""

    def last_wins(newest: dict[tuple[str, str], list[Fact]], fact: Fact) -> None:
        newest[fact.name, fact.key] = [fact]

    patch.setattr("law.case.facts._keep_newest", last_wins)


def recovery_before_the_decision(patch: pytest.MonkeyPatch) -> None:
    """What is only proposed as overpaid is taken off the next payment."""
    honest = payments.assessed

    def taken_off(event: AssessmentMade, state: Claimant, cause: Envelope) -> Consequences:
        others = [one for one in state.of_claim(event.claim) if one.certification != event.certification]
        taken = min(event.amount.minor, sum(one.proposed_minor for one in others))
        less = event.amount.model_copy(update={"minor": event.amount.minor - taken})
        return honest(event.model_copy(update={"amount": less}), state, cause)

    patch.setattr(payments, "assessed", taken_off)


def random_ids(patch: pytest.MonkeyPatch) -> None:
    """What follows from an event has another id each time it is worked out."""
    numbers = count(1)
    patch.setattr("contracts.base.uuid5", lambda *_: UUID(int=next(numbers)))


def nobody_is_heard(patch: pytest.MonkeyPatch) -> None:
    """An officer may decide against somebody before they could reply."""

    def heard(question: AskedQuestion, _on: object) -> decisions.Heard:
        return decisions.Heard(question.issued_on, question.replied_on)  # type: ignore[arg-type]

    patch.setattr(decisions, "_hearing", heard)


def the_wait_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The waiting period is paid."""
    from law.case.balance import Balance  # noqa: PLC0415 - beside the fault that is about it

    full = Balance.full

    def without_waiting(*given: Any, **more: Any) -> Balance:
        return replace(full(*given, **more), waiting_left=0)

    patch.setattr(Balance, "full", without_waiting)


def questions_are_never_dropped(patch: pytest.MonkeyPatch) -> None:
    """A question stays open though the facts leave nothing to decide."""
    patch.setattr("services.claims.question_lifecycle.Asking._forget_all_but", lambda *_: [])


PLANTED: Mapping[str, Callable[[pytest.MonkeyPatch], None]] = {
    "no inbox": no_inbox,
    "random message ids": random_message_ids,
    "relay by position": relay_by_position,
    "last arrival wins": last_arrival_wins,
    "recovery before the decision": recovery_before_the_decision,
    "random ids": random_ids,
    "nobody is heard": nobody_is_heard,
    "the wait is forgotten": the_wait_is_forgotten,
    "questions are never dropped": questions_are_never_dropped,
}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """The engine with this one fault."""
    with pytest.MonkeyPatch.context() as patch:
        PLANTED[name](patch)
        yield


def seeds_until_found(name: str, most: int = SEEDS_MAX) -> tuple[int, str] | None:
    """How many seeds were played until a rule broke, and which; None if none did."""
    with planted(name):
        for seed in range(1, most + 1):
            played = play(drawn(seed, HELD_TROUBLES), RULES_NOT_HELD)
            if played.violations:
                return seed, played.violations[0].rule
    return None


def main() -> None:
    """Print the table."""
    configure(logging.CRITICAL)
    for name in PLANTED:
        found = seeds_until_found(name)
        print(f"{name:32} {f'{found[0]:4} seeds  {found[1]}' if found else 'not found'}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
