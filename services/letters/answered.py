"""The letter on what a named officer decided, and on what is to be paid back."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.about import OverpaymentAbout, WaiverAbout
from contracts.casework import Verdict
from contracts.claims import ClaimDecision
from services.letters.asked import asked_line
from services.letters.case_file import CaseFile
from services.letters.favourable import is_for_the_person
from services.letters.figures import share
from services.letters.model import AsWritten, Letter, LetterLine, Name, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import contest_in_words, contest_shortly


def answered(case: CaseFile, event: ClaimDecision) -> Letter:
    """The letter on an officer's decision."""
    scheme = case.scheme_of(event.claim)
    sections = [
        Section("what", tuple(_what(case, event))),
        Section("why", tuple(_why(event))),
        Section("facts", tuple(_facts(event))),
        Section("who", (*_officers(event), say("who.not_a_machine"))),
        Section("change", (say("change.decision"), say("change.new_facts"))),
    ]
    if not is_for_the_person(event):
        sections.append(contest_in_words(event.appeal, event.contest_by))
    elif event.contest is None:
        sections.append(contest_shortly(event.contest_by))
    return Letter(
        name=_name(event),
        ids=(event.question, *((event.contest,) if event.contest else ())),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.decided_on,
        title=_title(event),
        sections=tuple(sections),
    )


def _name(event: ClaimDecision) -> Name:
    if isinstance(event.about, WaiverAbout):
        return "waiver"
    return "recovery" if isinstance(event.about, OverpaymentAbout) else "decision"


def _title(event: ClaimDecision) -> Phrase:
    if isinstance(event.about, WaiverAbout):
        return Phrase(f"waiver.{event.verdict}.title")
    if event.amount is not None:
        return Phrase(f"recovery.{event.verdict}.title", {"amount": event.amount})
    return Phrase(f"decision.{event.verdict}.title")


def _what(case: CaseFile, event: ClaimDecision) -> Iterator[LetterLine]:
    if isinstance(event.about, WaiverAbout):
        yield from _of_a_waiver(event)
        return
    yield from asked_line(case, event.question)
    against = event.verdict is Verdict.AGAINST_CLAIMANT
    if event.amount is not None:
        yield say(f"recovery.{event.verdict}", amount=event.amount)
    elif event.reduced_by is not None:
        yield say("decision.reduced", share=share(event.reduced_by))
    else:
        yield say(f"decision.{event.verdict}")
    if event.missing is not None:
        yield say("decision.missing")
    if against and event.applies is not None:
        yield say("recovery.days" if event.amount else "decision.days", period=event.applies)
    if against and event.amount is not None:
        yield say("recovery.nothing_yet")


def _of_a_waiver(event: ClaimDecision) -> Iterator[LetterLine]:
    yield say(f"waiver.{event.verdict}")
    if event.verdict is Verdict.FOR_CLAIMANT:
        return
    if event.applies is not None:
        yield say("recovery.days", period=event.applies)
    yield say("waiver.nothing_yet")
    yield say("waiver.again")


def _why(event: ClaimDecision) -> Iterator[LetterLine]:
    yield LetterLine(
        (),
        original=Quoted(event.reasons),
        instead_of_original=(Phrase("decision.reasons_original"),),
        cites=event.article,
    )
    if event.waiver_ground is not None:
        yield say(f"waiver.ground.{event.waiver_ground}")
    if event.ground is not None and event.verdict is Verdict.AGAINST_CLAIMANT:
        yield LetterLine((Phrase("decision.ground"), Phrase(f"ground.{event.ground}")))


def _facts(event: ClaimDecision) -> Iterator[LetterLine]:
    keys = ", ".join(event.facts_considered)
    yield say("decision.facts", n=len(event.facts_considered))
    yield LetterLine((Phrase("facts.keys", {"keys": AsWritten(keys)}),), "note")
    if event.noticed_on is not None:
        yield say("decision.noticed", day=event.noticed_on)
    if event.replied_on is not None:
        is_waiver = isinstance(event.about, WaiverAbout)
        yield say("waiver.asked" if is_waiver else "decision.replied", day=event.replied_on)
    elif event.noticed_on is not None and event.contest is None:
        yield say("decision.no_reply")


def _officers(event: ClaimDecision) -> Iterator[LetterLine]:
    """Who decided, and who confirmed it where two had to agree, each on their day."""
    for officer, day in ((event.officer, event.answered_on), (event.confirmed_by, event.decided_on)):
        if officer is not None:
            staff, role = AsWritten(officer.staff), AsWritten(officer.role)
            yield item(Phrase("who.officer", {"staff": staff, "role": role, "day": day or event.decided_on}))
