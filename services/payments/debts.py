"""Sums of a position as they pass between proposed, owed, collected, given up and given back. Pure.

What is collected is taken off what was overpaid; what of it goes back stands in `to_return_minor`, and a refund carries
it. So what was overpaid is always what was paid, less what was recovered, less what is due.
"""

from __future__ import annotations

from dataclasses import replace

from services.payments.model import Position
from services.payments.recovery import CollectedSum, Debt, GivenUp
from services.payments.recovery_steps import GIVEN_UP, RecoveryStep


def overpaid(position: Position, minor: int) -> Position:
    """The position with so much overpaid: more is proposed; less relieves what harms the person most likely unjustly.

    What is proposed goes first, then debts, the latest decided first, then what was written off, then what was waived.
    """
    less = position.overpaid_minor - minor
    if less <= 0:
        return replace(position, proposed_minor=position.proposed_minor - less)
    proposed = min(position.proposed_minor, less)
    left = position.proposed_minor - proposed
    position = replace(position, proposed_minor=left, confirmed_minor=min(position.confirmed_minor, left))
    less -= proposed
    for recovery in reversed(position.recoveries):
        owed = min(recovery.owed_minor, less)
        less -= owed
        position = position.with_recovery(replace(recovery, owed_minor=recovery.owed_minor - owed))
    written_off = min(position.written_off_minor, less)
    return replace(
        position,
        written_off_minor=position.written_off_minor - written_off,
        waived_minor=position.waived_minor - (less - written_off),
    )


def confirmed_owed(position: Position) -> Position:
    """What a named person confirmed becomes owed as far as the money has settled: only then is it a debt."""
    settled = max(0, min(position.proposed_minor, _may_be_owed(position)))
    minor = min(position.confirmed_minor, settled)
    for recovery in reversed(position.recoveries):
        owed = min(minor, recovery.room_minor)
        minor -= owed
        position = replace(
            position.with_recovery(replace(recovery, owed_minor=recovery.owed_minor + owed)),
            proposed_minor=position.proposed_minor - owed,
            confirmed_minor=position.confirmed_minor - owed,
        )
    return position


def _may_be_owed(position: Position) -> int:
    """How much more of what is proposed can be a debt: only money that has settled can."""
    decided = position.final_minor + position.waived_minor + position.written_off_minor
    return position.settled_minor - position.recovered_minor - decided


def collected(position: Position, recovery: Debt, money: CollectedSum) -> Position:
    """Money came in for a debt; what is more than the person owes of it goes back to them."""
    paid_off = min(money.minor, recovery.owed_minor)
    paid = recovery.with_collection(replace(money, returned_minor=money.minor - paid_off))
    return replace(
        position.with_recovery(replace(paid, owed_minor=recovery.owed_minor - paid_off)),
        recovered_minor=position.recovered_minor + money.minor,
        to_return_minor=position.to_return_minor + money.minor - paid_off,
    )


def believed(position: Position, recovery: Debt, money: CollectedSum) -> Position:
    """One officer tells of a repayment: it counts up to what is owed, and the rest waits to be confirmed."""
    counts = min(money.minor, recovery.owed_minor)
    return collected(position, recovery, replace(money, minor=counts, uncounted_minor=money.minor - counts))


def confirmed(position: Position, recovery: Debt, money: CollectedSum, by: str) -> Position:
    """The repayment is shown to have come in: all of it counts, and what is more than the person owes goes back."""
    rest = money.uncounted_minor
    paid_off = min(rest, recovery.owed_minor)
    whole = replace(money, minor=money.minor + rest, uncounted_minor=0, confirmed_by=by)
    counted = recovery.with_collection(replace(whole, returned_minor=money.returned_minor + rest - paid_off))
    return replace(
        position.with_recovery(replace(counted, owed_minor=recovery.owed_minor - paid_off)),
        recovered_minor=position.recovered_minor + rest,
        to_return_minor=position.to_return_minor + rest - paid_off,
    )


def owed_again(position: Position, question: str, offset: str, minor: int) -> Position:
    """What was withheld for a debt was not due, so that it paid nothing off: it is owed, or given up, as before.

    What had been given back of it already is no longer to be given back. Raises `LookupError` for money not known.
    """
    recovery = position.recovery(question)
    money = recovery.collection(offset) if recovery else None
    if recovery is None or money is None:
        raise LookupError(f"nothing was collected by {offset}")
    again = min(minor, money.kept_minor)
    less = replace(
        money,
        minor=money.minor - minor,
        returned_minor=money.returned_minor - (minor - again),
        uncounted_minor=money.uncounted_minor + minor,
    )
    owed = 0 if recovery.given_up else again
    position = replace(
        position.with_recovery(replace(recovery.with_collection(less), owed_minor=recovery.owed_minor + owed)),
        recovered_minor=position.recovered_minor - minor,
        to_return_minor=position.to_return_minor - (minor - again),
    )
    return _given_up_too(position, recovery, again - owed)


def taken_up_again(position: Position, recovery: Debt, money: CollectedSum) -> Position:
    """Money that had come in when the debt was waived or written off pays it off, though it is told of afterwards."""
    act = recovery.last_act
    if act is None or act.step not in GIVEN_UP or money.on > act.on:
        return position
    is_waived = act.step is RecoveryStep.WAIVED
    minor = min(money.minor, act.minor, position.waived_minor if is_waived else position.written_off_minor)
    less = tuple(replace(own, minor=own.minor - minor) if own is act else own for own in recovery.given_up)
    return replace(
        position.with_recovery(replace(recovery, owed_minor=recovery.owed_minor + minor, given_up=less)),
        waived_minor=position.waived_minor - (minor if is_waived else 0),
        written_off_minor=position.written_off_minor - (0 if is_waived else minor),
    )


def given_back(position: Position, recovery: Debt, money: CollectedSum) -> Position:
    """Money that came in goes back; the sum is owed again, or given up like the rest of the debt."""
    minor = money.kept_minor
    owed = 0 if recovery.given_up else minor
    back = recovery.with_collection(replace(money, returned_minor=money.minor))
    position = replace(
        position.with_recovery(replace(back, owed_minor=recovery.owed_minor + owed)),
        to_return_minor=position.to_return_minor + minor,
    )
    return _given_up_too(position, recovery, minor - owed)


def _given_up_too(position: Position, recovery: Debt, minor: int) -> Position:
    """A sum of a debt that ended goes the way of the rest: waived, or written off."""
    act = recovery.last_act
    if act is not None and act.step in {RecoveryStep.WRITTEN_OFF, RecoveryStep.BARRED}:
        return replace(position, written_off_minor=position.written_off_minor + minor)
    return replace(position, waived_minor=position.waived_minor + minor)


def given_up(position: Position, recovery: Debt, act: GivenUp) -> Position:
    """Nothing more of a debt is asked for: it is waived, written off, or its decision was changed.

    What was confirmed and waits for its payment to settle is not asked for either.
    """
    unsettled = min(position.confirmed_minor, recovery.room_minor)
    minor = recovery.owed_minor + unsettled
    ended = replace(recovery, owed_minor=0, given_up=(*recovery.given_up, replace(act, minor=minor)))
    position = replace(
        position.with_recovery(ended),
        proposed_minor=position.proposed_minor - unsettled,
        confirmed_minor=position.confirmed_minor - unsettled,
    )
    if act.step is RecoveryStep.WRITTEN_OFF:
        return replace(position, written_off_minor=position.written_off_minor + minor)
    return replace(position, waived_minor=position.waived_minor + minor)
