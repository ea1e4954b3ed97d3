"""Reads camt.053 and camt.054: each entry, and each transaction in it, for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from lxml import etree
from pydantic import ValidationError

from contracts.values import Money
from services.payments.bank.codes import gives_back, is_booked, is_charge
from services.payments.bank.documents import place_of, text_of
from services.payments.bank.evidence import Booked, Flow, Unclear
from services.payments.bank.plausible_days import DayOf, MessageDay
from services.payments.bank.references import EntryIdentity, Recognition
from services.payments.bank.schema_values import NotUnderstood, amount, is_true, written_day

NO_IDENTIFIER = "NOTPROVIDED"
"""What banks write where the payer gave no identifier of the payment."""


def bookings(content: etree._Element, made: MessageDay) -> tuple[list[Booked], list[Unclear]]:
    """What was booked, and the entries and transactions that a person must look at."""
    booked: list[Booked] = []
    unclear: list[Unclear] = []
    recognition = Recognition()
    for entry in content.iterfind("*/Ntry"):
        identity = recognition.of_entry(entry, _understood(entry.find("Amt")))
        try:
            if not _has_moved_money(entry):
                continue
            booked_on = _booking_day(entry, made)
        except NotUnderstood as fault:
            unclear.append(Unclear(place_of(entry), str(fault), identity=identity))
            continue
        parts = [_understood_part(EntryPart(entry, part, identity, booked_on)) for part in _parts(entry)]
        understood = [part for part in parts if isinstance(part, Booked)]
        booked += understood
        unclear += [part for part in parts if isinstance(part, Unclear)]
        unclear += _remainder(entry, understood, identity, booked_on)
    return booked, unclear


class EntryPart(NamedTuple):
    """A transaction in an entry, or the entry itself, with what is known of the entry."""

    entry: etree._Element
    element: etree._Element
    of_entry: EntryIdentity
    booked_on: date


def _understood_part(part: EntryPart) -> Booked | Unclear:
    identity = Recognition.of_part(part.of_entry, part.entry, part.element, _understood(part.element.find("Amt")))
    try:
        return _booked(part.entry, part.element, identity, part.booked_on)
    except NotUnderstood as fault:
        return Unclear(place_of(part.element), str(fault), part.booked_on, identity)


def _understood(element: etree._Element | None) -> Money | None:
    """An amount by which something is recognised; one that is not understood is said so elsewhere."""
    try:
        return None if element is None else amount(element)
    except NotUnderstood:
        return None


def _has_moved_money(entry: etree._Element) -> bool:
    """Whether an entry is booked. Versions 02 to 07 write the status itself, later ones a code or their own word."""
    code = text_of(entry, "Sts/Cd") or text_of(entry, "Sts")
    booked = is_booked(code) if code else None
    if booked is None:
        raise NotUnderstood("The entry does not say in a code of the standard whether it is booked.")
    return booked


def _booking_day(entry: etree._Element, made: MessageDay) -> date:
    """The day of the booking. Raises `NotUnderstood` where it, or that of the value, does not fit the message's."""
    booked_on = written_day(entry, "BookgDt")
    value_on = written_day(entry, "ValDt")
    if booked_on is not None:
        made.check(booked_on, DayOf.BOOKED)
    if value_on is not None:
        made.check(value_on, DayOf.VALUE)
    booked_on = booked_on or made.made_on
    if booked_on is None:
        raise NotUnderstood("The entry does not say when it was booked.")
    return booked_on


def _parts(entry: etree._Element) -> list[etree._Element]:
    """The transactions of an entry, or the entry itself where it has none."""
    return entry.findall("NtryDtls/TxDtls") or [entry]


def _booked(entry: etree._Element, part: etree._Element, identity: EntryIdentity, booked_on: date) -> Booked:
    end_to_end = text_of(part, "Refs/EndToEndId")
    alone = len(_parts(entry)) == 1
    own = _first_amount(part, ("Amt", *_TO_BE_PAID))
    whole = _first_amount(entry, ("Amt",)) if own is None or alone else None
    if own is None and whole is None:
        raise NotUnderstood("The entry names no amount.")
    instructed = _first_amount(part, (*reversed(_TO_BE_PAID), "Amt"))
    return Booked(
        place=place_of(part),
        identity=identity,
        flow=_flow(entry, part, end_to_end),
        booked_on=booked_on,
        end_to_end=end_to_end,
        files=frozenset(_files(entry, part)),
        amount=whole if alone and whole is not None else own,  # what moved on the account, whatever was instructed
        instructed=instructed,
        total=None if alone else whole,
        charges=_charges([part, entry] if alone else [part]),
        count=_count(entry) if alone else None,
        code=text_of(part, "RtrInf/Rsn/Cd"),
        reference=text_of(part, "Refs/AcctSvcrRef") or (text_of(entry, "AcctSvcrRef") if alone else None),
    )


