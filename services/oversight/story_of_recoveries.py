"""How a story tells of debts: asked to be waived, paid off, collected, given up, given back."""

from __future__ import annotations

from contracts import bank, casework, intake, payments
from services.oversight.story_phrases import Sentences, Told, message, prose, say, told, who


def _agreed(e: casework.InstalmentsAgreed) -> Told:
    return told(say(f"instalments.by_{e.by}", staff=e.officer.staff, each=e.each), prose(e.reasons))


def _waiver(e: casework.WaiverDecided) -> Told:
    wants = say(f"debt_waiver.{e.verdict}", who=who(e.officer), ground=e.ground)
    return told(wants, prose(e.reasons), cites=(e.article,))


def _written_off(e: casework.DebtWrittenOff) -> Told:
    return told(say("debt.written_off", staff=e.officer.staff), prose(e.reasons))


def _suspended(e: casework.CollectionSuspended) -> Told:
    return told(say("debt.suspended", staff=e.officer.staff, day=e.until), prose(e.reasons))


def _collected(e: payments.RecoveryCollected) -> Told:
    waits = say("debt.waits", amount=e.waits) if e.waits else None
    return told(say(f"debt.collected_by_{e.by}", amount=e.amount, left=e.left), waits)


def _owed_again(e: payments.RecoveryOwedAgain) -> Told:
    return told(say(f"debt.owed_again.{e.because}", amount=e.amount, left=e.left))


def _refused(e: payments.RecoveryActRefused) -> Told:
    return told(say("debt.act_refused", staff=e.officer.staff, act=message(e.act), reason=prose(e.reason)))


def _ended(e: payments.RecoveryEnded) -> Told:
    back = say("debt.given_back", amount=e.given_back) if e.given_back.minor else None
    return told(say(f"debt.ended.{e.end}", amount=e.amount), back)


RECOVERIES: Sentences = {
    intake.WaiverRequested: lambda e: told(say("debt_waiver.asked", channel=e.channel)),
    casework.InstalmentsAgreed: _agreed,
    casework.WaiverDecided: _waiver,
    casework.DebtWrittenOff: _written_off,
    casework.CollectionSuspended: _suspended,
    casework.RepaymentReceived: lambda e: told(say("debt.repaid", staff=e.officer.staff, amount=e.amount)),
    casework.RepaymentConfirmed: lambda e: told(say("debt.repaid.confirmed", staff=e.officer.staff, amount=e.amount)),
    bank.CreditReported: lambda e: told(say("debt.repaid.by_bank", amount=e.amount)),
    payments.RecoveryCollected: _collected,
    payments.RecoveryOwedAgain: _owed_again,
    payments.RecoveryActRefused: _refused,
    payments.RecoveryEnded: _ended,
}
