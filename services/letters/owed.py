"""The letters on a debt: a repayment that came in, what is no longer asked for, and what is owed again."""

from __future__ import annotations

from datetime import date

from contracts.payments import RecoveryCollected, RecoveryEnded, RecoveryOwedAgain
from contracts.values import Money
from services.letters.case_file import CaseFile
from services.letters.model import AsWritten, Letter, LetterLine, Name, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import contest_institution


def repaid(case: CaseFile, event: RecoveryCollected) -> Letter:
    """The receipt of a repayment, with what of it waits to be confirmed."""
    waits = event.waits.minor if event.waits else 0
    whole = Money(minor=event.amount.minor + waits, currency=event.amount.currency)
    what = [say("collected.repayment", amount=whole, day=event.collected_on), say("debt.left", left=event.left)]
    if event.waits is not None:
        what.append(say("collected.waits", amount=event.waits))
    title = Phrase("collected.title", {"amount": whole})
    return _letter(case, "collected", event, event.collected_on, title, tuple(what), (say("collected.who"),))


def debt_ended(case: CaseFile, event: RecoveryEnded) -> Letter:
    """What is no longer asked for, why, and what goes back."""
    title = Phrase("debt_ended.title", {"amount": event.amount})
    what = [say(f"debt_ended.{event.end}", amount=event.amount, day=event.ended_on)]
    if event.given_back.minor:
        what.append(say("debt_ended.given_back", amount=event.given_back))
    if event.reasons is not None:
        reasons = (Phrase("decision.reasons_original"),)
        what.append(LetterLine((), original=Quoted(event.reasons), instead_of_original=reasons, cites=event.article))
    who = [say("debt_ended.who")]
    if event.officer is not None:
        staff, role = AsWritten(event.officer.staff), AsWritten(event.officer.role)
        who.insert(0, item(Phrase("who.officer", {"staff": staff, "role": role, "day": event.ended_on})))
    return _letter(case, "debt_ended", event, event.ended_on, title, tuple(what), tuple(who))


def owed_again(case: CaseFile, event: RecoveryOwedAgain) -> Letter:
    """What was withheld and paid nothing off, why, and what is left."""
    title = Phrase("owed_again.title", {"amount": event.amount})
    what = (say(f"owed_again.{event.because}", amount=event.amount), say("debt.left", left=event.left))
    return _letter(case, "owed_again", event, event.owed_on, title, what, (say("collected.who"),))


def _letter(  # noqa: PLR0913, PLR0917  what differs between the three
    case: CaseFile,
    name: Name,
    event: RecoveryCollected | RecoveryEnded | RecoveryOwedAgain,
    day: date,
    title: Phrase,
    what: tuple[LetterLine, ...],
    who: tuple[LetterLine, ...],
) -> Letter:
    scheme = case.scheme_of(event.claim)
    return Letter(
        name=name,
        ids=(event.question,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=day,
        title=title,
        sections=(
            Section("what", what),
            Section("who", who),
            Section("change", (say("debt.change"),)),
            contest_institution(),
        ),
    )
