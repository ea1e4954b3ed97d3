"""Amounts that the law has worked out, and that can be contested (C168 Art. 27(1)): a rate, what is due for a period.

One that a corrected fact has replaced since can be contested as well: it is heard as the amount that it was, and who
hears it is told what took its place. No figure is decided here. Who looks at a contest of an amount brings better
facts; the law works everything after them anew, arrears are paid, and only then is the contest closed for the claimant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from contracts.about import ConditionAbout
from contracts.values import Money
from services.claims.questions import AMOUNT, AskedQuestion, QuestionWords
from services.claims.steps import QuestionStep

RATE = ""
"""Stands for the rate of a claim, where an amount is named by its certification."""


@dataclass(frozen=True, slots=True)
class EarlierAmount:
    """An amount that another one has replaced: by which determination or assessment it was worked out, and when."""

    decision: str
    on: date
    money: Money
    cites: str


@dataclass(frozen=True, slots=True)
class KnownAmount:
    """The latest version of an amount: by which determination or assessment, and since when."""

    decision: str
    certification: str
    """The certification of whose period it is; `RATE` for the rate of the claim."""
    on: date
    money: Money
    cites: str
    earlier: tuple[EarlierAmount, ...] = ()
    """Those that it replaced, by their ids."""
    ended_on: date | None = None
    """Since when no amount holds any more, as when the claim is refused."""

    @property
    def as_earlier(self) -> EarlierAmount:
        """This one, once another has replaced it."""
        return EarlierAmount(self.decision, self.on, self.money, self.cites)

    def with_earlier(self, *more: EarlierAmount) -> KnownAmount:
        """The amount with others that it replaced, whichever was heard of first."""
        all_of_them = {amount.decision: amount for amount in (*self.earlier, *more) if amount.decision != self.decision}
        return replace(self, earlier=tuple(all_of_them[key] for key in sorted(all_of_them)))

    def as_it_was(self, decision: str) -> KnownAmount | None:
        """The amount as this determination or assessment had it; None if it never said so."""
        if decision == self.decision:
            return self
        known = next((amount for amount in self.earlier if amount.decision == decision), None)
        if known is None:
            return None
        return replace(self, decision=known.decision, on=known.on, money=known.money, cites=known.cites)


def replaced(before: KnownAmount | None, now: KnownAmount) -> KnownAmount:
    """The amount that holds now, which remembers those before it."""
    return now if before is None else now.with_earlier(before.as_earlier, *before.earlier)


def amount_of(key: str, amounts: Iterable[KnownAmount]) -> KnownAmount | None:
    """The amount that holds of those that a determination or an assessment with this id has worked out."""
    return next((amount for amount in amounts if amount.as_it_was(key) is not None), None)


def as_question_about(now: KnownAmount, key: str, claim: str, contest_by: date | None) -> AskedQuestion:
    """The amount with this key as a question that stands decided, so that it can be contested like any other."""
    amount = now.as_it_was(key) or now
    says = f"The amount is {amount.money}."
    if now.ended_on is not None:
        says = f"The amount was {amount.money}. Since {now.ended_on} none holds: the claim is not granted any more."
    elif amount.decision != now.decision:
        says = f"The amount was {amount.money}. Since {now.on} it is {now.money}, by {now.decision}."
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
