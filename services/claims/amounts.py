"""Amounts that the law has worked out, and that can be contested (C168 Art. 27(1)): a rate, what is due for a period.

No figure is decided here. Who looks at a contest of an amount brings better facts; the law works everything after them
anew, arrears are paid, and only then is the contest closed for the claimant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from contracts.about import ConditionAbout
from contracts.values import Money
from services.claims.questions import AMOUNT, AskedQuestion, QuestionWords
from services.claims.steps import QuestionStep

RATE = ""
"""Stands for the rate of a claim, where an amount is named by its certification."""


@dataclass(frozen=True, slots=True)
class KnownAmount:
    """The latest version of an amount: by which determination or assessment, and since when."""

    decision: str
    certification: str
    """The certification of whose period it is; `RATE` for the rate of the claim."""
    on: date
    money: Money
    cites: str


def amount_of(key: str, amounts: Iterable[KnownAmount]) -> KnownAmount | None:
    """The amount that a determination or an assessment with this id has worked out, while none has replaced it."""
    return next((amount for amount in amounts if amount.decision == key), None)


def as_question_about(amount: KnownAmount, claim: str, contest_by: date | None) -> AskedQuestion:
    """The amount as a question that stands decided, so that it can be contested like any other."""
    says = f"The amount is {amount.money}."
    return AskedQuestion(
        question=amount.decision,
        claim=claim,
        about=ConditionAbout(condition=AMOUNT),
        ground=None,
        period=None,
        amount=amount.money,
        words=QuestionWords(says, amount.cites, says),
        facts=b"",
        opened_on=amount.on,
        step=QuestionStep.DECIDED_AGAINST,
        contest_by=contest_by,
        certification=amount.certification or None,
        conditions=(AMOUNT,),
    )
