"""A bank in memory that keeps its own books: it takes payment files, books them, sends some back, and tells of it.

It reads files and writes messages by itself, so that its books are a second opinion on what was paid.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import assert_never
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from contracts.bank import BankResult
from services.simulation.actions import BankAct
from services.simulation.story import BankHabits

VERSIONS = {
    "pain.002": "pain.002.001.10",
    "camt.053": "camt.053.001.08",
    "camt.054": "camt.054.001.08",
    "pacs.004": "pacs.004.001.09",
}
CLOSED = "AC04"


@dataclass
class Payment:
    """One payment of a file that the bank accepted."""

    file: str
    end_to_end: str
    amount: str
    currency: str
    account: str
    booked: bool = False
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message says has become of payments, as somebody at the bank would explain it; nothing where it errs."""

    payments: tuple[Payment, ...] = ()
    result: BankResult = BankResult.REJECTED
    plain: bool = False
    """Whether whoever reads the message, and knows what was sent, must understand it without asking."""


@dataclass
class Bank:
    """What it has, what it booked, and what it has said."""

    habits: BankHabits
    today: date
    closed: set[str] = field(default_factory=set)
    refusing: bool = False
    files: set[str] = field(default_factory=set)
    payments: list[Payment] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    """Kind and body, in the order in which they were written."""
    meant: list[Meaning] = field(default_factory=list)
    """What each of them means."""
    collected: int = 0
    moved: defaultdict[tuple[str, date], Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """What moved on the payer's account, by currency and day; credits above zero."""
    line_was_bad: bool = False
    """Whether whoever sends may have sent something twice."""

    def explain(self, message: str, words: str) -> tuple[BankResult, list[str]]:
        """What became of the payments that a part of a message, in its own words, is about.

        What was refused and is there all the same was a copy: then it says nothing of a payment.
        """
        meaning = self.meant[int(message.removeprefix("B-")) - 1]
        here = {one.end_to_end for one in self.payments} if meaning.result is BankResult.REJECTED else set()
        named = [one for one in meaning.payments if one.end_to_end in words]
        of_file = [one for one in meaning.payments if one.file in words]
        about = named or of_file or meaning.payments
        return meaning.result, [one.end_to_end for one in about if one.end_to_end not in here]

    def is_plain(self, message: str) -> bool:
        """Whether a message had to be understood; what a file that may have come twice was refused for is not plain."""
        meaning = self.meant[int(message.removeprefix("B-")) - 1]
        return meaning.plain and not (meaning.result is BankResult.REJECTED and self.line_was_bad)

    def receive(self, body: bytes) -> int:
        """Take a file; the status of the answer."""
        root = ET.fromstring(body)  # noqa: S314 - our own file
        name = _first(root, "MsgId")
        transfers = [_payment(name, element) for element in root.iter() if element.tag.endswith("}CdtTrfTxInf")]
        if name in self.files:
            self._status(name, [], self.habits.duplicate_code)
            return 422
        if self.refusing:
            self._status(name, [], "AM18", refused=transfers)
            return 422
        self.files.add(name)
        self._status(name, [(one, CLOSED if one.account in self.closed else "") for one in transfers])
        self.payments += [one for one in transfers if one.account not in self.closed]
        if self.habits.tells_pending and self.payments:
            self._booking([one for one in transfers if one.account not in self.closed], status="PDNG")
        return 202

    def act(self, what: BankAct, pick: int, account: str, heard: Collection[str]) -> bool:
        """Do something with the payments that are here, or with an account; whether there was anything to do."""
        match what:
            case "books":
                return bool(self.book())
            case "books_some":
                return bool(self.book(1))
            case "returns":
                return self.send_back(pick)
            case "contradicts":
                return self.contradict(pick, heard)
            case "closes_account":
                self.closed.add(account.rpartition(":")[2])
            case "opens_account":
                self.closed.discard(account.rpartition(":")[2])
            case "refuses_files":
                self.refusing = True
            case _:
                assert_never(what)
        return True

    def book(self, count: int | None = None) -> int:
        """Book what waits, or so many of it; how many payments left."""
        waiting = [one for one in self.payments if not one.booked][:count]
        for one in waiting:
            one.booked = True
            self.moved[one.currency, self.today] -= Decimal(one.amount)
        if waiting:
            self._booking(waiting)
        return len(waiting)

    def send_back(self, pick: int) -> bool:
        """A booked payment comes back; whether there was one."""
        booked = [one for one in self.payments if one.booked and not one.returned]
        if not booked:
            return False
        back = booked[pick % len(booked)]
        back.returned = True
        self.moved[back.currency, self.today] += Decimal(back.amount)
        if self.habits.returns_by == "reason":
            self._write(
                "pacs.004", "PmtRtr", _return(back, self.today), Meaning((back,), BankResult.RETURNED, plain=True)
            )
        self._booking([back], back=True)
        return True

    def state_every_day(self) -> None:
        """Say of every day on which money moved what the account held before and after it, by currency."""
        held: defaultdict[str, Decimal] = defaultdict(Decimal)
        for (currency, day), moved in sorted(self.moved.items()):
            before, after = held[currency], held[currency] + moved
            held[currency] = after
            balances = _balance("OPBD", before, currency, day) + _balance("CLBD", after, currency, day)
            content = f"<Stmt><Id>{currency}-{day}</Id>{balances}</Stmt>"
            self._write("camt.053", "BkToCstmrStmt", content, Meaning())

    def contradict(self, pick: int, heard: Collection[str]) -> bool:
        """Say of a payment whose booking was heard that it was rejected, though it was not; whether there was one."""
        booked = [one for one in self.payments if one.booked and not one.returned and one.end_to_end in heard]
        if not booked:
            return False
        wrong = booked[pick % len(booked)]
        of_file = [one for one in self.payments if one.file == wrong.file]
        self._status(wrong.file, [(one, "AC06" if one is wrong else "") for one in of_file])
        self.meant[-1] = Meaning()
        return True

    def call(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        """One request as the gateway makes it."""
        if method == "POST":
            return self.receive(body or b""), b""
        start = 0 if path.endswith("messages") else self.collected
        self.collected = len(self.messages)
        listing = [
            {"id": number, "type": VERSIONS[kind], "body": text} for number, (kind, text) in enumerate(self.messages)
        ]
        return 200, json.dumps(listing[start:]).encode()

    def _status(
        self, file: str, payments: list[tuple[Payment, str]], file_code: str = "", refused: Sequence[Payment] = ()
    ) -> None:
        refused = [*refused, *(one for one, code in payments if code)]
        status = "RJCT" if file_code or (payments and len(refused) == len(payments)) else "PART" if refused else "ACCP"
        reason = f"<StsRsnInf><Rsn><Cd>{file_code}</Cd></Rsn></StsRsnInf>" if file_code else ""
        at_batch = self.habits.refuses_at == "batch" and bool(file_code)
        group = (
            f"<OrgnlGrpInfAndSts><OrgnlMsgId>{escape(file)}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
            + ("" if at_batch else f"<GrpSts>{status}</GrpSts>{reason}")
            + "</OrgnlGrpInfAndSts>"
        )
        each = "".join(
            f"<TxInfAndSts><OrgnlEndToEndId>{one.end_to_end}</OrgnlEndToEndId>"
            f"<TxSts>{'RJCT' if code else 'ACCP'}</TxSts>"
            + (f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else "")
            + "</TxInfAndSts>"
            for one, code in payments
        )
        batch = f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{escape(file)}</OrgnlPmtInfId>" + (
            f"<PmtInfSts>RJCT</PmtInfSts>{reason}" if at_batch else ""
        )
        meaning = Meaning(tuple(refused), plain=True)
        self._write("pain.002", "CstmrPmtStsRpt", f"{group}{batch}{each}</OrgnlPmtInfAndSts>", meaning)

    def _booking(self, payments: list[Payment], *, back: bool = False, status: str = "BOOK") -> None:
        if self.habits.books_as != "single" and not back:
            itemised = self.habits.books_as == "itemised"
            files = sorted({one.file for one in payments})
            entries = "".join(_of_file(file, payments, self.today, status, itemised=itemised) for file in files)
        else:
            by_reversal = back and self.habits.returns_by == "reversal"
            entries = "".join(_entry(one, self.today, status, back=back, by_reversal=by_reversal) for one in payments)
        result = BankResult.RETURNED if back else BankResult.SETTLED
        plain = self.habits.books_as != "collective" or self._are_whole_files(payments)
        meaning = Meaning(tuple(payments) if status == "BOOK" else (), result, plain)
        content = f"<Ntfctn><Id>{len(self.messages)}</Id>{entries}</Ntfctn>"
        self._write("camt.054", "BkToCstmrDbtCdtNtfctn", content, meaning)

    def _are_whole_files(self, payments: Collection[Payment]) -> bool:
        files = {one.file for one in payments}
        return all(one in payments for one in self.payments if one.file in files)

    def _write(self, kind: str, root: str, content: str, meaning: Meaning) -> None:
        number = len(self.messages) + 1
        header = f"<GrpHdr><MsgId>B-{number:06d}</MsgId><CreDtTm>{self.today}T00:00:00+00:00</CreDtTm></GrpHdr>"
        namespace = f"urn:iso:std:iso:20022:tech:xsd:{VERSIONS[kind]}"
        body = f'<Document xmlns="{namespace}"><{root}>{header}{content}</{root}></Document>'
        self.messages.append((kind, body))
        self.meant.append(meaning)


def _balance(kind: str, held: Decimal, currency: str, day: date) -> str:
    side = "DBIT" if held < 0 else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{abs(held)}</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>'
    )


