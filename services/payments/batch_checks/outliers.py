"""What is pointed out of payments to those who release them. Pure; nothing here is a finding against anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from contracts.values import Money, Period
from services.payments.batch_checks.payments_in import EarlierPayment, PaymentToRelease

DAYS_OF_A_WEEK = 7
MONTHS_OF_A_YEAR = 12


class OutlierKind(StrEnum):
    """Why a payment is pointed out."""

    ABOVE_THE_MOST = "above_the_most"
    PAID_TWICE = "two_payments"
    SHARED_ACCOUNT = "shared_account"
    NEW_ACCOUNT = "new_account"
    FIRST_PAYMENT = "first_payment"
    LONG_ARREARS = "long_arrears"
    CAME_BACK_BEFORE = "came_back_before"


@dataclass(frozen=True, slots=True)
class Outlier:
    """A payment that is pointed out, and why in words; never with an account."""

    kind: OutlierKind
    payment: PaymentToRelease
    says: str


@dataclass(frozen=True, slots=True)
class Rate:
    """The most that a scheme pays on a claim for a day, a week or a month."""

    most: Money
    per: Literal["day", "week", "month"]

    def for_days(self, days: Period) -> int:
        """The most for these days in minor units: a week or a month that is touched counts as whole."""
        if self.per == "day":
            return self.most.minor * days.days
        if self.per == "week":
            return self.most.minor * -(-days.days // DAYS_OF_A_WEEK)
        first, last = days.start, date.fromordinal(days.end.toordinal() - 1)
        months = (last.year - first.year) * MONTHS_OF_A_YEAR + last.month - first.month + 1
        return self.most.minor * months


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the payments themselves."""

    day: date
    arrears_weeks: int
    rates: Mapping[tuple[str, str], Rate] = field(default_factory=dict)
    """By person and claim."""
    earlier: Mapping[str, Sequence[EarlierPayment]] = field(default_factory=dict)
    shared: Mapping[str, int] = field(default_factory=dict)
    """By person, to how many people's account they are paid, where it is more than one."""
    new_accounts: frozenset[str] = frozenset()
    """Who is paid to another account than the last time."""


def outliers(payments: Sequence[PaymentToRelease], beside: Beside) -> list[Outlier]:
    """Everything that is pointed out, by payment."""
    by_person: defaultdict[str, list[PaymentToRelease]] = defaultdict(list)
    for payment in payments:
        by_person[payment.person].append(payment)
    return [
        Outlier(kind, payment, says)
        for payment in payments
        for kind, says in _of(payment, by_person[payment.person], beside)
    ]


def _of(
    payment: PaymentToRelease, all_theirs: Sequence[PaymentToRelease], beside: Beside
) -> Iterator[tuple[OutlierKind, str]]:
    rate = beside.rates.get((payment.person, payment.claim))
    if rate is not None and (most := _most_of(all_theirs, payment, rate)) < _paid(all_theirs, payment):
        of_most = Money(minor=most, currency=payment.money.currency)
        yield OutlierKind.ABOVE_THE_MOST, f"the most for these days is {of_most} ({rate.most} a {rate.per})"
    if len(all_theirs) > 1:
        yield OutlierKind.PAID_TWICE, f"{len(all_theirs)} payments to this person"
    if payment.person in beside.shared:
        yield OutlierKind.SHARED_ACCOUNT, f"{beside.shared[payment.person]} people are paid to this account"
    if payment.person in beside.new_accounts:
        yield OutlierKind.NEW_ACCOUNT, "another account than the last time"
    earlier = beside.earlier.get(payment.person, ())
    if not earlier:
        yield OutlierKind.FIRST_PAYMENT, "nothing was paid to this person before"
    if any(before.came_back for before in earlier):
        yield OutlierKind.CAME_BACK_BEFORE, "a payment to this person came back before"
    weeks = (beside.day - payment.period.start).days // DAYS_OF_A_WEEK
    if weeks > beside.arrears_weeks:
        yield OutlierKind.LONG_ARREARS, f"it pays for days that are {weeks} weeks past"


def _most_of(all_theirs: Iterable[PaymentToRelease], payment: PaymentToRelease, rate: Rate) -> int:
    """For the days of all payments of the claim that meet this one, each run of days once."""
    spans = sorted((other.period.start, other.period.end) for other in _meeting(all_theirs, payment))
    most, end = 0, date.min
    for start, until in spans:
        if max(start, end) < until:
            most += rate.for_days(Period(start=max(start, end), end=until))
            end = until
    return most


def _paid(all_theirs: Iterable[PaymentToRelease], payment: PaymentToRelease) -> int:
    return sum(other.money.minor for other in _meeting(all_theirs, payment))


def _meeting(all_theirs: Iterable[PaymentToRelease], payment: PaymentToRelease) -> list[PaymentToRelease]:
    """The payments of the same claim for any of the same days, itself among them."""
    return [other for other in all_theirs if other.claim == payment.claim and other.period.overlaps(payment.period)]
