"""A payment file in ISO 20022 pain.001.001.09: equal payments give equal bytes, and the bytes are read back.

No name and no address of a payee is written: the account alone says whom to pay, and what a file does not hold it
cannot leak. A bank whose profile asks for names needs another writer here, and only here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from contracts.currencies import MINOR_DIGITS
from services.payments.bank.account_numbers import AccountMalformed, account_number, is_iban
from services.payments.bank.file_checks import faults_of

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_NS = f"{{{NAMESPACE}}}"

Summary = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Payer:
    """The institution that pays: its name, its account, and its bank."""

    name: str = "Unemployment Insurance Fund"
    account: str = "NL41MOCK0000000001"
    bic: str = "MOCKNL2AXXX"


@dataclass(frozen=True, slots=True)
class FileHeader:
    """What holds for all of a file: its name, the day it is to be carried out, its currency, and who pays."""

    name: str
    day: date
    currency: str
    payer: Payer


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment of a file: the account is in the clear here, and nowhere else."""

    end_to_end: str
    account: str
    amount_minor: int
    reference: str = ""
    """What the payee reads beside it; nothing for a person, whose letter says what it is."""


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


def build(header: FileHeader, transfers: Sequence[Transfer]) -> bytes:
    """The bytes of a file that may be sealed, a pure function of what is given.

    Raises `FileInconsistent` if the bytes read back say anything else, or are no sound file: neither may be sealed.
    """
    body = written(header, transfers)
    total = sum(transfer.amount_minor for transfer in transfers)
    if control_of(body) != Control(header.name, len(transfers), total):
        raise FileInconsistent(f"the bytes of {header.name} do not say what its payments say")
    if faults := faults_of(body):
        raise FileInconsistent(" ".join(faults))
    return body


def written(header: FileHeader, transfers: Sequence[Transfer]) -> bytes:
    """The bytes of a file, not checked: of payments that the bank has already, whatever they were."""
    total = sum(transfer.amount_minor for transfer in transfers)
    root = etree.Element(f"{_NS}Document", nsmap={None: NAMESPACE})
    initiation = _within(root, "CstmrCdtTrfInitn")
    summary = (("NbOfTxs", str(len(transfers))), ("CtrlSum", decimal(total, header.currency)))
    _group_header(initiation, header.name, header.day, summary, header.payer)
    batch = _within(initiation, "PmtInf")
    _payment_header(batch, header.name, header.day, summary, header.payer)
    for transfer in transfers:
        _transfer(batch, transfer, header.currency)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def fault_of(transfer: Transfer, currency: str) -> str:
    """Why a payment fits into no file, in a sentence; empty if it does. A payment that does not keeps back no other."""
    if not transfer.account:
        return "The account on record cannot be opened."
    try:
        account_number(transfer.account)
        decimal(transfer.amount_minor, currency)
    except (AccountMalformed, FileInconsistent) as fault:
        return str(fault)
    return "" if transfer.amount_minor > 0 else "A payment is of more than nothing."


def control_of(body: bytes) -> Control:
    """Read a file back and count it. Raises `FileInconsistent` if its header disagrees with its payments."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    amounts = [(element.get("Ccy", ""), element.text or "") for element in root.iter(f"{_NS}InstdAmt")]
    total = sum(minor(text, currency) for currency, text in amounts)
    said_count = {_text(root, "GrpHdr/NbOfTxs"), _text(root, "PmtInf/NbOfTxs")}
    said_sum = {minor(_text(root, f"{part}/CtrlSum"), amounts[0][0]) for part in ("GrpHdr", "PmtInf") if amounts}
    if said_count != {str(len(amounts))} or said_sum != {total} or len({currency for currency, _ in amounts}) != 1:
        raise FileInconsistent("the file's header disagrees with its payments")
    return Control(_text(root, "GrpHdr/MsgId"), len(amounts), total)


def accounts_in(body: bytes) -> dict[str, str]:
    """The account of each payment of a file as it was written, by the payment's identifier."""
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    accounts: dict[str, str] = {}
    for transfer in root.iter(f"{_NS}CdtTrfTxInf"):
        parts = (transfer.find(f"{_NS}{path}") for path in ("CdtrAgt", "CdtrAcct"))
        written = [text.strip() for part in parts if part is not None for text in part.itertext()]
        accounts[transfer.findtext(f"{_NS}PmtId/{_NS}EndToEndId") or ""] = ":".join(filter(None, written))
    return accounts


