"""How a story tells of programmes: what fits and why, wait lists, what officers and providers said."""

from __future__ import annotations

from contracts.criteria import Fits
from contracts.programme_matching import MatchMade
from contracts.programme_orders import ProgrammeChosen, ProgrammeWithheld, ProposalDeclined, WaitLeft
from contracts.providers import PlaceProposed, ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.wait_lists import WaitEnded, WaitJoined
from services.oversight.story_phrases import Sentences, Told, prose, say, told


def _matched(e: MatchMade) -> Told:
    fitting = ", ".join(one.programme for one in e.programmes if one.fits is Fits.YES)
    unknown = ", ".join(one.programme for one in e.programmes if one.fits is Fits.UNKNOWN)
    looked = len(e.programmes) + e.left_out
    return told(
        say("match.some_fit", n=looked, programmes=fitting) if fitting else say("match.none_fits", n=looked),
        say("match.too_little_known", programmes=unknown) if unknown else None,
    )


def _joined(e: WaitJoined) -> Told:
    ahead = say("wait.some_before", n=e.ahead) if e.ahead else say("wait.none_before")
    return told(
        say("wait.joined", programme=e.programme, since=e.waits_since, registered=e.registered_on, before=ahead)
    )


def _chosen(e: ProgrammeChosen) -> Told:
    instead = say("programme.instead_of", referral=e.instead_of) if e.instead_of else None
    chosen = say("programme.chosen", staff=e.officer.staff, programme=e.programme, instead=instead)
    return told(chosen, prose(e.reasons))


def _withheld(e: ProgrammeWithheld) -> Told:
    return told(say("programme.withheld", staff=e.officer.staff, programme=e.programme), prose(e.reasons))


def _proposed(e: PlaceProposed) -> Told:
    cohort = say("programme.cohort", cohort=e.cohort) if e.cohort else None
    proposed = say("programme.proposed", provider=e.provider, programme=e.programme, cohort=cohort)
    return told(proposed, prose(e.reasons))


def _published(e: ProgrammePublished) -> Told:
    return told(
        say("programme.published", provider=e.provider, programme=e.key, title=prose(e.title)), cites=(e.legal_basis,)
    )


def _ended(e: ProgrammeEnded) -> Told:
    return told(say("programme.ended", provider=e.provider, programme=e.key, day=e.ended_on), prose(e.because))


def _declined(e: ProposalDeclined) -> Told:
    return told(say("programme.declined", staff=e.officer.staff, proposal=e.proposal), prose(e.reasons))


PROGRAMMES: Sentences = {
    MatchMade: _matched,
    WaitJoined: _joined,
    WaitEnded: lambda e: told(say("wait.over", programme=e.programme), prose(e.because)),
    ProgrammeChosen: _chosen,
    ProgrammeWithheld: _withheld,
    WaitLeft: lambda e: told(say("wait.left", staff=e.officer.staff)),
    PlaceProposed: _proposed,
    ProgrammePublished: _published,
    ProgrammeEnded: _ended,
    StatementRetracted: lambda e: told(
        say("programme.statement_retracted", provider=e.provider, programme=e.key), prose(e.reason)
    ),
    ProposalDeclined: _declined,
}
