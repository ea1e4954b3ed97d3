"""The letters on a debt: a repayment that came in, and what is no longer asked for."""

from __future__ import annotations

from datetime import date

from contracts.payments import RecoveryCollected, RecoveryEnded
from services.letters.case_file import CaseFile
from services.letters.model import Letter, LetterLine, Name, Phrase, Quoted, Section, say
from services.letters.shared_sections import contest_institution


def repaid(case: CaseFile, event: RecoveryCollected) -> Letter:
    """The receipt of a repayment."""
    title = Phrase("collected.title", {"amount": event.amount})
    what = (say("collected.repayment", amount=event.amount, day=event.collected_on), say("debt.left", left=event.left))
    return _letter(case, "collected", event, event.collected_on, title, what)


def debt_ended(case: CaseFile, event: RecoveryEnded) -> Letter:
    """What is no longer asked for, and what goes back."""
    title = Phrase("debt_ended.title", {"amount": event.amount})
    what = [say(f"debt_ended.{event.end}", amount=event.amount, day=event.ended_on)]
    if event.given_back.minor:
        what.append(say("debt_ended.given_back", amount=event.given_back))
    return _letter(case, "debt_ended", event, event.ended_on, title, tuple(what))


def _letter(  # noqa: PLR0913, PLR0917  what differs between the two
    case: CaseFile,
    name: Name,
    event: RecoveryCollected | RecoveryEnded,
    day: date,
    title: Phrase,
    what: tuple[LetterLine, ...],
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
            Section("who", (say(f"{name}.who"),)),
            Section("change", (say("debt.change"),)),
            contest_institution(),
        ),
    )
