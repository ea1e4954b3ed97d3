"""Turns the bank's messages into events whose ids follow from the messages, and looks again at what waits.

What is not understood is kept for a named person, and nothing beside it waits. When a later message, or a person, says
more, it is held against our books once more: a booking of a file less a payment fits as soon as that one was refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from contracts.bank import BankReported
from contracts.base import Envelope, derived_id, seal
from services.payments.bank import credit_entries, interlock, mailbox, open_items, statement_days
from services.payments.bank.evidence import BankMessage, Reported, Unclear
from services.payments.bank.judging import judge
from services.payments.bank.matching import Matched, match_bookings
from services.payments.bank.open_items import Explanation, OpenItem, bank_code
from services.payments.bank.our_payments import OurBooks, our_books
from services.payments.bank.references import EntryIdentity
from services.payments.bank.sealed_files import OPEN, move
from services.payments.bank.told_entries import ToldEntries
from services.runtime.privacy.cipher import Cipher

_OF_OURS = re.compile(r"TIDEOVER-[0-9]{8}-P[0-9]{4}-[0-9]{4}")
"""The names that the end of a day gives to files (`schedule.py`)."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What is to be told now, and what counts as handed on once it is in the log."""

    envelopes: tuple[Envelope, ...] = ()
    messages: tuple[str, ...] = ()
    """By digest."""
    items: tuple[UUID, ...] = ()
    """Open items of which a person, or a later message, said what they are."""
    credits: tuple[str, ...] = ()
    """Money that came in and was told as a repayment, by the bank's reference."""


def collect(connection: Connection, cipher: Cipher) -> Collected:
    """All that is to be told: of messages that are new, of what fits by now, and of what named persons said.

    It is told again, with the same ids, until it was `handed_on`.
    """
    messages = mailbox.waiting(connection, cipher)
    envelopes = take_in(connection, messages.values())
    if messages or open_items.to_be_told(connection):
        look_again(connection, cipher, max(messages.values(), key=_order, default=None))
    told = open_items.to_be_told(connection)
    of_items = (envelope for of_item in told.values() for envelope in of_item)
    credit_entries.keep(connection, messages.values())
    shown = credit_entries.to_be_told(connection)
    return Collected((*envelopes, *of_items, *shown.values()), tuple(messages), tuple(told), tuple(shown))


def handed_on(connection: Connection, collected: Collected) -> None:
    """Note that what was collected stands in the log."""
    mailbox.mark(connection, dict.fromkeys(collected.messages, mailbox.DONE))
    open_items.mark_told(connection, collected.items)
    credit_entries.mark_told(connection, collected.credits)


def take_in(connection: Connection, messages: Iterable[BankMessage]) -> list[Envelope]:
    """Note what is said of whole files and what waits; seal what is said of payments, oldest message first."""
    ordered = sorted(messages, key=_order)
    evidence = Evidence.of(connection, ordered)
    envelopes: list[Envelope] = []
    for message in ordered:
        judged = evidence.judge(connection, message)
        for report in judged.reported:
            evidence.told.note(report, message.id)
            envelopes.append(_sealed(message, report, evidence.books))
        open_items.put(connection, message.id, message.sha256, judged.unclear)
        statement_days.keep(connection, message.sha256, message.id, message.days)
    evidence.told.save(connection)
    return envelopes


def look_again(connection: Connection, cipher: Cipher, latest: BankMessage | None) -> None:
    """Hold what waits against all that is known by now; what fits is to be told, for the latest message said so."""
    items: dict[str, list[OpenItem]] = {}
    for item in open_items.waiting(connection):
        items.setdefault(item.sha256, []).append(item)
    messages = mailbox.stored(connection, cipher, items)
    evidence = Evidence.of(connection, messages.values())
    for sha256, message in sorted(messages.items(), key=lambda stored: _order(stored[1])):
        judged = evidence.judge(connection, message)
        for item in items[sha256]:
            if explanation := _explanation(item, judged, latest or message):
                _explain(connection, evidence, item, explanation)
    evidence.told.save(connection)


def _order(message: BankMessage) -> tuple[object, str]:
    return message.created_at, message.id


