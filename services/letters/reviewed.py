"""The letter on a decision that somebody looked at again and found wrong: it can be contested, whatever time passed."""

from __future__ import annotations

from contracts.error_budgets import ReviewFinding, ReviewMade
from services.letters.asked import asked_line
from services.letters.case_file import CaseFile
from services.letters.model import AsWritten, Letter, LetterLine, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import contest_in_words


def review_made(case: CaseFile, event: ReviewMade) -> Letter | None:
    """The letter on a review; none where the decision was found right, since nothing changes for the person."""
    if event.finding is ReviewFinding.RIGHT or event.appeal is None:
        return None
    scheme = case.scheme_of(event.claim)
    original = (Phrase("decision.reasons_original"),)
    staff, role = AsWritten(event.officer.staff), AsWritten(event.officer.role)
    found = (*asked_line(case, event.question), say("review.found", day=event.reviewed_on), say("review.now"))
    return Letter(
        name="review",
        ids=(event.question,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.reviewed_on,
        title=Phrase("review.title"),
        sections=(
            Section("what", found),
            Section("why", (LetterLine((), original=Quoted(event.reasons), instead_of_original=original),)),
            Section(
                "who",
                (
                    item(Phrase("who.officer", {"staff": staff, "role": role, "day": event.reviewed_on})),
                    say("who.not_a_machine"),
                ),
            ),
            Section("change", (say("change.decision"), say("change.new_facts"))),
            contest_in_words(event.appeal, event.contest_by),
        ),
    )