def _first(root: ET.Element, tag: str) -> str:
    return next((element.text or "" for element in root.iter() if element.tag.endswith("}" + tag)), "")


def _payment(file: str, transfer: ET.Element) -> Payment:
    amount = next(element for element in transfer.iter() if element.tag.endswith("}InstdAmt"))
    creditor = next(element for element in transfer.iter() if element.tag.endswith("}CdtrAcct"))
    account = next(
        element.text or ""
        for element in creditor.iter()
        if element.tag.endswith(("}IBAN", "}Othr")) or (element.text or "").strip()
    )
    if not account.strip():
        account = _first(creditor, "Id")
    return Payment(file, _first(transfer, "EndToEndId"), amount.text or "", amount.get("Ccy", ""), account)


def _entry(one: Payment, day: date, status: str, *, back: bool, by_reversal: bool) -> str:
    sign = "CRDT" if back else "DBIT"
    reason = f"<RtrInf><Rsn><Cd>{CLOSED}</Cd></Rsn></RtrInf>" if back and not by_reversal else ""
    reversal = "<RvslInd>true</RvslInd>" if by_reversal else ""
    return (
        f'<Ntry><Amt Ccy="{one.currency}">{one.amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{reversal}'
        f"{_state(status)}<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls>{_details(one, sign, reason)}</NtryDtls></Ntry>"
    )


