"""From a form to a plan of instalments, a waiver decided, or a debt given up; or what is missing, by field. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel import Locale

from contracts.base import Event
from contracts.casework import DebtWrittenOff, InstalmentsAgreed, Officer, Verdict, WaiverDecided, WaiverGround
from contracts.values import Money
from services.console.acts.form import SentForm
from services.console.acts.read_form import ReadForm
from services.console.typed_numbers import Untold, sum_of
from services.payments.views import ListedRecovery

OFFSET: Literal["offset"] = "offset"
REPAYMENT: Literal["repayment"] = "repayment"
Given = Event | Mapping[str, str]


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


def _sum(read: ReadForm, name: str, currency: str, locale: Locale) -> Money | None:
    try:
        return sum_of(read.form.one(name), currency, locale)
    except Untold as fault:
        read.faults[name] = str(fault)
        return None
