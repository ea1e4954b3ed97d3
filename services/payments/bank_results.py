"""What the bank's answers do to a position: settled, rejected, returned; and what a named person orders anew."""

from __future__ import annotations

from dataclasses import replace

from contracts.bank import BankReported, BankResult
from contracts.casework import ReissueOrdered
from services.payments import payment_news
from services.payments.accounts import CASH, CHARGES, PAYABLE, RETURNS, in_flight
from services.payments.converge import COVERED, TOO_MUCH, Balancing, balanced
from services.payments.coverage import owed_days
from services.payments.debts import confirmed_owed
from services.payments.model import (
    BESIDE,
    CAME_BACK,
    DatedSum,
    Instruction,
    Leg,
    PaymentKind,
    PaymentStage,
    Position,
    PositionChange,
    Positions,
    instruction_id,
)
from services.payments.movements import legs_between
from services.runtime.handling import Refused

STAGE_OF = {
    BankResult.SETTLED: PaymentStage.SETTLED,
    BankResult.REJECTED: PaymentStage.REJECTED,
    BankResult.RETURNED: PaymentStage.RETURNED,
}
MAY_COME_BACK = (PaymentStage.DUE, PaymentStage.BATCHED, PaymentStage.SETTLED)
NO_CODE = "NARR"
"""The ISO 20022 code for a reason given in words only."""


def report(person: str, positions: Positions, instruction: Instruction, entry: BankReported) -> PositionChange:
    """Book what the bank says; a repeat, or what a later entry already implied, books nothing.

    Banks send the return before the settlement it follows. What came back is booked then; what left our account is
    booked once the bank tells on which day it did, and stands in `suspense:returns` until then. `positions` are that
    of the payment and those that meet it. Raises `Refused` for another amount or for something that cannot have
    happened to this payment.
    """
    if entry.amount is not None and entry.amount != instruction.money:
        raise Refused("bank-mismatch", "the bank names another amount than this payment has")
    kept = _charges(instruction, entry)
    stage = STAGE_OF[entry.result]
    if stage is PaymentStage.SETTLED and instruction.debit_untold:
        return _debit_told(positions[instruction.key], instruction, entry)
    if stage is PaymentStage.SETTLED and instruction.stage is PaymentStage.RETURNED:
        return PositionChange()
    if stage is instruction.stage:
        return PositionChange()
    file = instruction.file
    if (
        file is None
        or (instruction.stage is not PaymentStage.BATCHED and stage is not PaymentStage.RETURNED)
        or instruction.stage in CAME_BACK
    ):
        raise Refused("bank-mismatch", f"the bank says {stage.value} of a payment that is {instruction.stage.value}")
    if stage is PaymentStage.SETTLED:
        legs = _left(in_flight(file), instruction, kept)
        settled = positions[instruction.key].with_instruction(replace(instruction, stage=stage))
        return PositionChange(
            (confirmed_owed(settled),),
            {instruction.currency: legs},
            (payment_news.settled(instruction, entry.booked_on),),
        )
    return _came_back(person, positions, instruction, entry)


def _left(debit: str, instruction: Instruction, kept: int) -> tuple[Leg, ...]:
    """The payment left our account, and with it what the bank kept for itself."""
    legs = (Leg(debit, CASH, instruction.amount_minor),)
    return (*legs, Leg(CHARGES, CASH, kept)) if kept else legs


def _debit_told(position: Position, instruction: Instruction, entry: BankReported) -> PositionChange:
    """The bank tells on which day a payment left our account that it told the return of before."""
    told = position.with_instruction(replace(instruction, debit_untold=False))
    legs = _left(RETURNS, instruction, _charges(instruction, entry))
    return PositionChange((told,), {instruction.currency: legs}, (payment_news.settled(instruction, entry.booked_on),))


def _charges(instruction: Instruction, entry: BankReported) -> int:
    """What the bank kept for itself. Raises `Refused` for more than the payment, or in another currency."""
    if entry.charges is None:
        return 0
    if entry.charges.currency != instruction.currency or entry.charges.minor > instruction.amount_minor:
        raise Refused("bank-mismatch", "the bank names charges that this payment cannot have")
    return entry.charges.minor


def _came_back(
    person: str,
    positions: Positions,
    instruction: Instruction,
    entry: BankReported,
) -> PositionChange:
    """The money is ours again and still owed; it waits until a named person has checked the account."""
    untold = entry.result is BankResult.RETURNED and instruction.stage is PaymentStage.BATCHED
    legs = _legs_back(instruction, entry, untold=untold)
    back = payment_news.came_back(instruction, entry.booked_on, entry.bank_code or NO_CODE)
    stage, minor = STAGE_OF[entry.result], instruction.amount_minor
    held = replace(instruction, stage=stage, held_minor=minor, debit_untold=untold)
    owed_again = {**positions, instruction.key: positions[instruction.key].with_instruction(held)}
    netted = balanced(Balancing(person, entry.booked_on, COVERED), owed_again, owed_again)
    return PositionChange(
        tuple(confirmed_owed(position) for position in _all_of(owed_again[instruction.key], netted)),
        {**netted.legs, instruction.currency: (*legs, *netted.legs.get(instruction.currency, ()))},
        (back, *netted.events),
    )


