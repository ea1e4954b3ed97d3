"""Reads pain.002: what a bank says of a file, of the block of payments in it, and of single payments."""

from __future__ import annotations

from datetime import date

from lxml import etree

from services.payments.bank.codes import PaymentStatus, payment_status
from services.payments.bank.documents import place_of, text_of
from services.payments.bank.evidence import FileAnswer, Judged, Refusal, Unclear

OURS = "pain.001"
"""The kind of message that we send; an answer to another kind is not for us."""


def answers(content: etree._Element, said_on: date) -> tuple[list[FileAnswer], list[Unclear]]:
    """What the report says of files and payments, and what in it a person must look at."""
    groups = content.findall("OrgnlGrpInfAndSts")
    if len(groups) > 1:
        return [], [Unclear(place_of(group), "The report answers several files at once.", said_on) for group in groups]
    group = next(iter(groups), None)
    file = None if group is None else text_of(group, "OrgnlMsgId")
    if group is None or file is None:
        return [], [Unclear(place_of(content), "The report does not say which file it answers.", said_on)]
    if not (text_of(group, "OrgnlMsgNmId") or OURS).startswith(OURS):
        return [], [Unclear(place_of(group), "The report answers a kind of message that we do not send.", said_on)]
    of_group = _status(group, "GrpSts")
    blocks = content.findall("OrgnlPmtInfAndSts")
    own = [block for block in blocks if text_of(block, "OrgnlPmtInfId") in {file, None}]
    payments = [judged for block in blocks for judged in _payments(block, of_group)]
    status, refusal = _under(_status(own[0], "PmtInfSts"), of_group) if len(own) == 1 else of_group
    if of_group[0] is PaymentStatus.REFUSED is not status:  # the group is refused and its only block is not
        status = PaymentStatus.UNCLEAR
    strange = [
        Unclear(place_of(block), "The report judges a block of payments that we did not send so.", said_on)
        for block in (blocks if len(own) > 1 else [block for block in blocks if block not in own])
        if _status(block, "PmtInfSts")[0] not in {None, PaymentStatus.ACCEPTED}
    ]
    place = place_of(own[0] if len(own) == 1 and _status(own[0], "PmtInfSts")[0] else group)
    return [FileAnswer(place, file, said_on, status, refusal, tuple(payments))], strange


_Level = tuple[PaymentStatus | None, Refusal]
"""A status, if one is said, and why."""


def _status(element: etree._Element, name: str) -> _Level:
    code = text_of(element, name)
    return payment_status(code) if code else None, _refusal(element)


def _refusal(element: etree._Element) -> Refusal:
    codes = tuple(text for code in element.iterfind("StsRsnInf/Rsn/Cd") if (text := (code.text or "").strip()))
    return Refusal(codes, element.find("StsRsnInf/Rsn/Prtry") is not None)


def _under(level: _Level, above: _Level) -> _Level:
    """A level with what the one above it adds: its status where none is said, and why it was refused."""
    status = level[0] or above[0]
    if status is not PaymentStatus.REFUSED or above[0] is not PaymentStatus.REFUSED:
        return status, level[1]
    codes = (*level[1].codes, *(code for code in above[1].codes if code not in level[1].codes))
    return status, Refusal(codes, level[1].proprietary or above[1].proprietary)


def _payments(block: etree._Element, group: _Level) -> list[Judged]:
    above = _under(_status(block, "PmtInfSts"), group)
    judged = []
    for element in block.iterfind("TxInfAndSts"):
        status, refusal = _under(_status(element, "TxSts"), above)
        if status in {None, PaymentStatus.PART}:  # a part of what is above it, and the report does not say which
            status = PaymentStatus.UNCLEAR
        judged.append(Judged(place_of(element), text_of(element, "OrgnlEndToEndId"), status, refusal))
    return judged
