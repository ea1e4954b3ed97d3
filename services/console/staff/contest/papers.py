"""The papers for contesting a decision, to read and to take along; the rule in question; and who was in contact."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.base import Unreadable, read
from contracts.casework import HearingHeld
from contracts.intake import ContestFiled, ContestWithdrawn, MandateEnded, MandateGiven, ReplyFiled
from contracts.letters import LetterDelivered, LetterReturned, LetterSent
from law.catalogue import load_scheme, scheme_names
from law.explain.what_if_words import SuppositionError
from law.language.terms.errors import OutsideKnownLaw
from services.archives.appeal_papers import AppealPapers, appeal_papers
from services.archives.case import case_of
from services.claims.views import ContestInHand
from services.console.staff.contest.in_hand import contest_asked_for
from services.console.staff_page import Content, PageFile, Visit
from services.console.supposing.outcome import in_one_sentence
from services.letters.appeal_pack import rule_under
from services.letters.page import as_page
from services.letters.pdf import CannotMakePdf, as_pdf
from services.oversight.views import StoryLine, tell

CONTACTS = (
    *(LetterSent, LetterDelivered, LetterReturned, ReplyFiled, HearingHeld),
    *(MandateGiven, MandateEnded, ContestFiled, ContestWithdrawn),
)
"""What was sent to the person, what came back, and who spoke for them."""
CONTACTS_SHOWN = 12


def contested_key(in_hand: ContestInHand) -> str:
    """The key of what is contested: the question, or what its filing names."""
    return in_hand.contest.question or in_hand.contest.filing.decision


def show_papers(visit: Visit) -> Content | PageFile:
    """All papers, as the console shows them; with `as=pdf` or `as=html` as a file."""
    in_hand = contest_asked_for(visit)
    why = ""
    papers = None
    try:
        papers = _papers(visit, in_hand)
        if papers is not None and (file := _file(visit, papers)) is not None:
            return file
    except (SuppositionError, LookupError, OutsideKnownLaw, CannotMakePdf) as fault:
        why = in_one_sentence(fault)
    return Content({"in_hand": in_hand, "person": visit.given["person"], "papers": papers, "why": why})


def _papers(visit: Visit, in_hand: ContestInHand) -> AppealPapers | None:
    person, world = visit.given["person"], visit.world
    heard = list(world.arrived(person))
    case = case_of(person, world.databases, [arrived.envelope for arrived in heard])
    return appeal_papers(world.databases, case, heard, contested_key(in_hand))


def _file(visit: Visit, papers: AppealPapers) -> PageFile | None:
    """The file that the address asks for. Raises `CannotMakePdf`."""
    kind = visit.query.get("as", "")
    if kind == "pdf":
        return PageFile(f"{papers.name}.pdf", "application/pdf", as_pdf(papers.paper, papers.on))
    if kind == "html":
        return PageFile(f"{papers.name}.html", "text/html; charset=utf-8", as_page(papers.paper).encode())
    return None


def rule_of(in_hand: ContestInHand) -> Sequence[str]:
    """The article in question as the sheet of the claim says it, in plain sentences; English."""
    asked = in_hand.asked
    claim = in_hand.person.claims.get(asked.claim) if asked else None
    if asked is None or claim is None or claim.scheme not in scheme_names():
        return ()
    return tuple(rule_under(load_scheme(claim.scheme, accept_unverified=True), asked.words.cites))


def contacts_with(visit: Visit) -> Sequence[StoryLine]:
    """What was sent to the person and came from them or for them, the newest first."""
    contacts = []
    for envelope in visit.world.heard(visit.given["person"]):
        try:
            event = read(envelope)
        except Unreadable:
            continue
        if isinstance(event, CONTACTS):
            contacts.append(envelope)
    return list(reversed(tell(contacts, language=visit.language.words.language)))[:CONTACTS_SHOWN]
