"""How a story tells of what goes to others: what a court ordered, what the person chose, what was taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import attachments, intake, payments
from contracts.base import Event
from contracts.payments import CreditorKind, OrderShortfall

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""

_FOR = {
    CreditorKind.CONTRIBUTIONS: "social contributions",
    CreditorKind.TAX: "tax",
    CreditorKind.THIRD_PARTY: "a third party",
}
_SHORT = {
    OrderShortfall.NOT_IN_THE_TERMS: "no rule lets this benefit be taken for it",
    OrderShortfall.OTHER_CURRENCY: "the benefit is paid in another currency",
    OrderShortfall.SHARE: "third parties have their greatest share",
    OrderShortfall.FLOOR: "the rest is protected",
}


def _ordered(e: attachments.OrderMade) -> Told:
    asks = f"{e.weekly} a week" if e.weekly else f"{e.share} of the benefit"
    until = f" until {e.until}" if e.until else ""
    kind = e.kind.value.replace("_", " ")
    return f"Order {e.key} for {kind}: {asks} goes to {e.creditor} from {e.since}{until}.", (e.legal_basis,)


def _chose(e: intake.TaxChoiceFiled) -> Told:
    name = e.tax.replace("_", " ")
    return f"Asked that {name} be withheld{'' if e.withhold else ' no longer'} ({e.channel.value}).", ()


def _taken(e: payments.DeductionMade) -> Told:
    whom = f"{_FOR[e.creditor]} (order {e.order})" if e.order else _FOR[e.creditor]
    if not e.amount.minor:
        return f"Nothing of this payment goes to {whom} any more.", (e.cites,)
    return f"Of {e.gross}, {e.amount} goes to {whom}.", (e.cites,)


def _short(e: payments.OrderNotMet) -> Told:
    asked = f"{e.taken} of the {e.asked} that it asks for" if e.asked else "nothing"
    return f"Order {e.order} gets {asked}: {_SHORT[e.because]}.", (e.cites or "",)


DEDUCTIONS: Mapping[type[Event], Callable[[Any], Told]] = {
    attachments.OrderMade: _ordered,
    attachments.OrderLifted: lambda e: (f"Order {e.key} was lifted from {e.lifted_on}.", ()),
    intake.TaxChoiceFiled: _chose,
    payments.DeductionMade: _taken,
    payments.OrderNotMet: _short,
}
