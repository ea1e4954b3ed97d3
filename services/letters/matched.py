"""The letters on a match that is no offer: a wait list, its end, nothing to offer, a programme that ended."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.almp_referral import LapseReason, NoReferral, ReferralLapsed, WhyNoReferral
from contracts.criteria import Criterion, Fits, JudgedCriterion
from contracts.programme_matching import MatchMade
from contracts.wait_lists import WaitEnd, WaitEnded, WaitJoined
from services.letters.case_file import CaseFile, DatedEvent, SheetNotKnown
from services.letters.model import AsWritten, Letter, LetterLine, LetterValue, Name, Phrase, Quoted, Section, item, say
from services.letters.shared_sections import help_line


def wait_joined(case: CaseFile, dated: DatedEvent, event: WaitJoined) -> Letter | None:
    """That all seats are taken, since when the person waits, and who is served first."""
    programme = _titled(case, event.programme)
    ahead = AsWritten(str(event.ahead))
    sections = (
        Section("what", (say("wait.what", programme=programme, day=event.waits_since), say("wait.ahead", ahead=ahead))),
        Section("why", (say("wait.order", day=event.registered_on), say("wait.lottery"))),
        Section("next", (say("wait.next"), say("wait.costs"))),
        Section("change", (say("wait.leave"), help_line())),
    )
    return _letter(case, dated, event.claim, "wait_list", event.referral, Phrase("wait.title"), sections)


def wait_ended(case: CaseFile, dated: DatedEvent, event: WaitEnded) -> Letter | None:
    """That the person waits no longer, and why; nobody writes to the dead."""
    if event.reason is WaitEnd.DIED:
        return None
    what = say("wait.ended", programme=_titled(case, event.programme), day=event.on)
    sections = (
        Section("what", (what,)),
        Section("why", (say(f"wait.ended.{event.reason}"),)),
        Section("next", (say("wait.costs"), say("match.ask"))),
        Section("change", (help_line(),)),
    )
    return _letter(case, dated, event.claim, "wait_list", event.referral, Phrase("wait.ended.title"), sections)


def nothing_offered(case: CaseFile, dated: DatedEvent, event: NoReferral) -> Letter | None:
    """That no programme is offered, and why; where too little is known, what is missing.

    None where there is no programme at all: an institution without providers writes no letters about them.
    """
    if event.why in {None, WhyNoReferral.NONE_PUBLISHED}:
        return None
    why = [say(f"none.{event.why}")]
    if event.why is WhyNoReferral.TOO_LITTLE_KNOWN:
        why += [item(Phrase(f"criterion.{criterion}")) for criterion in event.lacks or ()]
    sections = (
        Section("what", (say("none.what"),)),
        Section("why", tuple(why)),
        Section("next", (say("none.costs"), say("match.ask"))),
        Section("change", (help_line(),)),
    )
    return _letter(case, dated, event.claim, "no_offer", str(dated.id), Phrase("none.title"), sections)


def place_ended(case: CaseFile, dated: DatedEvent, event: ReferralLapsed) -> Letter | None:
    """That the programme ended, and that another is looked for; or that an earlier claim has the programmes.

    The other ends are told elsewhere.
    """
    if event.reason is LapseReason.OTHER_CLAIM:
        return _ended_for_another(case, dated, event)
    if event.reason is not LapseReason.PROGRAMME_ENDED:
        return None
    what = say("ended.what", programme=_titled(case, event.programme), day=event.on)
    why = LetterLine((), original=Quoted(event.because), instead_of_original=(Phrase("ended.why"),))
    sections = (
        Section("what", (what,)),
        Section("why", (why,)),
        Section("next", (say("ended.next"), say("ended.costs"))),
        Section("change", (say("match.ask"), help_line())),
    )
    return _letter(case, dated, event.claim, "place_ended", event.referral, Phrase("ended.title"), sections)


def _ended_for_another(case: CaseFile, dated: DatedEvent, event: ReferralLapsed) -> Letter | None:
    what = say("ended.other_claim.what", programme=_titled(case, event.programme), day=event.on)
    sections = (
        Section("what", (what,)),
        Section("why", (say("ended.other_claim.why"),)),
        Section("next", (say("ended.other_claim.next"), say("ended.other_claim.costs"))),
        Section("change", (say("match.ask"), help_line())),
    )
    title = Phrase("ended.other_claim.title")
    return _letter(case, dated, event.claim, "place_ended", event.referral, title, sections)


def reasons(case: CaseFile, referral: str, programme: str) -> Iterator[LetterLine]:
    """Every criterion of a programme as it was judged for a referral, in the reader's language."""
    for _, made in case.of(MatchMade):
        for judged in made.programmes if made.referral == referral else ():
            if judged.programme == programme:
                yield from (_criterion(one) for one in judged.criteria if one.criterion is not Criterion.OCCASION)


def _criterion(judged: JudgedCriterion) -> LetterLine:
    """What is asked, what the person has, and whether that fits."""
    values: dict[str, LetterValue] = {"what": Phrase(f"criterion.{judged.criterion}")}
    if judged.has_number is not None:
        values["has"] = AsWritten(str(judged.has_number))
    elif judged.has is not None:
        values["has"] = AsWritten(judged.has)
    if judged.fits is Fits.UNKNOWN:
        return item(Phrase("match.unknown", values))
    return item(Phrase("match.fits" if judged.fits is Fits.YES else "match.fits_not", values))


def _titled(case: CaseFile, programme: str) -> AsWritten:
    """The programme by its title, as its provider writes it."""
    titles = [one.title for _, made in case.of(MatchMade) for one in made.programmes if one.programme == programme]
    return AsWritten(titles[-1] if titles else programme)


def _letter(  # noqa: PLR0913, PLR0917  what differs between the four
    case: CaseFile,
    dated: DatedEvent,
    claim: str,
    name: Name,
    reference: str,
    title: Phrase,
    sections: tuple[Section, ...],
) -> Letter | None:
    """None where no sheet of the claim is known."""
    try:
        scheme = case.scheme_of(claim)
    except SheetNotKnown:
        return None
    return Letter(
        name=name,
        ids=(reference, str(dated.id)),
        person=case.person,
        claim=claim,
        scheme=Quoted(scheme.title),
        country=scheme.country,
        day=dated.day,
        title=title,
        sections=sections,
    )
