"""How a story tells of payments that wait because the person has died."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import casework, payments
from contracts.base import Event
from contracts.kept_acts import PaymentActKept

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""


def _held(e: payments.PaymentHeld) -> Told:
    days = f"{e.period.start} to {e.period.end} (that day not included)"
    says = f"The payment of {e.amount} for {days} is held: the registry says that the person died on {e.died_on}."
    return f"{says} What is due for days before belongs to the estate; a named person says whether it is paid.", ()


def _let_go(e: payments.PaymentLetGo) -> Told:
    why = f"{e.officer} ordered it" if e.officer else "no death is reported, or nothing is due, any more"
    return f"The payment that was held is held no longer: {why}.", ()


def _released(e: casework.HeldPaymentReleased) -> Told:
    return f"{e.officer.staff} ({e.officer.role}) ordered a held payment to be paid. {e.reasons}", ()


def _kept(e: PaymentActKept) -> Told:
    return f"What {e.officer.staff} ordered ({e.act}) waits: {e.reason}.", ()


HELD: Mapping[type[Event], Callable[[Any], Told]] = {
    payments.PaymentHeld: _held,
    payments.PaymentLetGo: _let_go,
    casework.HeldPaymentReleased: _released,
    PaymentActKept: _kept,
}
