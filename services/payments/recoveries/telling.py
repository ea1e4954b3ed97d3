"""The events that tell of a debt: what came in, what is no longer asked for, and what is owed again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.base import Event
from contracts.payments import RecoveryCollected, RecoveryEnd, RecoveryEnded
from contracts.values import Money
from services.payments.model import Position
from services.payments.recoveries.offsets import said_of
from services.payments.recovery import Debt, GivenUp
from services.payments.recovery_steps import RecoveryStep

END_OF = {
    RecoveryStep.WAIVED: RecoveryEnd.WAIVED,
    RecoveryStep.WRITTEN_OFF: RecoveryEnd.WRITTEN_OFF,
    RecoveryStep.OVERTURNED: RecoveryEnd.OVERTURNED,
}


def collected_and_ended(change: tuple[Position, Position], question: str, event: Any) -> Iterator[Event]:
    """What others must know: what came in, and what is no longer asked for."""
    before, after = change
    was, now = before.recovery(question), after.recovery(question)
    if was is None or now is None:
        return
    yield from _collected(after, was, now)
    back = sum(money.returned_minor for money in now.collections)
    back -= sum(money.returned_minor for money in was.collections)
    for act in now.given_up[len(was.given_up) :]:
        yield _ended(after, question, act, back, event)


def _collected(after: Position, was: Debt, now: Debt) -> Iterator[RecoveryCollected]:
    """Money that is new, and what of it counts since it was confirmed."""
    for money in now.collections:
        known = was.collection(money.reference)
        told = said_of(after, now.question, money, None)
        if known is None:
            yield told
        elif (more := money.kept_minor - known.kept_minor) > 0 and known.is_unconfirmed and not money.is_unconfirmed:
            yield told.model_copy(update={"amount": Money(minor=more, currency=after.currency)})


def _ended(after: Position, question: str, act: GivenUp, back: int, event: Any) -> RecoveryEnded:
    return RecoveryEnded(
        claim=after.claim,
        certification=after.certification,
        question=question,
        end=END_OF[act.step],
        amount=Money(minor=act.minor, currency=after.currency),
        given_back=Money(minor=back, currency=after.currency),
        ended_on=act.on,
        officer=event.officer,
        reasons=event.reasons,
        article=getattr(event, "article", None),
    )
