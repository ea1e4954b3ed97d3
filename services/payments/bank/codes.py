"""What the codes of ISO 20022 mean for a payment of ours: read from the lists in `codes/`, never decided here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("codes")


class PaymentStatus(StrEnum):
    """How far a payment, a block of payments or a whole file has come."""

    ACCEPTED = "accepted"
    PART = "part"
    SETTLED = "settled"
    REFUSED = "refused"
    UNCLEAR = "unclear"


class Reason(StrEnum):
    """What a reason says of a payment that was refused or came back."""

    PLAIN = "plain"
    """The payment did not go, or is ours again."""
    DUPLICATE = "duplicate"
    UNCLEAR = "unclear"


@cache
def _list(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return content


def payment_status(code: str) -> PaymentStatus:
    """The meaning of a payment status; a code that is not listed is unclear."""
    meanings = (meaning for meaning, codes in _list("payment_status").items() if code in codes)
    return PaymentStatus(next(meanings, PaymentStatus.UNCLEAR))


def status_reason(code: str) -> Reason:
    """The meaning of a reason in a status report; a code that is not listed is unclear."""
    return _reason("status_reasons", code)


def return_reason(code: str) -> Reason:
    """The meaning of a reason for which money came back; a code that is not listed is unclear."""
    return _reason("return_reasons", code)


def _reason(kind: str, code: str) -> Reason:
    meanings: Mapping[str, list[str]] = _list("reasons")[kind]
    if code in meanings["duplicate"]:
        return Reason.DUPLICATE
    return Reason.PLAIN if code in meanings["refused" if kind == "status_reasons" else "returned"] else Reason.UNCLEAR


def is_booked(code: str) -> bool | None:
    """Whether an entry of this status has moved money; None for a code that is not listed."""
    status: Mapping[str, list[str]] = _list("entries")["status"]
    if code in status["booked"]:
        return True
    return False if code in status["not_booked"] else None


def gives_back(sub_family: str) -> bool:
    """Whether a credit of this sub-family gives a payment back."""
    return sub_family in _list("entries")["gives_back"]


def is_charge(sub_family: str) -> bool:
    """Whether a debit of this sub-family is a charge, and so never a payment."""
    return sub_family in _list("entries")["charges"]


def no_reference(text: str) -> bool:
    """Whether a bank writes this where it gives an entry no reference of its own."""
    return text.upper() in _list("entries")["no_reference"]