def _legs_back(instruction: Instruction, entry: BankReported, *, untold: bool) -> tuple[Leg, ...]:
    """What moves when money comes back; `untold` where the bank has not said yet that it left."""
    file, minor = in_flight(instruction.file or ""), instruction.amount_minor
    if entry.result is BankResult.REJECTED:
        return (Leg(file, PAYABLE, minor),)
    kept = _charges(instruction, entry)
    legs = [Leg(file, RETURNS, minor)] if untold else []
    came_in = [(CASH, minor - kept), (CHARGES, kept)]
    legs += [Leg(account, RETURNS, part) for account, part in came_in if part]
    return (*legs, Leg(RETURNS, PAYABLE, minor))


def _all_of(position: Position, change: PositionChange) -> tuple[Position, ...]:
    """What changed, and the position that changed before."""
    if any(other.key == position.key for other in change.positions):
        return change.positions
    return (position, *change.positions)


def sent_already(person: str, positions: Positions, instruction: Instruction, entry: BankReported) -> PositionChange:
    """The bank has a payment that is in no sealed file here: what it paid is no longer to be changed, only sealed.

    It stays due, with the bank's amount. What is due beside it is instructed, what is too much is proposed as overpaid.
    Raises `Refused` for another currency.
    """
    minor = instruction.amount_minor if entry.amount is None else entry.amount.minor
    if minor == 0 or (entry.amount is not None and entry.amount.currency != instruction.currency):
        raise Refused("bank-mismatch", "the bank names another currency than this payment has, or no money")
    if instruction.kind is PaymentKind.REMITTANCE and minor != instruction.amount_minor:
        raise Refused("bank-mismatch", "the bank names another amount than this remittance has")
    *days, last = _cut(instruction.days, minor)
    days.append(DatedSum(last.period, minor - sum(stretch.minor for stretch in days)))
    due = replace(instruction, days=tuple(days), stage=PaymentStage.DUE)
    position = positions[instruction.key]
    gone = position.with_instruction(replace(due, stage=PaymentStage.BATCHED))
    change = balanced(Balancing(person, entry.booked_on, TOO_MUCH), positions, {**positions, position.key: gone})
    after = tuple(
        changed.with_instruction(due) if changed.key == position.key else changed for changed in change.positions
    )
    before = [positions[changed.key] for changed in after if changed.currency == position.currency]
    legs = legs_between(before, [changed for changed in after if changed.currency == position.currency])
    return PositionChange(after, {position.currency: legs}, change.events)


def _cut(days: tuple[DatedSum, ...], minor: int) -> tuple[DatedSum, ...]:
    """The first days, up to a sum."""
    cut: list[DatedSum] = []
    for stretch in days:
        if minor > 0:
            cut.append(DatedSum(stretch.period, min(minor, stretch.minor)))
            minor -= stretch.minor
    return tuple(cut)


def may_come_back(position: Position, instruction: Instruction) -> bool:
    """Whether a payment is on its way or has arrived, so that it may still be returned, and was not paid again."""
    return instruction.stage in MAY_COME_BACK and _next_attempt(position, instruction) is None


def _next_attempt(position: Position, instruction: Instruction) -> Instruction | None:
    following = (instruction.sequence, instruction.attempt + 1)
    return next((other for other in position.instructions if (other.sequence, other.attempt) == following), None)


def reissue(person: str, positions: Positions, instruction: Instruction, order: ReissueOrdered) -> PositionChange:
    """The next attempt at what is still owed of a payment that came back; ordered twice, it is made once.

    If nothing of it is owed any more, since a later assessment took it or it was never sent, nothing follows: whoever
    gave the order could not know.
    """
    position = positions[instruction.key]
    if _next_attempt(position, instruction) is not None or not instruction.held_minor:
        return PositionChange()
    again = replace(
        instruction,
        id=instruction_id(
            person=person,
            claim=instruction.claim,
            certification=instruction.certification,
            sequence=instruction.sequence,
            attempt=instruction.attempt + 1,
        ),
        kind=instruction.kind if instruction.kind in BESIDE else PaymentKind.REISSUE,
        attempt=instruction.attempt + 1,
        days=tuple(owed_days(instruction)),
        due_on=order.ordered_on,
        stage=PaymentStage.DUE,
        held_minor=0,
        file=None,
        debit_untold=False,
    )
    released = position.with_instruction(replace(instruction, held_minor=0)).with_instruction(again)
    return balanced(Balancing(person, order.ordered_on, COVERED), positions, {**positions, position.key: released})
