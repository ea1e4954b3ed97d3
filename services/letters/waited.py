"""Letters before a decision: what is missing, a certification that is due, a receipt, a claim that was made ready."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contracts.claims import ContestOpened, QuestionOpened
from contracts.eligibility import ClaimPrepared, DeterminationMade
from contracts.intake import CertificationFiled
from contracts.waiting import (
    BANK_DETAILS,
    AwaitedStep,
    CertificationAwaited,
    ClaimIncomplete,
    DecisionProvisional,
    FilingReceived,
    MissingFact,
)
from law.language.sheet.scheme import Scheme
from services.letters.case_file import CaseFile, DatedEvent, SheetNotKnown
from services.letters.model import AsWritten, Letter, LetterLine, Name, Phrase, Quoted, Section, say
from services.letters.shared_sections import help_line


class _Paper(NamedTuple):
    """What tells these letters apart."""

    name: Name
    title: Phrase
    sections: tuple[Section, ...]
    reference: str | None = None
    """By which the letter is asked for; None for the claim."""


def incomplete(case: CaseFile, dated: DatedEvent, event: ClaimIncomplete) -> Letter:
    """The letter on what a claim lacks, or that it lacks nothing any more."""
    if not event.missing:
        what = Section("what", (say("incomplete.complete"),))
        complete = _Paper("incomplete", Phrase("incomplete.complete.title"), (what, _who("incomplete")))
        return _letter(case, dated, event.claim, complete)
    scheme = case.scheme_of(event.claim)
    only_account = {missing.what for missing in event.missing} == {BANK_DETAILS}
    sections = (
        Section("what", (say("incomplete.unpaid" if only_account else "incomplete.what"),)),
        Section("missing", tuple(line for fact in event.missing for line in _missing(scheme, fact))),
        Section("next", (say("incomplete.then"),)),
        _who("incomplete"),
        Section("change", (say("incomplete.change"), help_line())),
    )
    return _letter(case, dated, event.claim, _Paper("incomplete", Phrase("incomplete.title"), sections))


def _missing(scheme: Scheme, missing: MissingFact) -> Iterator[LetterLine]:
    known = missing.what in scheme.vocabulary.questions
    fact: Phrase | Quoted = Phrase(f"question.{missing.what}") if known else Quoted(missing.what.replace("_", " "))
    if missing.what == BANK_DETAILS:
        fact = Phrase("incomplete.bank_details")
    yield LetterLine(
        (), "item", original=Quoted(missing.asks), instead_of_original=(Phrase("incomplete.fact", {"what": fact}),)
    )
    yield LetterLine(
        (
            Phrase(f"missing.{missing.from_whom}"),
            Phrase("incomplete.wait", {"since": missing.since, "until": missing.until}),
        )
    )


def awaited(case: CaseFile, dated: DatedEvent, event: CertificationAwaited) -> Letter:
    """The reminder, the letter on a late certification, or that a person will ask."""
    until = {AwaitedStep.REMINDED: event.due_by, AwaitedStep.LATE: event.grace_until}
    title = Phrase(f"awaited.{event.step}.title", {"until": until[event.step]} if event.step in until else {})
    when = [say("awaited.due", day=event.due_by), say("awaited.grace", day=event.grace_until)]
    sections = (
        Section("what", (say(f"awaited.{event.step}", period=event.period), *when)),
        Section("reply", (say("awaited.how"), say("awaited.work"), *_good_cause(event))),
        _who("awaited"),
        Section("change", (help_line(),)),
    )
    return _letter(case, dated, event.claim, _Paper("awaited", title, sections))


def _good_cause(event: CertificationAwaited) -> Iterator[LetterLine]:
    if event.good_cause is not None:
        yield say("awaited.good_cause")
        yield LetterLine((), "item", original=Quoted(event.good_cause), instead_of_original=(Phrase("awaited.by_law"),))


def receipt(case: CaseFile, dated: DatedEvent, event: FilingReceived) -> Letter | None:
    """The receipt for what was filed; None where no claim is known that it could be about."""
    kind = event.kind.partition(".")[2]
    came = f"{event.received_at:%Y-%m-%d %H:%M:%S} UTC"
    sections = (
        Section(
            "what",
            (
                say(f"receipt.{kind}"),
                say("receipt.filed", day=event.filed_on),
                say("receipt.came", moment=AsWritten(came)),
                say("receipt.number", receipt=AsWritten(event.receipt)),
                say("receipt.sha256", sum=AsWritten(event.sha256)),
                say("receipt.keep"),
            ),
        ),
        Section("next", (say(f"receipt.next.{kind}"),)),
        _who("receipt"),
        Section("change", (say("receipt.change"),)),
    )
    claim = _claim_about(case, event.about)
    try:
        return _letter(case, dated, claim, _Paper("receipt", Phrase("receipt.title"), sections, event.receipt))
    except SheetNotKnown:
        return None


def _claim_about(case: CaseFile, about: str) -> str:
    """The claim that a filing is about, by whatever it names: itself, a certification, a question or a contest."""
    for dated in case.events:
        match dated.event:
            case CertificationFiled(key=key, claim=claim) | QuestionOpened(question=key, claim=claim) if key == about:
                return claim
            case ContestOpened(contest=key, decision=decision, claim=claim) if about in {key, decision}:
                return claim
            case DeterminationMade(determination=made, claim=claim) if str(made) == about:
                return claim
    return about


def invited(case: CaseFile, dated: DatedEvent, event: ClaimPrepared) -> Letter | None:
    """The invitation to confirm a claim that was made ready; None where it is not known under which scheme."""
    if event.scheme is None:
        return None
    if event.withdrawn:
        title, what = Phrase("invited.withdrawn.title"), [say("invited.withdrawn")]
    else:
        title = Phrase("invited.title", {"day": event.unemployed_from})
        what = [
            say("invited.what", day=event.unemployed_from),
            say("invited.prepared", claim=AsWritten(event.claim)),
            say("invited.how"),
        ]
    sections = (Section("what", tuple(what)), _who("invited"), Section("change", (say("invited.change"), help_line())))
    return _letter(case, dated, event.claim, _Paper("invited", title, sections))


def provisional(case: CaseFile, event: DeterminationMade) -> Section:
    """That a determination was made while a registry was silent, and until when it was provisional."""
    lines = []
    for _, marked in case.of(DecisionProvisional):
        if marked.determination != event.determination:
            continue
        if marked.settled_on is None:
            lines.append(say("provisional.what", institution=AsWritten(marked.institution), since=marked.since))
        else:
            lines.append(say("provisional.settled", day=marked.settled_on))
    return Section("next", tuple(lines))


def _who(of: str) -> Section:
    return Section("who", (say(f"{of}.who"),))


def _letter(case: CaseFile, dated: DatedEvent, claim: str, paper: _Paper) -> Letter:
    scheme = case.scheme_of(claim)
    return Letter(
        name=paper.name,
        ids=(paper.reference or claim, str(dated.id)),
        person=case.person,
        claim=claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=paper.title,
        sections=paper.sections,
    )
