"""Messages of a bank, written part by part in the version that a test names; and a mailbox that lists them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from contracts.base import read
from services.payments.bank import mailbox, open_items, taking_in
from tests.services.payments.world import FILED, World

ROOTS = {
    "pain.002": "CstmrPmtStsRpt",
    "camt.053": "BkToCstmrStmt",
    "camt.054": "BkToCstmrDbtCdtNtfctn",
    "pacs.004": "PmtRtr",
}
AT = datetime(2024, 2, 1, tzinfo=UTC)
"""When a person says something of what waits."""
Letter = tuple[str, str]
"""The kind of a message, and its text."""


def tag(name: str, *parts: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{''.join(parts)}</{name}>"


def money(amount: str, currency: str = "USD") -> str:
    return tag("Amt", amount, attributes=f' Ccy="{currency}"')


def document(kind: str, *parts: str, message: str = "M-1", created: str = f"{FILED}T09:00:00Z") -> Letter:
    header = tag("GrpHdr", tag("MsgId", message), tag("CreDtTm", created))
    content = tag(ROOTS[kind[:8]], header, *parts)
    return kind, tag("Document", content, attributes=f' xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}"')


def status_report(  # noqa: PLR0913 - the levels of a report
    file: str,
    *payments: str,
    group: str = "",
    block: str = "",
    reason: str = "",
    kind: str = "pain.002.001.10",
    message: str = "M-1",
) -> Letter:
    """A pain.002 of a file: a status of the group, of its one block, and what is said of single payments."""
    why = tag("StsRsnInf", tag("Rsn", reason)) if reason else ""
    of_group = tag("GrpSts", group) + why if group else ""
    of_block = tag("PmtInfSts", block) + why if block else ""
    parts = [tag("OrgnlGrpInfAndSts", tag("OrgnlMsgId", file), tag("OrgnlMsgNmId", "pain.001.001.09"), of_group)]
    if block or payments:
        parts.append(tag("OrgnlPmtInfAndSts", tag("OrgnlPmtInfId", file), of_block, *payments))
    return document(kind, *parts, message=message)


def judged(end_to_end: str, status: str, reason: str = "") -> str:
    why = tag("StsRsnInf", tag("Rsn", reason)) if reason else ""
    return tag("TxInfAndSts", tag("OrgnlEndToEndId", end_to_end), tag("TxSts", status), why)


def code(text: str) -> str:
    return tag("Cd", text)


def statement(*entries: str, kind: str = "camt.054.001.08", message: str = "M-1", **more: Any) -> Letter:
    of = "Stmt" if kind.startswith("camt.053") else "Ntfctn"
    return document(kind, tag(of, tag("Id", "1"), *entries), message=message, **more)


def entry(  # noqa: PLR0913 - the parts of an entry
    amount: str,
    *details: str,
    side: str = "DBIT",
    status: str = "<Cd>BOOK</Cd>",
    day: str = f"<Dt>{FILED}</Dt>",
    currency: str = "USD",
    extra: str = "",
) -> str:
    held = tag("NtryDtls", *details) if details else ""
    parts = (money(amount, currency), tag("CdtDbtInd", side), extra, tag("Sts", status), tag("BookgDt", day), held)
    return tag("Ntry", *parts)


def detail(end_to_end: str, *more: str, amount: str = "", currency: str = "USD") -> str:
    refs = tag("Refs", tag("EndToEndId", end_to_end)) if end_to_end else ""
    return tag("TxDtls", refs, money(amount, currency) if amount else "", *more)


def sub_family(name: str, family: str = "ICDT") -> str:
    return tag("BkTxCd", tag("Domn", code("PMNT"), tag("Fmly", code(family), tag("SubFmlyCd", name))))


def returned(*transactions: str, kind: str = "pacs.004.001.09", message: str = "M-1") -> Letter:
    return document(kind, *transactions, message=message)


def given_back(end_to_end: str, amount: str, reason: str = "AC04", *more: str) -> str:
    return tag(
        "TxInf",
        tag("OrgnlEndToEndId", end_to_end),
        tag("RtrdIntrBkSttlmAmt", amount, attributes=' Ccy="USD"'),
        tag("IntrBkSttlmDt", str(FILED)),
        *more,
        tag("RtrRsnInf", tag("Rsn", code(reason))),
    )


def listing(letters: Iterable[Letter]) -> bytes:
    return json.dumps([{"type": kind, "body": body} for kind, body in letters]).encode()


def collect(world: World, *letters: Letter, raw: bytes | None = None, handed_on: bool = True) -> list[Any]:
    """What the gateway makes of a mailbox with these letters, in order, and what the engine does with it.

    Unless it is `handed_on` the gateway ends before anything reaches the log.
    """
    with world.database.begin() as connection:
        mailbox.keep(connection, world.cipher, listing(letters) if raw is None else raw)
    with world.database.begin() as connection:
        collected = taking_in.collect(connection, world.cipher)
        if handed_on:
            taking_in.handed_on(connection, collected)
    if handed_on:
        world.laptop.publish(collected.envelopes)
        world.laptop.run_until_quiet()
    return [read(envelope) for envelope in collected.envelopes]


def asks(world: World) -> list[str]:
    """Why things of the bank wait, each in our sentence."""
    with world.database.begin() as connection:
        return [item.why for item in open_items.waiting(connection)]


def words(world: World) -> list[str]:
    """The same in the bank's own words."""
    with world.database.begin() as connection:
        items = open_items.waiting(connection)
        return [open_items.words_of(connection, world.cipher, item) for item in items]
