"""A payment file in ISO 20022 pain.001.001.09: equal payments give equal bytes, and the bytes are read back.

No name and no address of a payee is written: the account alone says whom to pay, and what a file does not hold it
cannot leak. A bank whose profile asks for names needs another writer here, and only here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from lxml import etree

from services.payments.bank_details import is_iban

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_NS = f"{{{NAMESPACE}}}"

MINOR_DIGITS = {
    **dict.fromkeys(("USD", "EUR", "GBP", "CAD", "AUD", "CHF", "DKK", "SEK", "NOK", "ZAR", "BRL", "CNY", "THB"), 2),
    **dict.fromkeys(("JPY", "KRW", "VND", "CLP"), 0),
    **dict.fromkeys(("KWD", "JOD", "TND", "BHD"), 3),
}
"""Decimals of the currencies served (ISO 4217); an unknown one is an error, not a guess."""


@dataclass(frozen=True, slots=True)
class Payer:
    """The institution that pays: its name, its account, and its bank."""

    name: str = "Unemployment Insurance Fund"
    account: str = "NL41MOCK0000000001"
    bic: str = "MOCKNL2AXXX"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment of a file: the account is in the clear here, and nowhere else."""

    end_to_end: str
    account: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Control:
    """What a file says of itself in its header, and what its payments really are."""

    name: str
    count: int
    sum_minor: int


class FileInconsistent(Exception):
    """The bytes of a file do not say what its rows say; nothing may be sealed or sent."""


def digest(body: bytes) -> str:
    """The SHA-256 of a file, by which a changed byte is noticed."""
    return hashlib.sha256(body).hexdigest()


def build(*, name: str, day: date, currency: str, payer: Payer, transfers: Sequence[Transfer]) -> bytes:
    """The file's bytes, a pure function of what is given. `day` is when it is to be carried out.

    Raises `FileInconsistent` if the bytes read back say anything else.
    """
    buffer = BytesIO()
    total = sum(one.amount_minor for one in transfers)
    with etree.xmlfile(buffer, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{_NS}Document", nsmap={None: NAMESPACE}), xml.element(f"{_NS}CstmrCdtTrfInitn"):
            summary = (len(transfers), decimal(total, currency))
            _group_header(xml, name, day, summary, payer)
            with xml.element(f"{_NS}PmtInf"):
                _payment_header(xml, name, day, summary, payer)
                for one in transfers:
                    _transfer(xml, one, currency)
    body = buffer.getvalue()
    if control_of(body) != Control(name, len(transfers), total):
        raise FileInconsistent(f"the bytes of {name} do not say what its payments say")
    return body


def control_of(body: bytes) -> Control:
    """Read a file back and count it. Raises `FileInconsistent` if its header disagrees with its payments."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    amounts = [(one.get("Ccy", ""), one.text or "") for one in root.iter(f"{_NS}InstdAmt")]
    total = sum(minor(text, currency) for currency, text in amounts)
    said_count = {_text(root, "GrpHdr/NbOfTxs"), _text(root, "PmtInf/NbOfTxs")}
    said_sum = {minor(_text(root, f"{part}/CtrlSum"), amounts[0][0]) for part in ("GrpHdr", "PmtInf") if amounts}
    if said_count != {str(len(amounts))} or said_sum != {total} or len({currency for currency, _ in amounts}) != 1:
        raise FileInconsistent("the file's header disagrees with its payments")
    return Control(_text(root, "GrpHdr/MsgId"), len(amounts), total)


def decimal(amount_minor: int, currency: str) -> str:
    """Minor units as the file writes them. Raises `FileInconsistent` for a currency whose decimals are not known."""
    digits = _digits(currency)
    whole, part = divmod(amount_minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def minor(text: str, currency: str) -> int:
    """An amount as written in a bank's message, in minor units. Raises `FileInconsistent` for too many decimals."""
    digits = _digits(currency)
    whole, _, part = text.partition(".")
    if not (whole + part).isdecimal() or part[digits:].strip("0"):
        raise FileInconsistent(f"an amount in {currency} has at most {digits} decimals and no sign")
    return int(whole + part[:digits].ljust(digits, "0"))


def _digits(currency: str) -> int:
    if currency not in MINOR_DIGITS:
        raise FileInconsistent(f"the decimals of the currency {currency!r} are not known here")
    return MINOR_DIGITS[currency]


def _text(root: etree._Element, path: str) -> str:
    steps = "/".join(f"{_NS}{step}" for step in ("CstmrCdtTrfInitn", *path.split("/")))
    return root.findtext(steps) or ""


@contextmanager
def _within(xml: Any, *names: str) -> Iterator[None]:
    if not names:
        yield
        return
    with xml.element(_NS + names[0]), _within(xml, *names[1:]):
        yield


def _leaf(xml: Any, path: str, text: str, **attributes: str) -> None:
    *above, name = path.split("/")
    with _within(xml, *above), xml.element(_NS + name, attributes):
        xml.write(text)


def _group_header(xml: Any, name: str, day: date, summary: tuple[int, str], payer: Payer) -> None:
    with _within(xml, "GrpHdr"):
        _leaf(xml, "MsgId", name)
        _leaf(xml, "CreDtTm", f"{day}T00:00:00+00:00")  # of the day, not of the clock: a rebuilt file is the same
        _leaf(xml, "NbOfTxs", str(summary[0]))
        _leaf(xml, "CtrlSum", summary[1])
        _leaf(xml, "InitgPty/Nm", payer.name)


def _payment_header(xml: Any, name: str, day: date, summary: tuple[int, str], payer: Payer) -> None:
    _leaf(xml, "PmtInfId", name)
    _leaf(xml, "PmtMtd", "TRF")
    _leaf(xml, "NbOfTxs", str(summary[0]))
    _leaf(xml, "CtrlSum", summary[1])
    _leaf(xml, "ReqdExctnDt/Dt", day.isoformat())
    _leaf(xml, "Dbtr/Nm", payer.name)
    _account(xml, "DbtrAcct", payer.account)
    _leaf(xml, "DbtrAgt/FinInstnId/BICFI", payer.bic)


def _transfer(xml: Any, one: Transfer, currency: str) -> None:
    routing, _, account = one.account.rpartition(":")
    with _within(xml, "CdtTrfTxInf"):
        _leaf(xml, "PmtId/EndToEndId", one.end_to_end)
        _leaf(xml, "Amt/InstdAmt", decimal(one.amount_minor, currency), Ccy=currency)
        if routing:
            with _within(xml, "CdtrAgt", "FinInstnId", "ClrSysMmbId"):
                _leaf(xml, "ClrSysId/Cd", "USABA")
                _leaf(xml, "MmbId", routing)
        _account(xml, "CdtrAcct", account)


def _account(xml: Any, element: str, account: str) -> None:
    kind = "IBAN" if is_iban(account) else "Othr/Id"
    _leaf(xml, f"{element}/Id/{kind}", account)
