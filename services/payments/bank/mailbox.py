"""The bank's messages: stored as they came, then turned into events whose ids follow from the messages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select, update

from contracts.bank import BankReported, BankResult
from contracts.base import Envelope, derived_id, seal
from services.payments.bank import interlock
from services.payments.bank.bank_file import digest
from services.payments.bank.bank_messages import DUPLICATE, READ, BankMessage, MessageUnreadable, Reported, read_message
from services.payments.bank.sealed_files import FileState, is_stored, move
from services.payments.tables import bank_message, instruction
from services.runtime.database import chain
from services.runtime.database.store import chunks
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.logs import log

FIELD = "bank-message"
NEW, DONE, FOREIGN, UNREADABLE = "new", "done", "foreign", "unreadable"
_OF_OURS = re.compile(r"TIDEOVER-[0-9]{8}-P[0-9]{4}-[0-9]{4}")
"""The names that the end of a day gives to files (`schedule.py`)."""
OPEN = frozenset({FileState.SEALED, FileState.SENDING, FileState.SENT, FileState.UNKNOWN})


def keep(connection: Connection, cipher: Cipher, listing: bytes) -> int:
    """Store the messages of a mailbox listing that are of use and not here yet; how many."""
    wanted = {
        digest(listed["body"].encode()): (listed["type"], listed["body"])
        for listed in json.loads(listing)
        if listed["type"].startswith(READ)
    }
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


def waiting(connection: Connection, cipher: Cipher) -> dict[str, BankMessage]:
    """Messages that were not handed on yet, by digest; one that cannot be read is set aside and logged."""
    messages: dict[str, BankMessage] = {}
    query = select(bank_message).where(bank_message.c.state == NEW)
    for row in connection.execute(query.order_by(bank_message.c.sha256)).all():
        body = cipher.open(row.sha256, FIELD, row.body_sealed).encode()
        try:
            messages[row.sha256] = read_message(row.kind, body)
        except MessageUnreadable:
            log.error("bank_message_unreadable", topic=row.kind[:8])
            mark(connection, {row.sha256: UNREADABLE})
    return messages


def mark(connection: Connection, states: Mapping[str, str]) -> None:
    """Note what became of messages, by digest."""
    for sha256, state in states.items():
        connection.execute(update(bank_message).where(bank_message.c.sha256 == sha256).values(state=state))
    for chunk in chunks(states):
        chain.note_stored(connection, bank_message, bank_message.c.sha256.in_(chunk))


def take_in(connection: Connection, messages: Iterable[BankMessage]) -> list[Envelope]:
    """Note what is said of whole files, and seal what is said of payments, oldest message first."""
    ordered = sorted(messages, key=lambda message: (message.created_at, message.id))
    reports: list[tuple[BankMessage, Reported]] = []
    for message in ordered:
        reports += [(message, reported) for reported in (*message.payments, *_of_the_file(connection, message))]
    payees = _payees(connection, {reported.end_to_end for _, reported in reports})
    return [_sealed(message, reported, payees.get(reported.end_to_end)) for message, reported in reports]


def _of_the_file(connection: Connection, message: BankMessage) -> list[Reported]:
    """A file refused as a whole refuses each payment in it; one refused as a duplicate proves that the bank has it."""
    answer = message.file
    if answer is None:
        return []
    refused = answer.status == "RJCT" and answer.code != DUPLICATE
    state = FileState.REJECTED if refused else FileState.ACCEPTED
    move(connection, answer.name, state, only_from=OPEN)
    if _OF_OURS.fullmatch(answer.name) and not is_stored(connection, answer.name):
        interlock.hold(connection, [answer.name], interlock.NAMED_BY_THE_BANK)
    if not refused:
        return []
    query = select(instruction.c.end_to_end).where(instruction.c.file == answer.name)
    named = {reported.end_to_end for reported in message.payments}
    return [
        Reported(end_to_end, BankResult.REJECTED, message.created_at.date(), answer.code)
        for end_to_end in connection.scalars(query.order_by(instruction.c.end_to_end))
        if end_to_end not in named
    ]


def _payees(connection: Connection, end_to_ends: Iterable[str]) -> dict[str, str]:
    """Whom each payment of ours pays."""
    own = instruction.c
    payees: dict[str, str] = {}
    for chunk in chunks(sorted(end_to_ends)):
        query = select(own.end_to_end, own.person).where(own.end_to_end.in_(chunk))
        payees.update((end_to_end, person) for end_to_end, person in connection.execute(query))
    return payees


def _sealed(message: BankMessage, said: Reported, payee: str | None) -> Envelope:
    """The event for the person who is paid; for nobody's payment its subject is the identifier itself."""
    event = BankReported(
        end_to_end=said.end_to_end,
        result=said.result,
        amount=said.amount,
        booked_on=said.booked_on,
        bank_code=said.code,
        message=message.id,
    )
    return seal(
        event,
        subject=payee or said.end_to_end,
        source="/bank",
        time=message.created_at,
        event_id=derived_id("bank", message.id, said.end_to_end, said.result.value),
    )