_TO_BE_PAID = ("AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
"""What was to be paid: to the payee, and before that as it was instructed."""


def _first_amount(element: etree._Element, paths: Iterable[str]) -> Money | None:
    written = next((found for path in paths if (found := element.find(path)) is not None), None)
    return None if written is None else amount(written)


def _flow(entry: etree._Element, part: etree._Element, end_to_end: str | None) -> Flow:
    """Which way the money went. Raises `NotUnderstood` for what cannot be a payment of ours or its return."""
    direction = text_of(part, "CdtDbtInd") or text_of(entry, "CdtDbtInd")
    reverses = is_true(part.findtext("RvslInd")) or is_true(entry.findtext("RvslInd"))
    kind = text_of(part, "BkTxCd/Domn/Fmly/SubFmlyCd") or text_of(entry, "BkTxCd/Domn/Fmly/SubFmlyCd")
    returned = part.find("RtrInf") is not None or (kind is not None and gives_back(kind))
    if direction == "DBIT":
        if reverses or returned:
            raise NotUnderstood("A debit that reverses or gives back an earlier credit; it is no payment of ours.")
        if kind is not None and is_charge(kind):
            raise NotUnderstood("A charge of the bank, or interest or tax on the account.")
        return Flow.OUT
    if direction != "CRDT":
        raise NotUnderstood("The entry does not say whether it is a debit or a credit.")
    if reverses or returned:
        return Flow.BACK
    return Flow.IN if kind is not None or end_to_end not in {None, NO_IDENTIFIER} else Flow.UNEXPLAINED


def _files(entry: etree._Element, part: etree._Element) -> Iterator[str]:
    """The messages and blocks of payments that a transaction names, or its entry where that stands for it."""
    paths = [(part, "Refs/MsgId"), (part, "Refs/PmtInfId")]
    if len(_parts(entry)) == 1:
        paths += [(entry, "NtryDtls/Btch/MsgId"), (entry, "NtryDtls/Btch/PmtInfId"), (entry, "NtryRef")]
    yield from (text for element, path in paths if (text := text_of(element, path)))


def _count(entry: etree._Element) -> int | None:
    text = text_of(entry, "NtryDtls/Btch/NbOfTxs")
    if text is not None and not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise NotUnderstood("The entry does not say in digits how many payments it is made of.")
    return int(text) if text is not None else None


def _charges(elements: Iterable[etree._Element]) -> Money | None:
    """What the bank took, of the first that says so: in all, by records (version 04 and later), or one by one."""
    for element in elements:
        for path in ("Chrgs/TtlChrgsAndTaxAmt", "Chrgs/Rcrd/Amt", "Chrgs/Amt"):
            if taken := [amount(found) for found in element.iterfind(path)]:
                return total(taken)
    return None


def total(amounts: list[Money]) -> Money:
    """The sum of amounts of one currency. Raises `NotUnderstood` for several, or for a sum that is out of bounds."""
    if len({money.currency for money in amounts}) != 1:
        raise NotUnderstood("Amounts that belong together are in several currencies.")
    try:
        return Money(minor=sum(money.minor for money in amounts), currency=amounts[0].currency)
    except ValidationError:
        raise NotUnderstood("Amounts that belong together are out of all bounds.") from None


def _remainder(entry: etree._Element, parts: list[Booked], identity: EntryIdentity, booked_on: date) -> list[Unclear]:
    """Whether the transactions of an entry leave a part of it unsaid that no charge they name can be."""
    amounts = [part.amount for part in parts if part.amount is not None]
    whole = entry.find("Amt")
    if len(amounts) < 2 or len(amounts) != len(_parts(entry)) or whole is None:
        return []
    charges = [part.charges for part in parts if part.charges is not None]
    try:
        said, booked = total(amounts), amount(whole)
        most = total([booked, *charges]).minor - booked.minor
        if said.currency == booked.currency and abs(said.minor - booked.minor) <= most:
            return []
    except NotUnderstood:
        pass
    return [Unclear(place_of(entry), "The transactions of the entry do not add up to its amount.", booked_on, identity)]
