"""What a provider proposes for one of its programmes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.base import Event
from contracts.programmes import PREFIX
from services.almp_referral.views import OpenProposal, Roster, open_proposals, roster
from services.console.acts.form import FormFault
from services.console.acts.read_form import ReadForm
from services.console.acts.writing import moment_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.proposing.proposal_form import (
    FIELDS,
    FOR_ANYBODY,
    FOR_PERSON,
    ProposalAtHand,
    proposal_of,
    retraction_of,
)
from services.console.staff_page import AccessDenied, Content, GoTo, Listing, NotHere, StaffPage, Visit

ALMP = "almp_referral"
BEGINNING = 10
_PROGRAMME = re.compile(rf"{PREFIX}[a-z0-9\-]{{1,53}}")


@dataclass(frozen=True, slots=True)
class OwnProposals:
    """A provider's own programme, and what it proposes for it that no officer has answered."""

    roster: Roster
    provider: str
    open: Sequence[OpenProposal]

    @property
    def programme(self) -> str:
        """The programme's id."""
        return self.roster.listing.programme.key


def show(visit: Visit) -> Content:
    """What waits for an answer, and the form."""
    return _content(visit, _own(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Propose, or take a proposal back."""
    own, what = _own(visit), visit.form.one("act")
    visit.may_act(Role.PROVIDER, CaseAtHand(own.programme, provider=own.provider))
    if what not in FIELDS:
        raise FormFault("no form of ours")
    address = visit.address(f"/programmes/{own.programme}/proposals", done=what)
    if visit.was_sent():
        return GoTo(address)
    read = ReadForm(visit.form)
    proposed = _proposed(visit, own, what, read)
    if proposed is None:
        return _content(visit, own, read.faults)
    subject, event = proposed
    reasons = visit.form.one("reasons" if what == "propose" else "reason")
    visit.act(Role.PROVIDER, CaseAtHand(subject, provider=own.provider), event, reasons)
    return GoTo(address)


def _proposed(visit: Visit, own: OwnProposals, what: str, read: ReadForm) -> tuple[str, Event] | None:
    """Whom it is about, and what is said."""
    cohorts = [cohort.key for cohort in own.roster.listing.programme.cohorts]
    at_hand = ProposalAtHand(own.programme, own.provider, cohorts, visit.today, moment_of(visit.world))
    return proposal_of(read, at_hand) if what == "propose" else retraction_of(read, at_hand, own.open)


def _own(visit: Visit) -> OwnProposals:
    """Raises `NotHere`, and `AccessDenied` for a programme of another provider."""
    key, provider = visit.given["programme"], visit.officer.provider
    if not _PROGRAMME.fullmatch(key):
        raise NotHere
    with visit.world.reading(ALMP) as connection:
        rostered = roster(connection, key, visit.today)
        if rostered is None:
            raise NotHere
        if provider is None or rostered.listing.programme.provider != provider:
            raise AccessDenied(Denied.PROGRAMME)
        proposals = [each for each in open_proposals(connection, visit.today) if each.programme == key]
    return OwnProposals(rostered, provider, proposals)


def _content(visit: Visit, own: OwnProposals, faults: Mapping[str, str]) -> Content:
    names = [name for fields in FIELDS.values() for name in fields]
    filled = {name: visit.form.one(name) for name in names}
    whom = [
        {"value": each, "text": visit.say(f"proposing.for.{each}"), "note": ""} for each in (FOR_PERSON, FOR_ANYBODY)
    ]
    programme = own.roster.listing.programme
    cohorts = [{"value": cohort.key, "text": cohort.key} for cohort in programme.cohorts]
    proposals = [{"value": each.key, "text": each.reasons, "note": _note(visit, own, each)} for each in own.open]
    values = {
        "programme": programme,
        "free": own.roster.listing.free,
        "proposals": proposals,
        "whom": whom,
        "cohorts": [{"value": "", "text": visit.say("proposing.any_cohort")}, *cohorts],
        "filled": filled,
        "labels": {name: visit.say(f"proposing.form.{name}") for name in names},
        "done": visit.query.get("done", ""),
    }
    columns = [visit.say(f"proposing.column.{name}") for name in ("whom", "places", "until", "reasons")]
    rows: list[list[str | int]] = [
        [_whom(visit, own, each), each.places, each.until.isoformat() if each.until else "", each.reasons]
        for each in own.open
    ]
    told = {name: visit.say(fault) for name, fault in faults.items()}
    return Content(values, Listing(f"{own.programme}-proposals", columns, rows), told)


def _whom(visit: Visit, own: OwnProposals, proposal: OpenProposal) -> str:
    for_anybody = proposal.subject == own.programme
    return visit.say("proposing.for.anybody") if for_anybody else proposal.subject[:BEGINNING]


def _note(visit: Visit, own: OwnProposals, proposal: OpenProposal) -> str:
    places = visit.say("programme.places", n=visit.language.number(proposal.places))
    until = visit.say("programme.until", day=visit.language.day(proposal.until)) if proposal.until else ""
    return " ".join(filter(None, (f"{_whom(visit, own, proposal)}.", places, until)))


PAGES = (
    StaffPage(
        name="proposals",
        path="/programmes/{programme}/proposals",
        seen_by=frozenset({Role.PROVIDER}),
        template="proposing/proposals.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.PROVIDER}),
    ),
)
