"""The letters on a contest: that it was received and who decides it until when, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.claims import ClaimOpened, ContestClosed, ContestDropped, ContestOpened, ContestWaits
from contracts.contest import ContestOutcome
from services.letters.asked import asked_line
from services.letters.case_file import CaseFile, DatedEvent
from services.letters.model import AsWritten, Letter, LetterLine, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import contest_in_words, help_line

STANDS = (ContestOutcome.UPHELD, ContestOutcome.WITHDRAWN, ContestOutcome.OUT_OF_TIME)


def contest_opened(case: CaseFile, event: ContestOpened) -> Letter:
    """The receipt of a complaint or an appeal."""
    what = [say(f"contest_opened.{event.tier}", day=event.filed_on), *asked_line(case, event.question)]
    if event.is_late:
        what.append(say("contest_opened.late"))
    what.append(say("contest_opened.continues" if event.benefit_continues else "contest_opened.stands"))
    decides = Phrase("contest_opened.before", {"body": Quoted(event.before), "until": event.decide_by})
    scheme = case.scheme_of(event.claim)
    return Letter(
        name="contest",
        ids=(event.contest,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.opened_on,
        title=Phrase(f"contest_opened.{event.tier}.title"),
        sections=(
            Section("what", tuple(what)),
            Section("who_decides", (LetterLine((decides,)),)),
            Section("change", (say("change.new_facts"), help_line())),
        ),
    )


def contest_waits(case: CaseFile, dated: DatedEvent, event: ContestWaits) -> Letter | None:
    """The letter on a contest that nobody can look at yet; none where no claim of the person is known."""
    claim = event.claim or next((opened.claim for _, opened in case.of(ClaimOpened)), None)
    if claim is None:
        return None
    scheme = case.scheme_of(claim)
    why = LetterLine((), original=Quoted(event.reason), instead_of_original=(Phrase("contest_waits.why_original"),))
    return Letter(
        name="contest_waits",
        ids=(event.contest,),
        person=case.person,
        claim=claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=Phrase(f"contest_waits.{event.tier}.title"),
        sections=(
            Section("what", (say(f"contest_waits.{event.tier}", day=event.filed_on or dated.day),)),
            Section("why", (why,)),
            Section("change", (say("contest_waits.kept"), help_line())),
        ),
    )


def contest_dropped(case: CaseFile, event: ContestDropped) -> Letter:
    """Better facts left nothing to contest."""
    scheme = case.scheme_of(event.claim)
    return Letter(
        name="contest_outcome",
        ids=(event.contest,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.dropped_on,
        title=Phrase("contest_dropped.title"),
        sections=(
            Section("what", (say("contest_dropped.what"),)),
            Section("who", (say("dropped.who"),)),
            Section("change", (say("dropped.change"), help_line())),
        ),
    )


def contest_closed(case: CaseFile, event: ContestClosed) -> Letter:
    """How a complaint or an appeal ended."""
    scheme = case.scheme_of(event.claim)
    sections = [
        Section("what", (*asked_line(case, event.question), say(f"contest_closed.{event.outcome}"))),
        Section("why", tuple(_why(event))),
        Section("who", tuple(_who(event))),
        Section("change", (say("change.decision"), say("change.new_facts"))),
    ]
    if event.appeal is not None:
        sections.append(contest_in_words(event.appeal, event.contest_by))
    return Letter(
        name="contest_outcome",
        ids=(event.contest,),
        person=case.person,
        claim=event.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=event.closed_on,
        title=Phrase("contest_closed.stands.title" if event.outcome in STANDS else "contest_closed.won.title"),
        sections=tuple(sections),
    )


def _why(event: ContestClosed) -> Iterator[LetterLine]:
    reasons = (Phrase("decision.reasons_original"),)
    yield LetterLine((), original=Quoted(event.reasons), instead_of_original=reasons, cites=event.article)
    if event.heard_on is not None:
        yield say("contest_closed.heard", day=event.heard_on)


def _who(event: ContestClosed) -> Iterator[LetterLine]:
    if event.officer is None:
        yield say("contest_closed.by_you")
        return
    staff, role = AsWritten(event.officer.staff), AsWritten(event.officer.role)
    yield item(Phrase("who.officer", {"staff": staff, "role": role, "day": event.closed_on}))
    yield say("who.not_a_machine")