def decimal(amount_minor: int, currency: str) -> str:
    """Minor units as the file writes them. Raises `FileInconsistent` for a currency whose decimals are not known."""
    digits = _digits(currency)
    whole, part = divmod(amount_minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def minor(text: str, currency: str) -> int:
    """An amount as written in a bank's message, in minor units. Raises `FileInconsistent` for too many decimals."""
    digits = _digits(currency)
    whole, _, part = text.removeprefix("+").partition(".")
    if not (whole + part).isascii() or not (whole + part).isdecimal() or part[digits:].strip("0"):
        raise FileInconsistent(f"an amount in {currency} has at most {digits} decimals and no sign")
    return int(f"{whole}{part[:digits].ljust(digits, '0')}" or "0")


def _digits(currency: str) -> int:
    if currency not in MINOR_DIGITS:
        raise FileInconsistent("The currency is none of ISO 4217.")
    return MINOR_DIGITS[currency]


def _text(root: etree._Element, path: str) -> str:
    steps = "/".join(f"{_NS}{step}" for step in ("CstmrCdtTrfInitn", *path.split("/")))
    return root.findtext(steps) or ""


def _within(parent: etree._Element, path: str) -> etree._Element:
    """The innermost of a chain of new elements."""
    for name in path.split("/"):
        parent = etree.SubElement(parent, _NS + name)
    return parent


def _leaf(parent: etree._Element, path: str, text: str) -> etree._Element:
    leaf = _within(parent, path)
    leaf.text = text
    return leaf


def _group_header(parent: etree._Element, name: str, day: date, summary: Summary, payer: Payer) -> None:
    header = _within(parent, "GrpHdr")
    _leaf(header, "MsgId", name)
    _leaf(header, "CreDtTm", f"{day}T00:00:00+00:00")  # of the day, not of the clock: a rebuilt file is the same
    for element, text in summary:
        _leaf(header, element, text)
    _leaf(header, "InitgPty/Nm", payer.name)


def _payment_header(batch: etree._Element, name: str, day: date, summary: Summary, payer: Payer) -> None:
    _leaf(batch, "PmtInfId", name)
    _leaf(batch, "PmtMtd", "TRF")
    _leaf(batch, "BtchBookg", "false")  # each payment is to be an entry of its own in what the bank tells of it
    for element, text in summary:
        _leaf(batch, element, text)
    _leaf(batch, "ReqdExctnDt/Dt", day.isoformat())
    _leaf(batch, "Dbtr/Nm", payer.name)
    _account(batch, "DbtrAcct", payer.account)
    _leaf(batch, "DbtrAgt/FinInstnId/BICFI", payer.bic)


def _transfer(batch: etree._Element, transfer: Transfer, currency: str) -> None:
    routing, _, account = transfer.account.rpartition(":")
    element = _within(batch, "CdtTrfTxInf")
    _leaf(element, "PmtId/EndToEndId", transfer.end_to_end)
    _leaf(element, "Amt/InstdAmt", decimal(transfer.amount_minor, currency)).set("Ccy", currency)
    if routing:
        member = _within(element, "CdtrAgt/FinInstnId/ClrSysMmbId")
        _leaf(member, "ClrSysId/Cd", "USABA")
        _leaf(member, "MmbId", routing)
    _account(element, "CdtrAcct", account)
    if transfer.reference:
        _leaf(element, "RmtInf/Ustrd", transfer.reference)


def _account(parent: etree._Element, element: str, account: str) -> None:
    kind = "IBAN" if is_iban(account) else "Othr/Id"
    _leaf(parent, f"{element}/Id/{kind}", account)
