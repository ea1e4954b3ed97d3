"""Holds what was booked against our own payments: what fits exactly is reported, the rest waits for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from contracts.bank import BankResult
from contracts.values import Money
from services.payments.bank.codes import Reason, return_reason
from services.payments.bank.evidence import Booked, Flow, Reported, Unclear
from services.payments.bank.our_payments import OurBooks, OurFile, OurPayment
from services.payments.bank.references import EntryIdentity
from services.payments.model import PaymentStage

_OURS = re.compile(r"[A-Z2-7]{26}")
"""The form of an identifier that we make."""

RESULTS = {Flow.OUT: BankResult.SETTLED, Flow.BACK: BankResult.RETURNED}


@dataclass(slots=True)
class Matched:
    """What follows from a message: reports of payments, and what a person must look at."""

    reported: list[Reported] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)

    def asks(self, booking: Booked, why: str) -> None:
        """Put a booking before a person."""
        self.unclear.append(Unclear(booking.place, why, booking.booked_on, booking.identity))

    def asks_again(self, report: Reported, why: str) -> None:
        """Put before a person what looked understood."""
        self.unclear.append(Unclear(report.place, why, report.booked_on, report.identity))


def is_ours(end_to_end: str | None) -> bool:
    """Whether an identifier has the form of those that we make."""
    return end_to_end is not None and _OURS.fullmatch(end_to_end) is not None


def match_bookings(booked: tuple[Booked, ...], books: OurBooks, refused: AbstractSet[str] = frozenset()) -> Matched:
    """Hold bookings against our payments. `refused` are those that the bank refused in a message before this one."""
    matched = Matched()
    shared: dict[str, list[Booked]] = {}
    for booking in booked:
        if booking.amount is None:
            shared.setdefault(booking.identity.entry, []).append(booking)
        elif booking.flow in {Flow.IN, Flow.UNEXPLAINED}:
            _credit(booking, books, matched)
        elif is_ours(booking.end_to_end):
            _of_one_payment(booking, booking.amount, books, matched)
        else:
            _of_a_file(booking, booking.amount, books, refused, matched)
    for entry in shared.values():
        _of_an_entry(entry, books, matched)
    return _each_once(_not_before_their_files(matched, books))


def _each_once(matched: Matched) -> Matched:
    """A message that books one payment twice moved the money twice: the second time is for a person.

    Unless it tells of one entry twice, as under the same reference in two statements. Other messages are held against
    what was told before (`told_entries.py`).
    """
    told: dict[tuple[str, BankResult], EntryIdentity] = {}
    once = Matched(unclear=matched.unclear)
    for report in matched.reported:
        before = told.setdefault((report.end_to_end, report.result), report.identity)
        if before is report.identity:
            once.reported.append(report)
        elif before.entry == report.identity.entry or not before.is_of(report.identity):
            once.asks_again(report, "The message books one payment twice.")
    return once


def _not_before_their_files(matched: Matched, books: OurBooks) -> Matched:
    """Nothing is booked before the file of the payment was made."""
    kept = Matched(unclear=matched.unclear)
    for report in matched.reported:
        payment = books.payments.get(report.end_to_end)
        if payment is not None and payment.sealed_on is not None and report.booked_on < payment.sealed_on:
            kept.asks_again(report, "The day of the booking lies before the day on which the payment's file was made.")
        else:
            kept.reported.append(report)
    return kept


def _credit(booking: Booked, books: OurBooks, matched: Matched) -> None:
    """Money that arrived for another reason is not about a payment of ours, unless it names one."""
    if is_ours(booking.end_to_end) or booking.files & books.files.keys():
        matched.asks(booking, "Money came in that names a payment of ours and does not say that it is a return.")
    elif booking.flow is Flow.UNEXPLAINED:
        matched.asks(booking, "Money came in that does not say what it is.")


def _of_one_payment(booking: Booked, amount: Money, books: OurBooks, matched: Matched) -> None:
    payment = books.payments.get(booking.end_to_end or "")
    if doubt := _doubt_of_reason(booking):
        matched.asks(booking, doubt)
    elif payment is None or payment.file is None:  # this copy of the books may be older than the payment
        _of_an_unknown_payment(booking, amount, matched)
    elif booking.instructed not in {None, amount, payment.money}:
        matched.asks(booking, "The bank names another amount or currency as instructed than the payment has.")
    elif amount.currency != payment.money.currency:
        _exchanged(booking, payment, matched)
    elif amount == payment.money:
        matched.reported.append(_report(booking, payment.end_to_end, payment.money))
    elif _kept(booking, amount, payment.money) == booking.charges:
        matched.reported.append(_report(booking, payment.end_to_end, payment.money, booking.charges))
    else:
        matched.asks(booking, "The bank names another amount than the payment has, and no charge that explains it.")


def _exchanged(booking: Booked, payment: OurPayment, matched: Matched) -> None:
    """Another currency moved on the account: what was instructed says whether it is the payment.

    What comes back so is less or more than was sent, by the rates of two days, and is always for a person.
    """
    if booking.flow is Flow.OUT and booking.instructed == payment.money:
        matched.reported.append(_report(booking, payment.end_to_end, payment.money))
    else:
        matched.asks(booking, "The bank names another currency than the payment has.")


def _of_an_unknown_payment(booking: Booked, amount: Money, matched: Matched) -> None:
    """It is reported with the amount that was instructed, as far as the message itself explains what moved beside."""
    meant = booking.instructed or amount
    if meant == amount or (meant.currency != amount.currency and booking.flow is Flow.OUT):
        matched.reported.append(_report(booking, booking.end_to_end or "", meant))
    elif meant.currency == amount.currency and _kept(booking, amount, meant) == booking.charges:
        matched.reported.append(_report(booking, booking.end_to_end or "", meant, booking.charges))
    else:
        matched.asks(booking, "The bank names two amounts for a payment, and no charge that explains it.")


def _doubt_of_reason(booking: Booked) -> str:
    """Why the reason of a return needs a person; empty if it does not."""
    if booking.flow is not Flow.BACK or booking.code is None:
        return ""
    reason = return_reason(booking.code)
    if reason is Reason.DUPLICATE:
        return "Money came back as a duplicate of another payment; that one may have stayed with the payee."
    return "Money came back for a reason that is not on the list." if reason is Reason.UNCLEAR else ""


def _kept(booking: Booked, amount: Money, paid: Money) -> Money | None:
    """What a charge must be to explain the difference: a return is less by it, a debit more."""
    less = paid.minor - amount.minor
    minor = less if booking.flow is Flow.BACK else -less
    return Money(minor=minor, currency=amount.currency) if minor > 0 else None


def _report(booking: Booked, end_to_end: str, amount: Money, charges: Money | None = None) -> Reported:
    return Reported(
        place=booking.place,
        end_to_end=end_to_end,
        result=RESULTS[booking.flow],
        booked_on=booking.booked_on,
        code=booking.code,
        amount=amount,
        charges=charges,
        identity=booking.identity,
        moved=booking.amount if booking.end_to_end == end_to_end and booking.amount else amount,
    )


def _of_a_file(booking: Booked, amount: Money, books: OurBooks, refused: AbstractSet[str], matched: Matched) -> None:
    """A booking of many payments at once stands for all of a file, if amount and count are exactly the file's."""
    files = [books.files[name] for name in sorted(booking.files & books.files.keys())]
    if len(files) != 1:
        matched.asks(booking, _NOT_OURS[booking.flow])
    elif booking.flow is Flow.BACK:
        matched.asks(booking, "Money of a file came back and does not say which of its payments it is.")
    elif payments := _payments_booked(files[0], _sum_of(booking, amount), booking.count, refused):
        matched.reported += [_report(booking, payment.end_to_end, payment.money) for payment in payments]
    else:
        matched.asks(booking, "A booking of a file as a whole is not exactly the sum and number of its payments.")


