"""What the small bank writes: pain.002, camt.054 and pacs.004 with the parts that a payer matches by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

VERSIONS = {
    "pain.002": "pain.002.001.10",
    "camt.053": "camt.053.001.08",
    "camt.054": "camt.054.001.08",
    "pacs.004": "pacs.004.001.09",
}


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as the bank knows it, amounts as they were written to it."""

    file: str
    end_to_end: str
    amount: str
    currency: str
    account: str
    code: str = ""
    """Why it was refused or came back; empty if it did not."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an account held before and after a day, in one currency."""

    iban: str
    currency: str
    before: Decimal
    after: Decimal


def _document(kind: str, root: str, content: str) -> str:
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{VERSIONS[kind]}"
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Document xmlns="{namespace}"><{root}>{content}</{root}></Document>'
    )


def _header(message: str, day: date, more: str = "") -> str:
    return f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{day}T00:00:00+00:00</CreDtTm>{more}</GrpHdr>"


def _reason(element: str, code: str) -> str:
    return f"<{element}><Rsn><Cd>{code}</Cd></Rsn></{element}>" if code else ""


def status_report(message: str, day: date, file: str, payments: Sequence[Paid], file_code: str = "") -> str:
    """A pain.002: accepted, rejected as a whole (`file_code`), or in part."""
    refused = sum(bool(payment.code) for payment in payments)
    whole = file_code or (payments and refused == len(payments))
    status = "RJCT" if whole else "PART" if refused else "ACCP"
    group = (
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{escape(file)}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>"
        f"<GrpSts>{status}</GrpSts>{_reason('StsRsnInf', file_code)}</OrgnlGrpInfAndSts>"
    )
    each = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{escape(payment.end_to_end)}</OrgnlEndToEndId>"
        f"<TxSts>{'RJCT' if payment.code else 'ACCP'}</TxSts>{_reason('StsRsnInf', payment.code)}</TxInfAndSts>"
        for payment in payments
    )
    batch = (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{escape(file)}</OrgnlPmtInfId>{each}</OrgnlPmtInfAndSts>" if each else ""
    )
    return _document("pain.002", "CstmrPmtStsRpt", _header(message, day) + group + batch)


def notification(message: str, day: date, payments: Sequence[Paid], *, credit: bool) -> str:
    """A camt.054 of one day: debits as payments leave, credits as they come back."""
    told = f"<Ntfctn><Id>{message}</Id>{_entries(day, payments, credit=credit)}</Ntfctn>"
    return _document("camt.054", "BkToCstmrDbtCdtNtfctn", _header(message, day) + told)


def statement(message: str, day: date, account: Held, left: Sequence[Paid], back: Sequence[Paid]) -> str:
    """A camt.053 of one day and currency: what the account held before and after it, and every entry."""
    balances = _balance("OPBD", account.before, account.currency, day) + _balance(
        "CLBD", account.after, account.currency, day
    )
    entries = _entries(day, left, credit=False) + _entries(day, back, credit=True)
    told = f"<Stmt><Id>{message}</Id><Acct><Id><IBAN>{account.iban}</IBAN></Id></Acct>{balances}{entries}</Stmt>"
    return _document("camt.053", "BkToCstmrStmt", _header(message, day) + told)


def _balance(kind: str, held: Decimal, currency: str, day: date) -> str:
    side = "DBIT" if held < 0 else "CRDT"
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{abs(held)}</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>'
    )


def _entries(day: date, payments: Sequence[Paid], *, credit: bool) -> str:
    indicator = f"<CdtDbtInd>{'CRDT' if credit else 'DBIT'}</CdtDbtInd>"
    return "".join(
        f'<Ntry><Amt Ccy="{payment.currency}">{payment.amount}</Amt>{indicator}<Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls><TxDtls><Refs><MsgId>{escape(payment.file)}</MsgId>"
        f"<EndToEndId>{escape(payment.end_to_end)}</EndToEndId></Refs>"
        f'<Amt Ccy="{payment.currency}">{payment.amount}</Amt>{indicator}{_reason("RtrInf", payment.code)}'
        "</TxDtls></NtryDtls></Ntry>"
        for payment in payments
    )


def payment_return(message: str, day: date, payments: Sequence[Paid]) -> str:
    """A pacs.004: payments that had settled and come back."""
    each = "".join(
        f"<TxInf><OrgnlEndToEndId>{escape(payment.end_to_end)}</OrgnlEndToEndId>"
        f'<RtrdIntrBkSttlmAmt Ccy="{payment.currency}">{payment.amount}</RtrdIntrBkSttlmAmt>'
        f"<IntrBkSttlmDt>{day}</IntrBkSttlmDt>{_reason('RtrRsnInf', payment.code)}</TxInf>"
        for payment in payments
    )
    return _document("pacs.004", "PmtRtr", _header(message, day) + each)
