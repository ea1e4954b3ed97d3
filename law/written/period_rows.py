"""One certified period as written law reads it: what was certified, what is left, and the days that may be drawn on."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from contracts.eligibility import BenefitState
from contracts.intake import CertifiedWeek
from contracts.values import Period
from law.case.case import Case
from law.case.facts import FactSet
from law.case.model import Determination
from law.language.sheet.particulars import Particular
from law.language.terms.calendar import first_of_month, first_of_next_month
from law.language.terms.values import Number, Value
from law.questions.certified_period import DAYS_OF_A_MONTH
from law.written.account import Account, Limits
from law.written.arithmetic import doubtful
from law.written.rows import ClaimRows

NEVER_DRAWN = frozenset({BenefitState.CLOSED, BenefitState.DISQUALIFIED})
"""What the days are for which the claim may not be drawn on."""


class ClaimOfPeriods(NamedTuple):
    """A claim with its determination: what every period of it starts from."""

    rows: ClaimRows
    determination: Determination
    limits: Limits
    open: tuple[Period, ...]
    """The days for which it may be drawn on."""

    @classmethod
    def of(cls, rows: ClaimRows, determination: Determination, limits: Limits) -> ClaimOfPeriods:
        """With the stretches of the timeline that may be drawn on."""
        stretches = (part.period for part in determination.timeline if part.state not in NEVER_DRAWN)
        return cls(rows, determination, limits, tuple(stretches))


class PeriodRows:
    """A certified period of a claim, and what the periods before it left."""

    def __init__(self, claim: ClaimOfPeriods, certified: CertifiedWeek, certification: str, account: Account) -> None:
        self.claim, self.certified, self.certification, self.account = claim, certified, certification, account
        self.begins = claim.rows.begins
        self.day = max(certified.period.start, self.begins)
        """The day on which particulars of the period are asked."""
        self.length = certified.period.days

    @property
    def facts(self) -> FactSet:
        """Everything that is stated of the person."""
        return self.claim.rows.case.facts

    @property
    def earned_minor(self) -> int:
        """The certified earnings. Raises `Doubtful` on foreign money."""
        earned = self.certified.earnings
        if earned.currency != self.claim.rows.case.currency:
            doubtful("The earnings are certified in another currency: what was earned?")
        return earned.minor

    @property
    def left(self) -> Number:
        """What is left of the limit before the period; money in minor units."""
        account = self.account
        return account.minor if account.units is None else account.units

    @property
    def used(self) -> Number:
        """What is used of the limit before the period; of money it says nothing."""
        return self.account.used(self.claim.limits)

    @property
    def waiting_left(self) -> Number:
        """What is still to be waited for before the period."""
        return self.account.waiting

    @cached_property
    def days(self) -> list[date]:
        """Every day of the period."""
        return [self.certified.period.start + timedelta(days=number) for number in range(self.length)]

    def is_payable(self, day: date) -> bool:
        """Whether the claim may be drawn on for a day."""
        return any(stretch.start <= day < stretch.end for stretch in self.claim.open)

    @cached_property
    def _payable(self) -> list[tuple[date, date]]:
        """The stretches of the period for which the claim may be drawn on."""
        period = self.certified.period
        parts = ((max(period.start, one.start), min(period.end, one.end)) for one in self.claim.open)
        return [(start, end) for start, end in parts if start < end]

    @property
    def payable_days(self) -> int:
        """The days for which the claim may be drawn on."""
        return sum([(end - start).days for start, end in self._payable])

    @property
    def payable_days_of_thirty(self) -> int:
        """The same, but thirty for each calendar month that is payable as a whole, and never more in a month."""
        of_months: dict[date, int] = {}
        for start, end in self._payable:
            for first, after in pairwise(_edges(start, end)):
                month = first_of_month(first)
                of_months[month] = of_months.get(month, 0) + (after - first).days
        return sum([_of_thirty(month, days) for month, days in of_months.items()])

    def stated(self, particular: Particular) -> Value | None:
        """What is stated under a particular on the first day of the period; None where nothing is."""
        return self.claim.rows.stated_on(particular, self.day)

    def stated_on(self, particular: Particular, day: date) -> Value | None:
        """What is stated under a particular on a day of the period."""
        return self.claim.rows.stated_on(particular, day)

    def is_stated(self, name: str) -> bool:
        """Whether anything is stated under the name of a particular on the first day of the period."""
        return self.claim.rows.is_stated_on(name, self.day)

    def is_stated_on(self, name: str, day: date) -> bool:
        """The same on a day of the period."""
        return self.claim.rows.is_stated_on(name, day)

    @cached_property
    def case(self) -> Case:
        """The period as the questions of the vocabulary are asked about it."""
        return self.claim.rows.case._replace(
            week=self.certified,
            certification=self.certification,
            determination=self.claim.determination,
            balance=self.account.as_balance(self.claim.limits),
        )


def _edges(start: date, end: date) -> list[date]:
    """The two days, with the first days of months between them."""
    edges, month = [start], first_of_next_month(start)
    while month < end:
        edges.append(month)
        month = first_of_next_month(month)
    return [*edges, end]


def _of_thirty(month: date, days: int) -> int:
    whole = (first_of_next_month(month) - month).days
    return DAYS_OF_A_MONTH if days == whole else min(days, DAYS_OF_A_MONTH)
