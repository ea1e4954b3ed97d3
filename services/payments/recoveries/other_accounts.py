"""Two pseudonyms are one person, or are not; what was withheld under one pays off debts under the other."""

from __future__ import annotations

from contracts.base import Envelope, Event
from contracts.eligibility import PersonsLinked
from contracts.joined_accounts import AccountShared, WithheldForDebt
from contracts.payments import CollectedBy
from services.payments.booking import Booking, take
from services.payments.claimant import Claimant
from services.payments.converge import Balancing, balanced
from services.payments.debts import collected, given_back, owed_again
from services.payments.model import Position
from services.payments.recovery import CollectedSum, Debt
from services.runtime.handling import Consequences

CHANGED = "What was withheld under another pseudonym of the person pays off another sum."


def linked(event: PersonsLinked, state: Claimant, _cause: Envelope) -> Consequences:
    """Another pseudonym is the same person, or is not any more; nothing of what was collected changes by it."""
    state.join(state.account_of(event.other).linked(event))
    return ()


def shared(event: AccountShared, state: Claimant, cause: Envelope) -> Consequences:
    """The other account's statement: what it withheld is counted once, however often and late it is told."""
    account = state.account_of(event.other)
    if account.heard is not None and event.number <= account.heard.number:
        return ()
    state.join(account.hearing(event))
    return [said for entry in event.withheld for said in _counted(entry, event.other, state, cause)]


def _counted(entry: WithheldForDebt, other: str, state: Claimant, cause: Envelope) -> list[Event]:
    position = state.with_debt(entry.question)
    debt = position.recovery(entry.question) if position else None
    if position is None or debt is None or (changed := _after(entry, other, position, debt)) == position:
        return []
    around = {
        key: near
        for key, near in state.meeting(position.key, position.reach).items()
        if near.currency == position.currency
    }
    occasion = Balancing(state.subject, entry.withheld_on, CHANGED)
    change = balanced(occasion, around, {**around, position.key: changed})
    part = f"withheld/{entry.offset}"
    return [*take(state, change, cause, Booking("withheld", entry.withheld_on, position.key, part))]


def _after(entry: WithheldForDebt, other: str, position: Position, debt: Debt) -> Position:
    """The position with the debt once what was withheld counts as it is told now."""
    reference, minor = str(entry.offset), entry.amount.minor
    known = debt.collection(reference)
    if known is not None:
        return owed_again(position, debt.question, reference, known.minor - minor) if minor < known.minor else position
    if not minor:
        return position
    money = CollectedSum(CollectedBy.OFFSET, reference, entry.withheld_on, minor, withheld_from=other)
    position = collected(position, debt, money)
    now = position.recovery(debt.question)
    counted = now.collection(reference) if now else None
    if now and counted and counted.kept_minor and any(dispute.covers(money.on) for dispute in now.disputes):
        return given_back(position, now, counted)
    return position
