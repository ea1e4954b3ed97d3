"""An assessment sets the target; only the difference from what was instructed or paid is booked and sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from contracts.base import Event
from contracts.eligibility import AssessmentMade
from contracts.payments import DeductionMade, OverpaymentProposed, PaymentCancelled
from contracts.values import Money
from services.payments.coverage import Coverage, cover, merged
from services.payments.fitted_deductions import with_deductions_fitted, with_deductions_moved
from services.payments.model import (
    BESIDE,
    CAME_BACK,
    SENT,
    DatedSum,
    Deduction,
    Instruction,
    Leg,
    PaymentStage,
    Position,
    PositionChange,
    Positions,
    hull,
    next_instruction,
)
from services.payments.movements import legs_between
from services.payments.owed_again import owed_again
from services.payments.payment_news import instructed
from services.payments.refunds import with_offsets_fitted, with_refunds_fitted
from services.runtime.handling import Refused

TOO_MUCH = "A later assessment finds less due for this period than was paid. Nothing is owed until a person decides."
COVERED = "The sum in question was covered by a payment that came back from the bank."


@dataclass(frozen=True, slots=True)
class Balancing:
    """Who is paid, from which day what is newly due can be sent, and why a proposed overpayment changes."""

    person: str
    due_on: date
    reason: str


def converge(person: str, positions: Positions, assessed: AssessmentMade) -> PositionChange:
    """Bring a position to the assessment's days and amount, and with it those that meet it on any day.

    `positions` are those that may meet it, itself among them if it is known. An older assessment changes nothing.
    Raises `Refused` for another currency than the position's.
    """
    key = (assessed.claim, assessed.certification)
    position = positions.get(key) or Position(
        claim=assessed.claim,
        certification=assessed.certification,
        period=assessed.period,
        currency=assessed.amount.currency,
        assessment=assessed.assessment,
    )
    if assessed.number <= position.number:
        return PositionChange()
    if assessed.amount.currency != position.currency:
        raise Refused("wrong-currency", "the assessment is in another currency than those before it of this period")
    aimed = replace(
        position,
        number=assessed.number,
        assessment=assessed.assessment,
        scheme=assessed.scheme or position.scheme,
        period=assessed.period,
        touched=hull([assessed.period, position.reach, *(week.period for week in assessed.weeks)]),
        due=(),
        waiting=days_of(assessed),
    )
    after = dict(positions) | {key: aimed}
    for own in (key, *sorted(after.keys() - {key})):
        after[own] = _holding(after[own], [other for at, other in after.items() if at != own])
    return balanced(Balancing(person, assessed.filed_on, TOO_MUCH), positions, after)


def days_of(assessed: AssessmentMade) -> tuple[DatedSum, ...]:
    """What is due for which days; the whole period where the weeks do not add up to the amount."""
    weeks = merged(DatedSum(week.period, week.amount.minor) for week in assessed.weeks if week.amount.minor)
    if sum(week.minor for week in weeks) == assessed.amount.minor:
        return weeks
    return (DatedSum(assessed.period, assessed.amount.minor),) if assessed.amount.minor else ()


def _holding(position: Position, others: Iterable[Position]) -> Position:
    """Take the days that no other position holds: who holds a day keeps it until an assessment lets it go."""
    if not position.waiting:
        return position
    taken = [stretch.period for other in others for stretch in other.due]
    taken += [stretch.period for stretch in position.due]
    free = [stretch for stretch in position.waiting if not any(stretch.period.overlaps(days) for days in taken)]
    waiting = tuple(stretch for stretch in position.waiting if stretch not in free)
    return replace(position, due=merged((*position.due, *free)), waiting=waiting)


def balanced(occasion: Balancing, before: Positions, after: Positions, came_in: int = 0) -> PositionChange:
    """Lay what was paid over what is due; what changes of each position, what is booked, and what is said.

    `came_in` is what the person paid in with it; all positions have one currency then.
    """
    positions: list[Position] = []
    events: list[Event] = []
    legs: dict[str, tuple[Leg, ...]] = {}
    by_currency = sorted(after.values(), key=lambda position: (position.currency, position.key))
    for currency, group in groupby(by_currency, key=lambda position: position.currency):
        own = [with_deductions_fitted(position) for position in group]
        coverage = cover(own)
        if (moved := with_deductions_moved(own, coverage)) != own:
            own, coverage = moved, cover(moved)
        while (needed := with_offsets_fitted(own, coverage)) != own:  # what is withheld only ever shrinks here
            own, coverage = needed, cover(needed)
        fitted = [_fitted(position, coverage, occasion) for position in own]
        for position in fitted:
            earlier = before.get(position.key)
            if position != earlier:
                owed = owed_again(earlier, position, occasion.due_on) if earlier else ()
                position, news = _told(earlier, position, occasion.reason)  # noqa: PLW2901 - counted as it is told
                news += owed
                positions.append(position)
                events += news
        if booked := legs_between([before[one.key] for one in own if one.key in before], fitted, came_in):
            legs[currency] = booked
    return PositionChange(tuple(positions), legs, tuple(events))


def _fitted(position: Position, coverage: Coverage, occasion: Balancing) -> Position:
    """The position with what its payments leave uncovered instructed, and what they pay too much proposed."""
    lent = coverage.lent[position.key]
    unused = sum(coverage.unused[taken.id] for taken in position.deductions)
    for payment in position.instructions:
        spare = coverage.unused[payment.id]
        if payment.stage in SENT:
            unused += spare
        elif payment.kind in BESIDE:
            continue
        elif payment.stage in CAME_BACK and spare:  # nobody owes and is owed for the same days
            position = position.with_instruction(replace(payment, held_minor=payment.held_minor - spare))
        elif payment.stage is PaymentStage.DUE:
            position = position.with_instruction(_unsent(payment, coverage.covered.get(payment.id, []), position))
    if unmet := coverage.unmet.get(position.key):
        position = position.with_instruction(_instructed(position, unmet, occasion))
    return replace(with_refunds_fitted(position, unused, occasion.person, occasion.due_on), lent_minor=lent)


def _unsent(payment: Instruction, covers: list[DatedSum], position: Position) -> Instruction:
    """A payment in no sealed file pays for what it covers; a cancelled one keeps its last days, for people to read."""
    days = merged(covers)
    if not days:
        return replace(payment, stage=PaymentStage.CANCELLED, assessment=position.assessment)
    return payment if days == payment.days else replace(payment, days=days, assessment=position.assessment)


def _instructed(position: Position, unmet: list[DatedSum], occasion: Balancing) -> Instruction:
    """One payment where one will do: what is in no sealed file yet is raised or revived, else a new one is made."""
    for payment in reversed(position.instructions):
        if payment.stage is PaymentStage.DUE and payment.kind not in BESIDE:
            return replace(payment, days=merged((*payment.days, *unmet)), assessment=position.assessment)
    for payment in reversed(position.instructions):
        if payment.stage is PaymentStage.CANCELLED and payment.kind not in BESIDE:
            revived = replace(payment, days=merged(unmet), due_on=occasion.due_on, assessment=position.assessment)
            return replace(revived, stage=PaymentStage.DUE)
    return next_instruction(position, occasion.person, merged(unmet), occasion.due_on)


def _told(before: Position | None, position: Position, reason: str) -> tuple[Position, list[Event]]:
    """The events that tell of a position's change, and the position with its proposals counted."""
    events: list[Event] = []
    if position.proposed_minor != (before.proposed_minor if before else 0) or _moved_while_proposed(before, position):
        position = replace(position, proposals=position.proposals + 1)
        events.append(_proposed(position, reason))
    earlier = {payment.id: payment for payment in before.instructions} if before else {}
    for payment in position.instructions:
        was = earlier.get(payment.id)
        if payment.stage is PaymentStage.CANCELLED and was is not None and was.stage is PaymentStage.DUE:
            events.append(PaymentCancelled(claim=payment.claim, instruction=payment.id, assessment=payment.assessment))
        elif payment.stage is PaymentStage.DUE and payment != was:
            events.append(instructed(payment))
    deducted = before.deductions if before else ()
    events += [deduction_told(taken, position.currency) for taken in position.deductions if taken not in deducted]
    return position, events


def _moved_while_proposed(before: Position | None, position: Position) -> bool:
    """Whether a sum that waits to be heard is of other days now: whoever is asked is asked about those."""
    return before is not None and position.proposed_minor > 0 and position.period != before.period


def deduction_told(taken: Deduction, currency: str) -> DeductionMade:
    """The event that tells of a deduction as it is now."""
    return DeductionMade(
        claim=taken.claim,
        certification=taken.certification,
        instruction=taken.payment,
        deduction=taken.id,
        rule=taken.rule,
        creditor=taken.creditor,
        order=taken.order or None,
        gross=Money(minor=taken.gross_minor, currency=currency),
        amount=Money(minor=taken.amount_minor, currency=currency),
        cites=taken.cites,
        deducted_on=taken.on,
    )


def _proposed(position: Position, reason: str) -> OverpaymentProposed:
    return OverpaymentProposed(
        claim=position.claim,
        certification=position.certification,
        proposal=position.proposals,
        period=position.period,
        amount=Money(minor=position.proposed_minor, currency=position.currency),
        assessment=position.assessment,
        reason=reason,
    )