def _sum_of(booking: Booked, amount: Money) -> Money | None:
    """What a booking of many payments is held against: what was instructed, if another currency moved.

    None where the message names two sums in one currency.
    """
    if booking.instructed is None or booking.instructed == amount:
        return amount
    return None if booking.instructed.currency == amount.currency else booking.instructed


_NOT_OURS = {
    Flow.OUT: "A debit that names no payment and no file of ours.",
    Flow.BACK: "Money came back that names no payment of ours.",
}


def _payments_booked(
    file: OurFile, amount: Money | None, count: int | None, refused: AbstractSet[str]
) -> tuple[OurPayment, ...]:
    """All payments of a file, or all that were not refused, whichever have this sum and number; or none."""
    if amount is None:
        return ()
    left = tuple(
        payment
        for payment in file.payments
        if payment.stage is not PaymentStage.REJECTED and payment.end_to_end not in refused
    )
    for payments in (file.payments, left):
        if _are(payments, amount) and count in {None, len(payments)}:
            return payments
    return ()


def _of_an_entry(entry: list[Booked], books: OurBooks, matched: Matched) -> None:
    """Transactions without amounts of their own: ours in our books, if together they are the entry's total."""
    payments = [books.payments.get(booking.end_to_end or "") for booking in entry]
    known = [payment for payment in payments if payment is not None]
    total = entry[0].total
    each_once = len(known) == len(entry) == len({payment.end_to_end for payment in known})
    alike = {booking.flow for booking in entry} in ({Flow.OUT}, {Flow.BACK})
    doubt = any(_doubt_of_reason(booking) for booking in entry)
    if each_once and alike and not doubt and total is not None and _are(known, total):
        matched.reported += [
            _report(booking, payment.end_to_end, payment.money) for booking, payment in zip(entry, known, strict=True)
        ]
        return
    why = "The transactions of the entry name no amounts, and do not fit its total."
    matched.unclear.append(Unclear(entry[0].identity.entry, why, entry[0].booked_on, _as_a_whole(entry[0].identity)))


def _as_a_whole(identity: EntryIdentity) -> EntryIdentity:
    """The identity of an entry, from that of a transaction in it."""
    key = identity.key.partition("|")[0]
    return EntryIdentity(identity.entry, tuple(one for one in identity.references if one.digest == key), key)


def _are(payments: Sequence[OurPayment], total: Money) -> bool:
    """Whether the payments together are exactly this amount, all in its currency."""
    currencies = {payment.money.currency for payment in payments}
    return currencies == {total.currency} and sum(payment.money.minor for payment in payments) == total.minor
