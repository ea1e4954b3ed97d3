"""What a payment file must be before it is sealed: valid under the schema, and sound by the rules no schema can say.

Nothing here repeats an account or an identifier, so a fault may be shown and logged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from contracts.currencies import MINOR_DIGITS
from services.payments.bank.account_numbers import AccountMalformed, account_number, is_iban

SCHEMA = Path(__file__).with_name("pain.001.001.09.xsd")

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_SIGNS = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*")
"""The Latin signs that every bank of a payment scheme must take (EPC implementation guidelines, section 1.4)."""
_IDENTIFIERS = ("MsgId", "PmtInfId", "EndToEndId")


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA, _PARSER))


def faults_of(body: bytes) -> list[str]:
    """Why a file must not be sealed, each in a sentence; empty if it may."""
    root = etree.fromstring(body, _PARSER)
    schema = _schema()
    if not schema.validate(root):
        lines = sorted({entry.type_name.lower().replace("_", " ") for entry in schema.error_log})
        return [f"The file is not valid under the schema of pain.001.001.09 ({', '.join(lines)})."]
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return [*_of_the_text(root), *_of_the_sums(root), *_of_the_accounts(root)]


def _of_the_text(root: etree._Element) -> Iterator[str]:
    if any(_SIGNS.fullmatch(text) is None for text in root.itertext()):
        yield "The file holds a sign that not every bank takes."
    for name in _IDENTIFIERS:
        identifiers = [element.text or "" for element in root.iter(name)]
        if len(set(identifiers)) != len(identifiers):
            yield f"A {name} stands twice in the file."
        if any(text.startswith("/") or text.endswith("/") or "//" in text for text in identifiers):
            yield f"A {name} begins or ends with a slash, or has two of them side by side."


def _of_the_sums(root: etree._Element) -> Iterator[str]:
    """One currency, with its own decimals; the sum and the number that the headers say, to the last digit."""
    amounts = list(root.iter("InstdAmt"))
    currencies = {amount.get("Ccy", "") for amount in amounts}
    if len(currencies) != 1:
        yield "The file has payments in more than one currency."
        return
    digits = MINOR_DIGITS.get(currencies.pop())
    if digits is None:
        yield "The currency of the file is none of ISO 4217."
        return
    written = re.compile(rf"[0-9]+\.[0-9]{{{digits}}}" if digits else r"[0-9]+")
    sums = [element.text or "" for element in root.iter("CtrlSum")]
    parts = [amount.text or "" for amount in amounts]
    if any(written.fullmatch(text) is None for text in (*parts, *sums)):
        yield "An amount is not written with the decimals of its currency."
        return
    total = sum(int(text.replace(".", "")) for text in parts)
    if {int(text.replace(".", "")) for text in sums} != {total}:
        yield "The file's control sum is not the sum of its payments."
    if {element.text for element in root.iter("NbOfTxs")} != {str(len(parts))}:
        yield "The file's number of payments is not the number of its payments."


def _of_the_accounts(root: etree._Element) -> Iterator[str]:
    """Check digits and forms, of the payer and of every payee."""
    if any(not is_iban(element.text or "") for element in root.iter("IBAN")):
        yield "An IBAN in the file is wrong."
    for transfer in (*root.iter("CdtTrfTxInf"), *root.iter("PmtInf")):
        own = "CdtrAcct" if transfer.tag == "CdtTrfTxInf" else "DbtrAcct"
        number = transfer.findtext(f"{own}/Id/Othr/Id")
        routing = transfer.findtext("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId")
        try:
            if number is not None:
                account_number(f"{routing}:{number}" if routing else number)
        except AccountMalformed:
            yield "An account in the file is wrong."
            return
