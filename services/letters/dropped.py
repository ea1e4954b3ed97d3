"""The letter on a question that was let go: whoever was told of it is told that nothing is left to decide."""

from __future__ import annotations

from contracts.claims import QuestionDropped
from services.letters.asked import matter_of, opened
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.model import Letter, LetterLine, Phrase, Quoted, Section, say
from services.letters.shared_sections import help_line


def dropped(case: CaseFile, dated: DatedEvent, event: QuestionDropped) -> Letter:
    """The letter on a question that was dropped."""
    scheme, question = case.scheme_of(event.claim), opened(case, event.question)
    what = [say("dropped.what")]
    if question is not None:
        about = (Phrase(f"asked.about.{matter_of(question)}"),)
        asked = LetterLine((Phrase("decision.asked"),), original=Quoted(question.asks), instead_of_original=about)
        what = [asked, *what]
    return Letter(
        name="dropped",
        ids=(event.question,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=Phrase("dropped.title"),
        sections=(
            Section("what", tuple(what)),
            Section("who", (say("dropped.who"),)),
            Section("change", (say("dropped.change"), help_line())),
        ),
    )
