"""Holds a status report against our own files: what it refuses for certain, and what it leaves to a person."""

from __future__ import annotations

from contracts.bank import BankResult
from services.payments.bank.codes import PaymentStatus, Reason, status_reason
from services.payments.bank.evidence import FileAnswer, Judged, Refusal, Reported, Unclear
from services.payments.bank.matching import Matched, is_ours
from services.payments.bank.our_payments import OurBooks, OurFile
from services.payments.bank.sealed_files import FileState

TWICE = "The report judges a payment twice, differently."
RESULTS = {PaymentStatus.REFUSED: BankResult.REJECTED, PaymentStatus.SETTLED: BankResult.SETTLED}


def judge(answer: FileAnswer, books: OurBooks) -> tuple[Matched, FileState | None]:
    """What follows from an answer: reports, what a person must look at, and the file's state if the bank has it."""
    matched = Matched()
    file = books.files.get(answer.file)
    if file is None and answer.status not in {PaymentStatus.ACCEPTED, PaymentStatus.PART, None}:
        return _asked(matched, answer, "The report judges a file that we did not send."), None
    state = _whole(answer, file, matched) if file else None
    if state is FileState.ACCEPTED and answer.status is PaymentStatus.REFUSED:
        return matched, state  # a copy was refused: what it says of single payments is of the copy
    copies: list[Judged] = []
    contradicted = _contradicted(answer)
    for payment in contradicted.values():
        matched.unclear.append(Unclear(payment.place, TWICE, answer.said_on))
    for payment in answer.payments:
        if payment.end_to_end in contradicted:
            continue
        if _is_of_another_file(payment, answer, books):
            why = "The report judges a payment that is not in the file it answers."
            matched.unclear.append(Unclear(payment.place, why, answer.said_on))
        else:
            _one(payment, answer, file, matched, copies)
    if copies and (file is None or file.copies < 2):
        _asked(matched, answer, f"The report refuses {len(copies)} payments as duplicates of payments before them.")
    return matched, state


def _contradicted(answer: FileAnswer) -> dict[str, Judged]:
    """The payments that have several statuses in one answer, with the last that differs: none of them holds."""
    first: dict[str, Judged] = {}
    named = [(payment.end_to_end, payment) for payment in answer.payments if payment.end_to_end]
    return {name: payment for name, payment in named if first.setdefault(name, payment).status is not payment.status}


def _is_of_another_file(payment: Judged, answer: FileAnswer, books: OurBooks) -> bool:
    ours = books.payments.get(payment.end_to_end or "")
    return ours is not None and ours.file not in {None, answer.file}


def _asked(matched: Matched, answer: FileAnswer, why: str) -> Matched:
    matched.unclear.append(Unclear(answer.place, why, answer.said_on))
    return matched


def _whole(answer: FileAnswer, file: OurFile, matched: Matched) -> FileState | None:
    """What is said of the file as a whole, for each payment in it that the answer does not name."""
    match answer.status:
        case PaymentStatus.REFUSED:
            return _refused(answer, file, matched)
        case PaymentStatus.SETTLED:
            matched.reported += _of_unnamed(answer, file, BankResult.SETTLED, None)
        case PaymentStatus.PART if not answer.payments:
            _asked(matched, answer, "The file is accepted in part, and the report does not say which payments are not.")
        case PaymentStatus.UNCLEAR:
            _asked(matched, answer, "The file has a status that is not on the list.")
            return None
        case None if not answer.payments:
            _asked(matched, answer, "The report says nothing of the file and nothing of its payments.")
            return None
    return FileState.ACCEPTED


def _refused(answer: FileAnswer, file: OurFile, matched: Matched) -> FileState | None:
    """A file refused as a duplicate proves that the bank has it; one refused for certain refuses all in it."""
    reason = _reason(answer.refusal)
    if reason is Reason.DUPLICATE and file.copies > 1:
        return FileState.ACCEPTED
    if reason is Reason.DUPLICATE:
        _asked(matched, answer, "The report refuses a file as a duplicate, and it was sent once.")
        return None
    if doubt := _doubt(reason, file):
        _asked(matched, answer, doubt)
        return None
    matched.reported += _of_unnamed(answer, file, BankResult.REJECTED, _code(answer.refusal))
    return FileState.REJECTED


def _of_unnamed(answer: FileAnswer, file: OurFile, result: BankResult, code: str | None) -> list[Reported]:
    named = {payment.end_to_end for payment in answer.payments}
    return [
        Reported(answer.place, payment.end_to_end, result, answer.said_on, code)
        for payment in file.payments
        if payment.end_to_end not in named
    ]


def _one(payment: Judged, answer: FileAnswer, file: OurFile | None, matched: Matched, copies: list[Judged]) -> None:
    """What is said of one payment. An acceptance is a promise, and the booking tells the rest."""

    def asks(why: str) -> None:
        matched.unclear.append(Unclear(payment.place, why, answer.said_on))

    if payment.status is PaymentStatus.ACCEPTED:
        if answer.status is PaymentStatus.REFUSED:
            asks("The file is refused and this payment in it is accepted.")
        return
    if not is_ours(payment.end_to_end):
        asks("The report judges a payment that is not ours.")
    elif payment.status is PaymentStatus.UNCLEAR:
        asks("The payment has a status that is not on the list.")
    elif payment.status is PaymentStatus.SETTLED:
        _report(payment, answer, matched)
    elif (reason := _reason(payment.refusal)) is Reason.DUPLICATE:
        copies.append(payment)
    elif doubt := _doubt(reason, file):
        asks(doubt)
    else:
        _report(payment, answer, matched)


def _report(payment: Judged, answer: FileAnswer, matched: Matched) -> None:
    """One payment has one end in one report, however often it is told."""
    result = RESULTS[payment.status]
    code = _code(payment.refusal) if result is BankResult.REJECTED else None
    if all(said.end_to_end != payment.end_to_end for said in matched.reported):
        matched.reported.append(Reported(payment.place, payment.end_to_end or "", result, answer.said_on, code))


def _reason(refusal: Refusal) -> Reason:
    """What all reasons together say; a reason in the bank's own words is plain, since the status itself is clear."""
    reasons = {status_reason(code) for code in refusal.codes}
    return next((reason for reason in (Reason.DUPLICATE, Reason.UNCLEAR) if reason in reasons), Reason.PLAIN)


def _doubt(reason: Reason, file: OurFile | None) -> str:
    """Why a refusal needs a person; empty if it does not."""
    if reason is Reason.UNCLEAR:
        return "The payment is refused for a reason that is not on the list."
    if file is not None and file.copies > 1:
        return "The file was sent more than once, and the refusal may be of a copy while another one settles."
    return ""


def _code(refusal: Refusal) -> str | None:
    return next(iter(refusal.codes), None)
