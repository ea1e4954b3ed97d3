"""The letter on a claim that is looked at again: decisions like one on it were found wrong, or the law changed."""

from __future__ import annotations

from contracts.casework import RecallOrdered
from services.letters.case_file import CaseFile
from services.letters.model import AsWritten, Letter, LetterLine, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import contest_institution


def recalled(case: CaseFile, event: RecallOrdered) -> Letter:
    """What is done, and that nothing is taken away by it."""
    scheme = case.scheme_of(event.claim)
    why = LetterLine((), original=Quoted(event.reasons), instead_of_original=(Phrase("decision.reasons_original"),))
    staff, role = AsWritten(event.officer.staff), AsWritten(event.officer.role)
    return Letter(
        name="recall",
        ids=(event.key,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.ordered_on,
        title=Phrase("recall.title"),
        sections=(
            Section("what", _what(event)),
            Section("why", (why,)),
            Section("who", (item(Phrase("who.officer", {"staff": staff, "role": role, "day": event.ordered_on})),)),
            Section("change", (say("change.new_facts"),)),
            contest_institution(),
        ),
    )


def _what(event: RecallOrdered) -> tuple[LetterLine, ...]:
    """Why it is worked out once more, and what comes of it."""
    if event.law_since is None:
        return say("recall.what"), say("recall.more"), say("recall.less")
    return say("recall.law", day=event.law_since), say("recall.more"), say("recall.law_less")
