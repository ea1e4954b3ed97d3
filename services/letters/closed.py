"""The letter on the end of a claim: used up, or taken back."""

from __future__ import annotations

from contracts.claims import ClaimMoved, ClaimState
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.model import Letter, Phrase, Quoted, Section, say
from services.letters.shared_sections import contest

ENDS = (ClaimState.EXHAUSTED, ClaimState.WITHDRAWN)


def closed(case: CaseFile, dated: DatedEvent, event: ClaimMoved) -> Letter | None:
    """The letter on a claim that ended; None for every other move."""
    if event.after not in ENDS:
        return None
    scheme, determination = case.scheme_of(event.claim), case.determination(event.claim, dated)
    what = [say(f"closure.{event.after}", day=event.on)]
    if determination is not None and determination.total_max is not None and event.after is ClaimState.EXHAUSTED:
        what.append(say("benefit.total", total=determination.total_max))
    if determination is not None and determination.benefit_year is not None:
        what.append(say("closure.year", period=determination.benefit_year))
    sections = (
        Section("what", tuple(what)),
        Section("who", (say("who.machine" if event.after is ClaimState.EXHAUSTED else "contest_closed.by_you"),)),
        Section("change", (say(f"closure.change.{event.after}"),)),
        contest(case, determination.appeal if determination else None, event.on),
    )
    return Letter(
        name="closure",
        ids=(event.claim,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.on,
        title=Phrase(f"closure.{event.after}.title"),
        sections=sections,
    )