@dataclass(frozen=True, slots=True)
class JudgedMessage:
    """What a message reports, what of it waits, and what of it another message explains: that one's id by place."""

    reported: tuple[Reported, ...]
    unclear: tuple[Unclear, ...]
    explained: dict[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What messages are held against: our payments and files, and what was told before."""

    books: OurBooks
    told: ToldEntries

    @classmethod
    def of(cls, connection: Connection, messages: Iterable[BankMessage]) -> Evidence:
        """All that these messages name."""
        messages = list(messages)
        books = our_books(connection, messages)
        stages = {identifier: payment.stage for identifier, payment in books.payments.items()}
        return cls(books, ToldEntries.of(connection, stages, _identifiers(messages), _identities(messages)))

    def judge(self, connection: Connection, message: BankMessage) -> JudgedMessage:
        """What follows from a message; the files that it speaks of are moved along."""
        matched = self._matched(connection, message)
        doubts = {id(report): self.told.doubt_of(report) for report in matched.reported}
        doubtful = [
            Unclear(report.place, doubts[id(report)], report.booked_on, report.identity.in_doubt())
            for report in matched.reported
            if doubts[id(report)]
        ]
        unclear = [*message.unclear, *matched.unclear]
        told = {part.place: self.told.explains(part, message.id) for part in unclear}
        return JudgedMessage(
            reported=tuple(report for report in matched.reported if not doubts[id(report)]),
            unclear=(*doubtful, *(part for part in unclear if not told[part.place])),
            explained={place: by for place, by in told.items() if by},
        )

    def _matched(self, connection: Connection, message: BankMessage) -> Matched:
        matched = match_bookings(message.booked, self.books, self.told.refused)
        for answer in message.answers:
            judged, state = judge(answer, self.books)
            matched.reported += judged.reported
            matched.unclear += judged.unclear
            if state is not None:
                move(connection, answer.file, state, only_from=OPEN)
            if answer.file not in self.books.files and _OF_OURS.fullmatch(answer.file):
                interlock.hold(connection, [answer.file], interlock.NAMED_BY_THE_BANK)
        return matched


def _identifiers(messages: Iterable[BankMessage]) -> Iterator[str]:
    for message in messages:
        yield from (booking.end_to_end for booking in message.booked if booking.end_to_end)
        yield from (one.end_to_end for answer in message.answers for one in answer.payments if one.end_to_end)


def _identities(messages: Iterable[BankMessage]) -> Iterator[EntryIdentity]:
    for message in messages:
        yield from (booking.identity for booking in message.booked)
        yield from (part.identity for part in message.unclear)


def _explanation(item: OpenItem, judged: JudgedMessage, latest: BankMessage) -> Explanation | None:
    """Why an item need not wait any more; None while it does."""
    if by := judged.explained.get(item.place):
        return Explanation(by, latest.created_at)
    if any(part.place == item.place for part in judged.unclear):
        return None
    reports = tuple(report for report in judged.reported if f"{report.place}/".startswith(f"{item.place}/"))
    return Explanation(latest.id, latest.created_at, reports) if item.place and reports else None


def _explain(connection: Connection, evidence: Evidence, item: OpenItem, explanation: Explanation) -> None:
    """Close an item, unless what it says is of payments that are not here or that another part was told of."""
    if all(report.end_to_end in evidence.books.payments for report in explanation.reports) and open_items.explain(
        connection, item, explanation
    ):
        for report in explanation.reports:
            evidence.told.note(report, item.message)


def _sealed(message: BankMessage, report: Reported, books: OurBooks) -> Envelope:
    """The event for the person who is paid; for nobody's payment its subject is the identifier itself."""
    payment = books.payments.get(report.end_to_end)
    event = BankReported(
        end_to_end=report.end_to_end,
        result=report.result,
        amount=report.amount,
        charges=report.charges,
        booked_on=report.booked_on,
        bank_code=bank_code(report.code),
        message=message.id,
    )
    return seal(
        event,
        subject=payment.person if payment else report.end_to_end,
        source="/bank",
        time=message.created_at,
        event_id=derived_id("bank", message.sha256, report.place, report.end_to_end, report.result.value),
    )
