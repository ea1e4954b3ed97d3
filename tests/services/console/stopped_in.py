"""Payments of the office that do not go on: one came back, one is due to somebody who is said to have died."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from contracts.bank import BankReported, BankResult
from contracts.payments import PaymentInstructed
from law.people.life import Life
from services.worlds import laptop_in
from tests.stories.contesting import at, told_by
from tests.stories.town import (
    FIRST,
    born,
    certifies,
    closes,
    files_claim,
    fill,
    lost_work,
    said,
    stated,
    town,
    two_weeks_sealed,
    wages,
)

CLAIMED = (*(wages(month) for month in (13, 16, 19)), born(), lost_work(), files_claim())
SEALED = FIRST + timedelta(days=14)


def returned_in(folder: Path) -> str:
    """The payment that the bank sends back, since the account is closed."""
    two_weeks_sealed(folder)
    laptop = town(folder)
    (payment,) = told_by(laptop, "payments", PaymentInstructed)
    on = SEALED + timedelta(days=2)
    entries = [
        BankReported(
            end_to_end=payment.end_to_end,
            result=result,
            amount=payment.amount,
            booked_on=on + timedelta(days=days),
            bank_code=code,
            message=f"statement-{days}",
        )
        for days, result, code in ((0, BankResult.SETTLED, None), (1, BankResult.RETURNED, "AC04"))
    ]
    fill(laptop, [said(entry, at=at(entry.booked_on)) for entry in entries])
    closes(laptop, on + timedelta(days=1))
    laptop.close()
    return str(payment.instruction)


def held_in(folder: Path) -> str:
    """The payment that is held, since the person died after the days that it is for."""
    laptop = town(folder)
    fill(laptop, [said(fact) for fact in (*CLAIMED, certifies(0))])
    died = stated(Life(born="1980-05", region="delta", died_on=SEALED + timedelta(days=1)), version=2)
    fill(laptop, [said(died)])
    closes(laptop, SEALED + timedelta(days=2))
    payments = told_by(laptop, "payments", PaymentInstructed)
    laptop.close()
    return str(payments[-1].instruction)


def without_account_in(folder: Path) -> None:
    """Somebody claims, and nobody knows to which account they are paid."""
    laptop = laptop_in(folder)
    fill(laptop, [said(fact) for fact in CLAIMED])
    closes(laptop, FIRST)
    laptop.close()
