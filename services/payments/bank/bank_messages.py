"""Reading what a bank sends: pain.002 (status), camt.053 and camt.054 (booked), pacs.004 (returned).

A message is read entry by entry. What is not understood is listed as `Unclear` and stops nothing beside it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from lxml import etree

from services.payments.bank.bank_file import digest
from services.payments.bank.bookings import bookings
from services.payments.bank.documents import ROOTS, MessageUnreadable, document, text_of
from services.payments.bank.evidence import BankMessage, Unclear
from services.payments.bank.plausible_days import MessageDay
from services.payments.bank.returns import returns
from services.payments.bank.schema_values import NotUnderstood, day, moment
from services.payments.bank.statement_days import statement_days
from services.payments.bank.status_report import answers

__all__ = ["NOT_FOR_US", "READ", "MessageUnreadable", "message_key", "read_message"]

READ = tuple(ROOTS)
"""The kinds of message that say what became of a payment."""
NOT_FOR_US = ("camt.052",)
"""Kinds that are left: a report in the course of a day is provisional, and what is booked comes in a statement."""

_NOT_A_KEY = re.compile(r"[^A-Za-z0-9:_./\-]+")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_./\-]{0,79}")
_UNDATED = datetime(1900, 1, 1, tzinfo=UTC)


def read_message(kind: str, body: bytes) -> BankMessage:
    """Read a message of one of the kinds in `READ`. Raises `MessageUnreadable` if nothing of it can be read."""
    content = document(kind, body)
    created_at = _created_at(content)
    made = MessageDay.of(created_at)
    sha256 = digest(body)
    identity = message_key(text_of(content, "GrpHdr/MsgId"), sha256)
    if kind.startswith("pain.002"):
        if made.made_on is None:
            raise MessageUnreadable("The report does not say when it was made.")
        said, doubts = answers(content, made.made_on)
        return BankMessage(identity, sha256, created_at or _UNDATED, (), tuple(said), tuple(doubts))
    read = returns if kind.startswith("pacs.004") else bookings
    booked, unclear = read(content, made)
    dated = created_at or _midnight(max((booking.booked_on for booking in booked), default=_UNDATED.date()))
    days = tuple(statement_days(content)) if kind.startswith("camt.053") else ()
    strange = tuple(_empty(content, created_at) + unclear)
    return BankMessage(identity, sha256, dated, tuple(booked), unclear=strange, days=days)


def message_key(written: str | None, sha256: str) -> str:
    """A message's own identity as a key: as it is written, or mended and made unique by the digest of its bytes."""
    if written and _KEY.fullmatch(written):
        return written
    mended = _NOT_A_KEY.sub("-", written or "").strip("-:_./")[:60]
    return f"{mended or 'message'}:{sha256[:16]}"


def _created_at(content: etree._Element) -> datetime | None:
    """When the message says it was made, within reason; its first statement says so too."""
    for path in ("GrpHdr/CreDtTm", "Stmt/CreDtTm", "Ntfctn/CreDtTm"):
        try:
            created_at = moment(text_of(content, path) or "")
            day(created_at.date().isoformat())
        except NotUnderstood:
            continue
        return created_at
    return None


def _midnight(of: date) -> datetime:
    return datetime(of.year, of.month, of.day, tzinfo=UTC)


def _empty(content: etree._Element, created_at: datetime | None) -> list[Unclear]:
    """A message without so much as a header is no message, though it is well-formed."""
    if len(content) and (created_at is not None or content.find("GrpHdr") is not None):
        return []
    return [Unclear("", "The message is empty.")]
