"""The bank's messages: stored as they came, then turned into events whose ids follow from the messages.

Whatever cannot be stored, read or matched is kept for a named person, and nothing beside it waits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from contracts.bank import BankReported, BankResult
from contracts.base import Envelope, derived_id, seal
from services.payments.bank import interlock, open_items
from services.payments.bank.bank_file import digest
from services.payments.bank.bank_messages import NOT_FOR_US, READ, MessageUnreadable, message_key, read_message
from services.payments.bank.evidence import BankMessage, Reported, Unclear
from services.payments.bank.judging import judge
from services.payments.bank.matching import match_bookings
from services.payments.bank.open_items import FIELD
from services.payments.bank.our_payments import OurBooks, our_books
from services.payments.bank.sealed_files import OPEN, move
from services.payments.model import PaymentStage
from services.payments.tables import bank_message
from services.runtime.database import chain
from services.runtime.database.store import chunks
from services.runtime.privacy.cipher import CannotOpen, Cipher
from services.runtime.process.logs import log

NEW, DONE = "new", "done"
STRANGE = "strange"
"""The kind of what a mailbox listed that is no message at all."""

_OF_OURS = re.compile(r"TIDEOVER-[0-9]{8}-P[0-9]{4}-[0-9]{4}")
"""The names that the end of a day gives to files (`schedule.py`)."""
_CODE = re.compile(r"[A-Z0-9]{3,4}")
_KIND = re.compile(r"[A-Za-z0-9._:-]{1,40}")
"""What a kind of message is written with: it is stored beside the message, so it must be text that can be stored."""
_CONTRADICTS = {
    BankResult.REJECTED: {PaymentStage.SETTLED, PaymentStage.RETURNED},
    BankResult.SETTLED: {PaymentStage.REJECTED},
    BankResult.RETURNED: {PaymentStage.REJECTED},
}
_STAGES = {
    BankResult.REJECTED: PaymentStage.REJECTED,
    BankResult.SETTLED: PaymentStage.SETTLED,
    BankResult.RETURNED: PaymentStage.RETURNED,
}


def keep(connection: Connection, cipher: Cipher, listing: bytes) -> int:
    """Store what a mailbox lists and is not here yet, whatever it is; how many."""
    wanted = {digest(body.encode()): (kind, body) for kind, body in _listed(listing)}
    stored: set[str] = set()
    for chunk in chunks(wanted):
        stored.update(connection.scalars(select(bank_message.c.sha256).where(bank_message.c.sha256.in_(chunk))))
    sealed = cipher.seal({sha256: {FIELD: body} for sha256, (_, body) in wanted.items() if sha256 not in stored})
    rows = [
        {"sha256": sha256, "kind": wanted[sha256][0], "body_sealed": fields[FIELD], "state": NEW}
        for sha256, fields in sealed.items()
    ]
    chain.insert(connection, bank_message, rows)
    return len(rows)


def _listed(listing: bytes) -> Iterator[tuple[str, str]]:
    """Kind and text of each message that is for us. What is no message is taken as it stands, as `STRANGE`."""
    try:
        items = json.loads(listing)
    except (ValueError, RecursionError):
        yield STRANGE, listing.decode("utf-8", "backslashreplace")
        return
    for item in items if isinstance(items, list) else [items]:
        kind, body = (item.get("type"), item.get("body")) if isinstance(item, dict) else (None, None)
        if isinstance(kind, str) and kind.startswith(NOT_FOR_US):
            continue
        if isinstance(kind, str) and kind.startswith(READ) and _KIND.fullmatch(kind) and _is_text(body):
            yield kind, str(body)
        else:
            yield STRANGE, json.dumps(item)


def _is_text(body: Any) -> bool:
    """Whether this is a text that can be stored: half of a character (a lone surrogate) cannot."""
    return isinstance(body, str) and not any("\ud800" <= sign <= "\udfff" for sign in body)


def waiting(connection: Connection, cipher: Cipher) -> dict[str, BankMessage]:
    """Messages that were not handed on yet, by digest; one that cannot be read waits for a person and is logged."""
    messages: dict[str, BankMessage] = {}
    query = select(bank_message).where(bank_message.c.state == NEW)
    for row in connection.execute(query.order_by(bank_message.c.sha256)).all():
        try:
            messages[row.sha256] = _read(row.kind, cipher.open(row.sha256, FIELD, row.body_sealed))
        except (MessageUnreadable, CannotOpen) as fault:
            log.error("bank_message_unreadable", topic=row.kind[:8])
            why = str(fault) if isinstance(fault, MessageUnreadable) else "The stored bytes cannot be opened."
            open_items.put(connection, message_key(None, row.sha256), row.sha256, [Unclear("", why)])
            mark(connection, {row.sha256: DONE})
    return messages


def _read(kind: str, body: str) -> BankMessage:
    if kind == STRANGE:
        raise MessageUnreadable("The mailbox lists something that is no message of a kind that is read here.")
    return read_message(kind, body.encode())


def mark(connection: Connection, states: Mapping[str, str]) -> None:
    """Note what became of messages, by digest."""
    for sha256, state in states.items():
        connection.execute(update(bank_message).where(bank_message.c.sha256 == sha256).values(state=state))
    for chunk in chunks(states):
        chain.note_stored(connection, bank_message, bank_message.c.sha256.in_(chunk))


def take_in(connection: Connection, messages: Iterable[BankMessage]) -> list[Envelope]:
    """Note what is said of whole files and what waits; seal what is said of payments, oldest message first."""
    ordered = sorted(messages, key=lambda message: (message.created_at, message.id))
    books = our_books(connection, ordered)
    ends = {identifier: payment.stage for identifier, payment in books.payments.items()}
    envelopes: list[Envelope] = []
    for message in ordered:
        reported, unclear = _matched(connection, message, books, ends)
        for said in reported:
            if ends.get(said.end_to_end) in _CONTRADICTS[said.result]:
                unclear.append(Unclear(said.place, "The bank contradicts what it said before.", said.booked_on))
                continue
            ends[said.end_to_end] = _STAGES[said.result]
            envelopes.append(_sealed(message, said, books))
        open_items.put(connection, message.id, message.sha256, unclear)
    return envelopes


def _matched(
    connection: Connection, message: BankMessage, books: OurBooks, ends: Mapping[str, PaymentStage]
) -> tuple[list[Reported], list[Unclear]]:
    """What a message reports, and what of it waits; the files that it speaks of are moved along."""
    refused = {identifier for identifier, stage in ends.items() if stage is PaymentStage.REJECTED}
    matched = match_bookings(message.booked, books, refused)
    for answer in message.answers:
        judged, state = judge(answer, books)
        matched.reported += judged.reported
        matched.unclear += judged.unclear
        if state is not None:
            move(connection, answer.file, state, only_from=OPEN)
        if answer.file not in books.files and _OF_OURS.fullmatch(answer.file):
            interlock.hold(connection, [answer.file], interlock.NAMED_BY_THE_BANK)
    return matched.reported, [*message.unclear, *matched.unclear]


def _sealed(message: BankMessage, said: Reported, books: OurBooks) -> Envelope:
    """The event for the person who is paid; for nobody's payment its subject is the identifier itself."""
    payment = books.payments.get(said.end_to_end)
    event = BankReported(
        end_to_end=said.end_to_end,
        result=said.result,
        amount=said.amount,
        charges=said.charges,
        booked_on=said.booked_on,
        bank_code=said.code if said.code and _CODE.fullmatch(said.code) else None,
        message=message.id,
    )
    return seal(
        event,
        subject=payment.person if payment else said.end_to_end,
        source="/bank",
        time=message.created_at,
        event_id=derived_id("bank", message.sha256, said.place, said.end_to_end, said.result.value),
    )
