"""The bank's messages, stored as they came. One that cannot be read is kept for a named person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from services.payments.bank import open_items
from services.payments.bank.bank_file import digest
from services.payments.bank.bank_messages import NOT_FOR_US, READ, MessageUnreadable, message_key, read_message
from services.payments.bank.evidence import BankMessage, Unclear
from services.payments.bank.open_items import FIELD
from services.payments.tables import bank_message
from services.runtime.database import chain
from services.runtime.database.many_rows import among
from services.runtime.database.prepared import Prepared
from services.runtime.database.store import chunks
from services.runtime.privacy.cipher import CannotOpen, Cipher
from services.runtime.process.logs import log

_HALF = re.compile("[\ud800-\udfff]")
NEW, DONE = "new", "done"
STRANGE = "strange"
"""The kind of what a mailbox listed that is no message at all."""

_KIND = re.compile(r"[A-Za-z0-9._:-]{1,40}")
"""What a kind of message is written with: it is stored beside the message, so it must be text that can be stored."""


_NEW = Prepared(select(bank_message).where(bank_message.c.state == NEW).order_by(bank_message.c.sha256))
_STORED = Prepared(select(bank_message).where(among(bank_message.c.sha256)))
_MARK = Prepared(
    update(bank_message).where(bank_message.c.sha256 == bindparam("which")).values(state=bindparam("state"))
)


def keep(connection: Connection, cipher: Cipher, listing: bytes) -> int:
    """Store what a mailbox lists and is not here yet, whatever it is; how many."""
    wanted = {digest(body.encode()): (kind, body) for kind, body in _listed(listing)}
    stored: set[str] = set()
    for chunk in chunks(wanted):
        stored.update(row.sha256 for row in _STORED.rows(connection, {"any_of": chunk}))
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
    return isinstance(body, str) and _HALF.search(body) is None


def waiting(connection: Connection, cipher: Cipher) -> dict[str, BankMessage]:
    """Messages that were not handed on yet, by digest; one that cannot be read waits for a person and is logged."""
    messages: dict[str, BankMessage] = {}
    for row in _NEW.rows(connection):
        try:
            messages[row.sha256] = _read(row.kind, cipher.open(row.sha256, FIELD, row.body_sealed))
        except (MessageUnreadable, CannotOpen) as fault:
            log.error("bank_message_unreadable", topic=row.kind[:8])
            why = str(fault) if isinstance(fault, MessageUnreadable) else "The stored bytes cannot be opened."
            open_items.put(connection, message_key(None, row.sha256), row.sha256, [Unclear("", why)])
            mark(connection, {row.sha256: DONE})
    return messages


def stored(connection: Connection, cipher: Cipher, digests: Iterable[str]) -> dict[str, BankMessage]:
    """The messages with these digests that can be read."""
    messages: dict[str, BankMessage] = {}
    for chunk in chunks(sorted(digests)):
        for row in _STORED.rows(connection, {"any_of": chunk}):
            with suppress(MessageUnreadable, CannotOpen):
                messages[row.sha256] = _read(row.kind, cipher.open(row.sha256, FIELD, row.body_sealed))
    return messages


def _read(kind: str, body: str) -> BankMessage:
    if kind == STRANGE:
        raise MessageUnreadable("The mailbox lists something that is no message of a kind that is read here.")
    return read_message(kind, body.encode())


def mark(connection: Connection, states: Mapping[str, str]) -> None:
    """Note what became of messages, by digest."""
    for sha256, state in states.items():
        _MARK.run(connection, {"which": sha256, "state": state})
    for chunk in chunks(states):
        chain.note_stored(connection, bank_message, "sha256", chunk)
