"""From a form to an act on a debt, or what is missing in the form, by field. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel import Locale
from pydantic import TypeAdapter

from contracts.casework import (
    CollectionSuspended,
    DebtWrittenOff,
    InstalmentsAgreed,
    Officer,
    RepaymentConfirmed,
    RepaymentReceived,
    Verdict,
    WaiverDecided,
    WaiverGround,
)
from contracts.values import Key, Money
from services.console.acts.form import SentForm
from services.console.acts.read_form import ReadForm
from services.console.staff.debt.forms import unconfirmed
from services.console.typed_numbers import Untold, sum_of
from services.payments.views import ListedRecovery

OFFSET: Literal["offset"] = "offset"
REPAYMENT: Literal["repayment"] = "repayment"
DebtAct = (
    InstalmentsAgreed | WaiverDecided | DebtWrittenOff | CollectionSuspended | RepaymentReceived | RepaymentConfirmed
)
Given = DebtAct | Mapping[str, str]
"""What a form says, or what is wrong with it: by field, the key of a phrase."""
_REFERENCE: TypeAdapter[str] = TypeAdapter(Key)


def plan_of(form: SentForm, listed: ListedRecovery, officer: Officer, today: date, locale: Locale) -> Given:
    """The plan of instalments that a form sets, or what is wrong with it."""
    read = ReadForm(form)
    each = _sum(read, "each", listed.decided.currency, locale)
    by, reasons = read.chosen("by", (OFFSET, REPAYMENT)), read.words("reasons")
    if read.faults or each is None:
        return read.faults
    return InstalmentsAgreed(
        question=listed.debt.question,
        officer=officer,
        agreed_on=today,
        each=each,
        by=OFFSET if by == OFFSET else REPAYMENT,
        reasons=reasons,
    )


@dataclass(frozen=True, slots=True)
class AskedWaiver:
    """What a decision on a request to waive a debt lies within."""

    debt: str
    """The question whose decision made it."""
    requests: Collection[str]
    facts: Collection[str]
    """What the decision can rest on."""


def waiver_of(form: SentForm, asked: AskedWaiver, officer: Officer, today: date) -> Given:
    """The decision on a request to waive, or what is wrong with it; it rests on facts of the record."""
    read = ReadForm(form)
    request = read.chosen("request", asked.requests)
    verdict, ground = read.chosen("verdict", tuple(Verdict)), read.chosen("ground", tuple(WaiverGround))
    considered = tuple(dict.fromkeys(form.all_of("fact")))
    if not considered or not set(considered) <= set(asked.facts):
        read.faults["fact"] = "fault.facts"
    reasons, article = read.words("reasons"), read.words("article")
    if read.faults:
        return read.faults
    return WaiverDecided(
        question=asked.debt,
        request=request,
        officer=officer,
        decided_on=today,
        verdict=Verdict(verdict),
        ground=WaiverGround(ground),
        reasons=reasons,
        article=article,
        facts_considered=considered,
    )


def given_up_by(form: SentForm, listed: ListedRecovery, officer: Officer, today: date) -> Given:
    """That what is left is given up, or what is wrong with the form."""
    read = ReadForm(form)
    reasons = read.words("reasons")
    if read.faults:
        return read.faults
    return DebtWrittenOff(question=listed.debt.question, officer=officer, written_off_on=today, reasons=reasons)


def suspended_by(form: SentForm, listed: ListedRecovery, officer: Officer, today: date) -> Given:
    """That nothing is collected from today to a last day, or what is wrong with the form."""
    read = ReadForm(form)
    until, reasons = read.day("until", first=today), read.words("reasons")
    if read.faults:
        return read.faults
    question = listed.debt.question
    return CollectionSuspended(question=question, officer=officer, suspended_on=today, until=until, reasons=reasons)


def repaid_by(form: SentForm, listed: ListedRecovery, officer: Officer, today: date, locale: Locale) -> Given:
    """That money came in for the debt, or what is wrong with the form; the console keeps where it was seen."""
    read = ReadForm(form)
    payment, paid = _reference(read), _sum(read, "paid", listed.decided.currency, locale)
    received_on = read.day("received_on", last=today)
    read.words("reasons")
    if paid is not None and not paid.minor:
        read.faults["paid"] = "fault.out_of_range"
    if read.faults or paid is None:
        return read.faults
    return RepaymentReceived(
        question=listed.debt.question, payment=payment, officer=officer, amount=paid, received_on=received_on
    )


def confirmed_by(form: SentForm, listed: ListedRecovery, officer: Officer, today: date, locale: Locale) -> Given:
    """That the same money is in the bank's books, as another officer finds it, or what is wrong with the form."""
    read = ReadForm(form)
    payment, found = read.chosen("waiting", unconfirmed(listed)), _sum(read, "found", listed.decided.currency, locale)
    read.words("reasons")
    if read.faults or found is None:
        return read.faults
    return RepaymentConfirmed(
        question=listed.debt.question, payment=payment, officer=officer, amount=found, confirmed_on=today
    )


def _reference(read: ReadForm) -> str:
    """The bank's own reference of the money."""
    payment = read.words("payment", _REFERENCE)
    if read.faults.get("payment") == "fault.words":
        read.faults["payment"] = "debt.fault.reference"
    return payment


def _sum(read: ReadForm, name: str, currency: str, locale: Locale) -> Money | None:
    try:
        return sum_of(read.form.one(name), currency, locale)
    except Untold as fault:
        read.faults[name] = str(fault)
        return None
