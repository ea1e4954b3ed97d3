"""The letters on an offer of a programme and on its appointment; that silence costs nothing is said in both."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.almp_referral import ReferralMade
from contracts.placement import OfferArranged
from services.letters.case_file import CaseFile, DatedEvent, SheetNotKnown
from services.letters.matched import reasons
from services.letters.model import AsWritten, Letter, LetterLine, Phrase, Quoted, Section, say
from services.letters.shared_sections import help_line


def referred(case: CaseFile, dated: DatedEvent, event: ReferralMade) -> Letter | None:
    """The offer: which programme, why, until when to answer, and what follows from silence: nothing."""
    what = [say("referred.what", programme=AsWritten(event.programme))]
    if event.starts_on is not None:
        what.append(say("referred.starts", day=event.starts_on))
    who = say("referred.who")
    if event.officer is not None:
        who = say("referred.officer", officer=AsWritten(event.officer.staff))
    sections = (
        Section("what", tuple(what)),
        Section("why", tuple(_reasons(case, event))),
        Section("reply", (*_until(event), say("referred.how"))),
        Section("next", (say("referred.silence"), say("referred.decline"))),
        Section("who", (who,)),
        Section("change", (say("referred.change"), help_line())),
    )
    return _letter(case, dated, event, Phrase("referred.title"), sections)


def arranged(case: CaseFile, dated: DatedEvent, event: OfferArranged) -> Letter | None:
    """The invitation to talk about an offer: when and where, and who invites."""
    offer = next((made for _, made in case.of(ReferralMade) if made.referral == event.referral), None)
    if offer is None:
        return None
    when = [say("arranged.what", day=event.meets_on), say("arranged.place", place=AsWritten(event.place))]
    if event.meets_at is not None:
        when.append(say("arranged.at", time=AsWritten(event.meets_at)))
    until = max(event.answer_by, offer.answer_by or event.answer_by)
    officer, office = AsWritten(event.officer.staff), AsWritten(event.officer.office or "")
    sections = (
        Section("what", (*when, say("referred.what", programme=AsWritten(offer.programme)))),
        Section("reply", (say("referred.until", day=until), say("arranged.how"))),
        Section("next", (say("referred.silence"), say("referred.decline"))),
        Section("who", (say("arranged.who", officer=officer, office=office),)),
        Section("change", (say("arranged.change"), help_line())),
    )
    return _letter(case, dated, offer, Phrase("arranged.title", {"day": event.meets_on}), sections)


def _reasons(case: CaseFile, event: ReferralMade) -> Iterator[LetterLine]:
    """An officer's own, then each criterion as it was judged; of offers before criteria were said, the sentences."""
    judged = list(reasons(case, event.referral, event.programme))
    if event.officers_reasons is not None:
        yield _reason(event.officers_reasons)
    yield from judged or (_reason(reason) for reason in event.reasons)


def _reason(reason: str) -> LetterLine:
    return LetterLine((), "item", original=Quoted(reason), instead_of_original=(Phrase("referred.reason"),))


def _until(event: ReferralMade) -> tuple[LetterLine, ...]:
    return (say("referred.until", day=event.answer_by),) if event.answer_by is not None else ()


def _letter(
    case: CaseFile, dated: DatedEvent, offer: ReferralMade, title: Phrase, sections: tuple[Section, ...]
) -> Letter | None:
    """None where no sheet of the claim is known."""
    try:
        scheme = case.scheme_of(offer.claim)
    except SheetNotKnown:
        return None
    return Letter(
        name="referral",
        ids=(offer.referral, str(dated.id)),
        person=case.person,
        claim=offer.claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=title,
        sections=sections,
    )
