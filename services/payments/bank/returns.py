"""Reads pacs.004: payments that had settled and come back."""

from __future__ import annotations

from lxml import etree

from services.payments.bank.bookings import total
from services.payments.bank.documents import place_of, text_of
from services.payments.bank.evidence import Booked, Flow, Unclear
from services.payments.bank.plausible_days import DayOf, MessageDay
from services.payments.bank.references import EntryIdentity
from services.payments.bank.schema_values import NotUnderstood, amount, day


def returns(content: etree._Element, made: MessageDay) -> tuple[list[Booked], list[Unclear]]:
    """What came back, and the returns that a person must look at."""
    of_all = text_of(content, "GrpHdr/IntrBkSttlmDt")
    booked: list[Booked] = []
    unclear: list[Unclear] = []
    transactions = content.findall("TxInf")
    if not transactions:
        unclear.append(Unclear(place_of(content), "The message gives a whole group back and names no payment in it."))
    for transaction in transactions:
        try:
            booked.append(_returned(transaction, of_all, made))
        except NotUnderstood as fault:
            unclear.append(Unclear(place_of(transaction), str(fault)))
    return booked, unclear


def _returned(transaction: etree._Element, of_all: str | None, made: MessageDay) -> Booked:
    written = text_of(transaction, "IntrBkSttlmDt") or of_all
    booked_on = day(written) if written else made.made_on
    back = transaction.find("RtrdIntrBkSttlmAmt")
    if booked_on is None or back is None:
        raise NotUnderstood("The return does not say how much came back, or when.")
    if written:
        made.check(booked_on, DayOf.SETTLED)
    original = transaction.find("OrgnlIntrBkSttlmAmt")
    taken = [amount(found) for found in transaction.iterfind("ChrgsInf/Amt")]
    return Booked(
        place=place_of(transaction),
        identity=EntryIdentity(place_of(transaction)),
        flow=Flow.BACK,
        booked_on=booked_on,
        end_to_end=text_of(transaction, "OrgnlEndToEndId"),
        files=frozenset(),
        amount=amount(back),
        instructed=None if original is None else amount(original),
        charges=total(taken) if taken else None,
        code=text_of(transaction, "RtrRsnInf/Rsn/Cd"),
    )
