"""Named persons' orders to pay again what came back: they take effect with the return, whichever comes first."""

from __future__ import annotations

from contracts.bank import BankReported
from contracts.base import Envelope, Event, read
from contracts.casework import ReissueOrdered
from services.payments import bank_results
from services.payments.acts_of_no_payment import names_no_payment
from services.payments.booking import Booking, take
from services.payments.claimant import Claimant
from services.payments.model import CAME_BACK, Instruction, end_to_end_of
from services.runtime.handling import Consequences


def reissued(event: ReissueOrdered, state: Claimant, cause: Envelope) -> Consequences:
    """A named person orders a new attempt. If the payment may still come back, the order waits for that.

    What the officer saw and what the bank told come by two ways, and either may be late. An order that names no payment
    of the person's waits as well, and is counted with what waits: an officer's slip keeps nobody's money back.
    """
    instruction = state.known(event.instruction)
    if instruction is None:
        state.orders.append((end_to_end_of(event.instruction), cause))
        return (names_no_payment(event),)
    if bank_results.may_come_back(state.around(instruction)[instruction.key], instruction):
        state.orders.append((end_to_end_of(event.instruction), cause))
        return ()
    return _attempt(event, state, cause)


def answered(entry: BankReported, state: Claimant, instruction: Instruction) -> list[Event]:
    """What follows when a payment has come back and orders have waited for it.

    An order answers only a return that was booked by the day of the order; another one still waits.
    """
    if state.instructed(instruction.id).stage not in CAME_BACK:
        return []
    orders = [(read(cause), cause) for cause in state.orders_for(instruction.end_to_end)]
    answering = [
        (order, cause)
        for order, cause in orders
        if isinstance(order, ReissueOrdered) and entry.booked_on <= order.ordered_on
    ]
    answering.sort(key=lambda each: (each[0].ordered_on, each[1].id))
    return [event for order, cause in answering for event in _attempt(order, state, cause)]


def _attempt(order: ReissueOrdered, state: Claimant, cause: Envelope) -> list[Event]:
    instruction = state.instructed(order.instruction)
    change = bank_results.reissue(state.subject, state.around(instruction), instruction, order)
    return list(take(state, change, cause, Booking("reissued", order.ordered_on, instruction.key)))