def _details(one: Payment, sign: str, reason: str = "") -> str:
    return (
        f"<TxDtls><Refs><EndToEndId>{one.end_to_end}</EndToEndId></Refs>"
        f'<Amt Ccy="{one.currency}">{one.amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{reason}</TxDtls>'
    )


def _state(status: str) -> str:
    """What is booked has a code; what is pending is said as older versions say it, without one."""
    return f"<Sts><Cd>{status}</Cd></Sts>" if status == "BOOK" else f"<Sts>{status}</Sts>"


def _of_file(file: str, payments: list[Payment], day: date, status: str, *, itemised: bool) -> str:
    """One entry of what was booked of a file; itemised, with each payment in it."""
    own = [one for one in payments if one.file == file]
    digits = len(own[0].amount.partition(".")[2])
    total = sum(int(one.amount.replace(".", "")) for one in own)
    text = f"{total:0{digits + 1}d}"
    written = f"{text[:-digits]}.{text[-digits:]}" if digits else text
    return (
        f'<Ntry><Amt Ccy="{own[0].currency}">{written}</Amt><CdtDbtInd>DBIT</CdtDbtInd>{_state(status)}'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><Btch><MsgId>{escape(file)}</MsgId><PmtInfId>{escape(file)}</PmtInfId>"
        f"<NbOfTxs>{len(own)}</NbOfTxs></Btch>"
        f"{''.join(_details(one, 'DBIT') for one in own) if itemised else ''}</NtryDtls></Ntry>"
    )


def _return(one: Payment, day: date) -> str:
    return (
        f"<TxInf><OrgnlEndToEndId>{one.end_to_end}</OrgnlEndToEndId>"
        f'<RtrdIntrBkSttlmAmt Ccy="{one.currency}">{one.amount}</RtrdIntrBkSttlmAmt>'
        f"<IntrBkSttlmDt>{day}</IntrBkSttlmDt>"
        f"<RtrRsnInf><Rsn><Cd>{CLOSED}</Cd></Rsn></RtrRsnInf></TxInf>"
    )
