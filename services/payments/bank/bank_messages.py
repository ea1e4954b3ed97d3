"""Reading what a bank sends: pain.002 (status), camt.054 (booked), pacs.004 (returned), whatever the version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from lxml import etree

from contracts.bank import BankResult
from contracts.values import Money
from services.payments.bank.bank_file import FileInconsistent, minor

READ = ("pain.002", "camt.054", "pacs.004")
"""The kinds of message that say what became of a payment."""

DUPLICATE = "DUPL"
_CODE = re.compile(r"[A-Z0-9]{3,4}")
_OURS = re.compile(r"[A-Z2-7]{26}")
_NOT_A_KEY = re.compile(r"[^A-Za-z0-9:_./\-]+")


class MessageUnreadable(Exception):
    """A bank's message is not what it claims to be; never says what is in it."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What a message says of one payment. A status report names no amount."""

    end_to_end: str
    result: BankResult
    booked_on: date
    code: str | None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What a status report says of a whole file, by the name we gave it."""

    name: str
    status: str
    code: str | None


@dataclass(frozen=True, slots=True)
class BankMessage:
    """One message, read."""

    id: str
    created_at: datetime
    payments: tuple[Reported, ...]
    file: FileAnswer | None = None
    foreign: int = 0
    """How many payments it names by an identifier that we never make: a person must look at the message."""


def read_message(kind: str, body: bytes) -> BankMessage:
    """Read a message of one of the kinds in `READ`. Raises `MessageUnreadable`."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        created_at = _moment(_need(root, ".//{*}GrpHdr/{*}CreDtTm"))
        named = list(_READERS[kind[:8]](root, created_at.date()))
        payments = tuple(reported for reported in named if _OURS.fullmatch(reported.end_to_end))
        identity = _NOT_A_KEY.sub("-", _need(root, ".//{*}GrpHdr/{*}MsgId"))
        return BankMessage(identity, created_at, payments, _file_answer(root), len(named) - len(payments))
    except (etree.XMLSyntaxError, ValueError, KeyError, FileInconsistent) as error:
        raise MessageUnreadable(f"a message of kind {kind} cannot be read: {type(error).__name__}") from None


def _statuses(root: etree._Element, created_on: date) -> Iterator[Reported]:
    """Only rejections: an acceptance is a promise, and the booking tells the rest."""
    for element in root.iter("{*}TxInfAndSts"):
        if _need(element, "{*}TxSts") == "RJCT":
            code = _code(element, ".//{*}StsRsnInf/{*}Rsn/{*}Cd")
            yield Reported(_need(element, "{*}OrgnlEndToEndId"), BankResult.REJECTED, created_on, code)


def _bookings(root: etree._Element, created_on: date) -> Iterator[Reported]:
    """Debits are payments that left; credits with a return reason are payments that came back."""
    for entry in root.iter("{*}Ntry"):
        if entry.findtext("{*}Sts/{*}Cd") not in {"BOOK", None}:
            continue
        booked = entry.findtext("{*}BookgDt/{*}Dt")
        day = date.fromisoformat(booked) if booked else created_on
        for element in entry.iter("{*}TxDtls"):
            credit = (element.findtext("{*}CdtDbtInd") or _need(entry, "{*}CdtDbtInd")) == "CRDT"
            if credit and element.find("{*}RtrInf") is None:
                continue  # money that arrived for another reason is not about a payment of ours
            amount = element.find("{*}Amt") if element.find("{*}Amt") is not None else entry.find("{*}Amt")
            result = BankResult.RETURNED if credit else BankResult.SETTLED
            code = _code(element, "{*}RtrInf/{*}Rsn/{*}Cd")
            yield _with_amount(Reported(_need(element, "{*}Refs/{*}EndToEndId"), result, day, code), amount)


def _returns(root: etree._Element, created_on: date) -> Iterator[Reported]:
    of_all = root.findtext(".//{*}GrpHdr/{*}IntrBkSttlmDt")
    for element in root.iter("{*}TxInf"):
        settled_on = element.findtext("{*}IntrBkSttlmDt") or of_all
        day = date.fromisoformat(settled_on) if settled_on else created_on
        code = _code(element, ".//{*}RtrRsnInf/{*}Rsn/{*}Cd")
        back = Reported(_need(element, "{*}OrgnlEndToEndId"), BankResult.RETURNED, day, code)
        yield _with_amount(back, element.find("{*}RtrdIntrBkSttlmAmt"))


_READERS = {"pain.002": _statuses, "camt.054": _bookings, "pacs.004": _returns}


def _with_amount(said: Reported, amount: etree._Element | None) -> Reported:
    if amount is None:
        raise ValueError
    currency = amount.get("Ccy", "")
    return replace(said, amount=Money(minor=minor(amount.text or "", currency), currency=currency))


def _file_answer(root: etree._Element) -> FileAnswer | None:
    group = root.find(".//{*}OrgnlGrpInfAndSts")
    if group is None:
        return None
    status = group.findtext("{*}GrpSts") or ""
    return FileAnswer(_need(group, "{*}OrgnlMsgId"), status, _code(group, "{*}StsRsnInf/{*}Rsn/{*}Cd"))


def _need(element: etree._Element, path: str) -> str:
    text = element.findtext(path)
    if not text:
        raise ValueError
    return text


def _code(element: etree._Element, path: str) -> str | None:
    text = element.findtext(path) or ""
    return text if _CODE.fullmatch(text) else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
