"""How a story tells of programmes: what fits and why, wait lists, what officers and providers said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.base import Event
from contracts.criteria import Fits
from contracts.programme_matching import MatchMade
from contracts.programme_orders import ProgrammeChosen, ProgrammeWithheld, ProposalDeclined, WaitLeft
from contracts.providers import PlaceProposed, ProgrammeEnded, ProgrammePublished, StatementRetracted
from contracts.wait_lists import WaitEnded, WaitJoined

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it."""


def _matched(e: MatchMade) -> Told:
    fitting = [one.programme for one in e.programmes if one.fits is Fits.YES]
    unknown = [one.programme for one in e.programmes if one.fits is Fits.UNKNOWN]
    looked = len(e.programmes) + e.left_out
    said = f"Held against {looked} programmes: {', '.join(fitting) or 'none'} fit."
    return said + (f" Too little is known for {', '.join(unknown)}." if unknown else ""), ()


def _joined(e: WaitJoined) -> Told:
    ahead = f"{e.ahead} stood before on that day" if e.ahead else "nobody stood before"
    return f"On the wait list of {e.programme} since {e.waits_since}, registered on {e.registered_on}; {ahead}.", ()


def _chosen(e: ProgrammeChosen) -> Told:
    instead = f" instead of referral {e.instead_of}" if e.instead_of else ""
    return f"{e.officer.staff} chose {e.programme}{instead}: {e.reasons}", ()


def _proposed(e: PlaceProposed) -> Told:
    cohort = f" (cohort {e.cohort})" if e.cohort else ""
    return f"{e.provider} would take the person in {e.programme}{cohort}: {e.reasons}", ()


PROGRAMMES: Mapping[type[Event], Callable[[Any], Told]] = {
    MatchMade: _matched,
    WaitJoined: _joined,
    WaitEnded: lambda e: (f"Waits no longer for {e.programme}. {e.because}", ()),
    ProgrammeChosen: _chosen,
    ProgrammeWithheld: lambda e: (f"{e.officer.staff} keeps {e.programme} from being offered: {e.reasons}", ()),
    WaitLeft: lambda e: (f"{e.officer.staff} recorded that the person does not want to wait any more.", ()),
    PlaceProposed: _proposed,
    ProgrammePublished: lambda e: (f"{e.provider} stated the programme {e.key}: {e.title}.", (e.legal_basis,)),
    ProgrammeEnded: lambda e: (f"{e.provider} ended the programme {e.key} on {e.ended_on}: {e.because}", ()),
    StatementRetracted: lambda e: (f"{e.provider} took back what it had stated of {e.key}: {e.reason}", ()),
    ProposalDeclined: lambda e: (f"{e.officer.staff} does not take up proposal {e.proposal}: {e.reasons}", ()),
}
