"""How a story tells of debts: asked to be waived, paid off, collected, given up, given back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts import casework, intake, payments
from contracts.base import Event
from contracts.casework import Verdict
from contracts.payments import CollectedBy, RecoveryEnd

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""

_END = {
    RecoveryEnd.WAIVED: "is waived",
    RecoveryEnd.WRITTEN_OFF: "is written off",
    RecoveryEnd.OVERTURNED: "is no longer asked for, since the decision was overturned",
}


def _agreed(e: casework.InstalmentsAgreed) -> Told:
    how = "withheld from a payment" if e.by == "offset" else "paid in each month, and nothing is withheld meanwhile"
    return f"{e.officer.staff} set instalments: at most {e.each} {how}. {e.reasons}", ()


def _waiver(e: casework.WaiverDecided) -> Told:
    granted = "granted" if e.verdict is Verdict.FOR_CLAIMANT else "refused"
    ground = e.ground.value.replace("_", " ")
    return f"{e.officer.staff} ({e.officer.role}) {granted} the request to waive ({ground}). {e.reasons}", (e.article,)


def _collected(e: payments.RecoveryCollected) -> Told:
    how = "was withheld from a payment" if e.by is CollectedBy.OFFSET else "was repaid"
    return f"{e.amount} {how} for a debt; {e.left} of it are left.", ()


def _ended(e: payments.RecoveryEnded) -> Told:
    back = f" {e.given_back} that had been collected go back to the person." if e.given_back.minor else ""
    return f"{e.amount} of a debt {_END[e.end]}.{back}", ()


RECOVERIES: Mapping[type[Event], Callable[[Any], Told]] = {
    intake.WaiverRequested: lambda e: (f"Asked that the debt be waived ({e.channel.value}); nothing is collected.", ()),
    casework.InstalmentsAgreed: _agreed,
    casework.WaiverDecided: _waiver,
    casework.DebtWrittenOff: lambda e: (f"{e.officer.staff} wrote off what was left of a debt. {e.reasons}", ()),
    casework.RepaymentReceived: lambda e: (f"{e.officer.staff} found that {e.amount} which came in repay a debt.", ()),
    payments.RecoveryCollected: _collected,
    payments.RecoveryEnded: _ended,
}
