"""How a story tells of debts: asked to be waived, paid off, collected, given up, given back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import bank, casework, intake, payments
from contracts.base import Event
from contracts.casework import Verdict
from contracts.payments import CollectedBy, OwedAgain, RecoveryEnd

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""

_END = {
    RecoveryEnd.WAIVED: "is waived",
    RecoveryEnd.WRITTEN_OFF: "is written off",
    RecoveryEnd.OVERTURNED: "is no longer asked for, since the decision was overturned",
}
_OWED_AGAIN = {
    OwedAgain.NOT_DUE: "were not due, so that they paid nothing off",
    OwedAgain.DISPUTED: "while it was disputed go back",
}


def _agreed(e: casework.InstalmentsAgreed) -> Told:
    how = "withheld from a payment" if e.by == "offset" else "paid in each month, and nothing is withheld meanwhile"
    return f"{e.officer.staff} set instalments: at most {e.each} {how}. {e.reasons}", ()


def _waiver(e: casework.WaiverDecided) -> Told:
    granted = "grant" if e.verdict is Verdict.FOR_CLAIMANT else "refuse"
    ground = e.ground.value.replace("_", " ")
    says = f"{e.officer.staff} ({e.officer.role}) wants to {granted} the request to waive ({ground}). {e.reasons}"
    return says, (e.article,)


def _collected(e: payments.RecoveryCollected) -> Told:
    how = "was withheld from a payment" if e.by is CollectedBy.OFFSET else "was repaid"
    waits = f" {e.waits} that were told above it wait to be confirmed." if e.waits else ""
    return f"{e.amount} {how} for a debt; {e.left} of it are left.{waits}", ()


def _repayment(e: casework.RepaymentReceived) -> Told:
    return f"{e.officer.staff} found that {e.amount} which came in repay a debt.", ()


def _shown(e: casework.RepaymentConfirmed) -> Told:
    return f"{e.officer.staff} found the same {e.amount} that were told as repaid.", ()


def _suspended(e: casework.CollectionSuspended) -> Told:
    return f"{e.officer.staff} stopped the collection of a debt until {e.until}. {e.reasons}", ()


def _owed_again(e: payments.RecoveryOwedAgain) -> Told:
    why = _OWED_AGAIN[e.because]
    return f"{e.amount} that were withheld for a debt {why}; {e.left} of it are left.", ()


def _refused(e: payments.RecoveryActRefused) -> Told:
    return f"What {e.officer.staff} did about a debt ({e.act}) did not take effect: {e.reason}.", ()


def _ended(e: payments.RecoveryEnded) -> Told:
    back = f" {e.given_back} that had been collected go back to the person." if e.given_back.minor else ""
    return f"{e.amount} of a debt {_END[e.end]}.{back}", ()


RECOVERIES: Mapping[type[Event], Callable[[Any], Told]] = {
    intake.WaiverRequested: lambda e: (f"Asked that the debt be waived ({e.channel.value}); nothing is collected.", ()),
    casework.InstalmentsAgreed: _agreed,
    casework.WaiverDecided: _waiver,
    casework.DebtWrittenOff: lambda e: (f"{e.officer.staff} wrote off what was left of a debt. {e.reasons}", ()),
    casework.CollectionSuspended: _suspended,
    casework.RepaymentReceived: _repayment,
    casework.RepaymentConfirmed: _shown,
    bank.CreditReported: lambda e: (f"The bank's own entry shows the {e.amount} that were told as repaid.", ()),
    payments.RecoveryCollected: _collected,
    payments.RecoveryOwedAgain: _owed_again,
    payments.RecoveryActRefused: _refused,
    payments.RecoveryEnded: _ended,
}
