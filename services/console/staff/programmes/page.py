"""The list of programmes, and the roster of one: cohorts, seats, the wait list, what its provider proposes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.programme_orders import ProposalDeclined
from contracts.programmes import PREFIX, ProgrammeKind
from services.almp_referral.views import OpenProposal, Roster, listings, open_proposals, roster
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.programmes.content import SEES_ALL, searched, sees_programmes_of, states
from services.console.staff_page import AccessDenied, Content, GoTo, Listing, NotHere, StaffPage, Visit

SEEN_BY = SEES_ALL | {Role.PROVIDER}
ALMP = "almp_referral"
ROWS_MAX = 100
BEGINNING = 10
"""So much of a pseudonym a provider is shown: enough to tell people of one programme apart."""
FIELDS = ("proposal", "reasons")
COLUMNS = ("title", "kind", "seats", "held", "free", "waiting")
ROSTER_COLUMNS = ("cohort", "person", "referral", "standing", "since")
DONE = ("declined", "state", "end", "end_back")
"""What a form may have done when it leads to a programme."""
_PROGRAMME = re.compile(rf"{PREFIX}[a-z0-9\-]{{1,53}}")


@dataclass(frozen=True, slots=True)
class ProgrammeAtHand:
    """A programme with who takes part, and what is proposed for it."""

    roster: Roster
    proposals: Sequence[OpenProposal]


def show_all(visit: Visit) -> Content:
    """The programmes that somebody sees, as far as the filter goes."""
    text, kind = visit.query.get("q", "").strip(), visit.query.get("kind", "")
    with visit.world.reading(ALMP) as connection:
        every = listings(connection, visit.today)
    seen = [each for each in every if sees_programmes_of(visit.officer, each.programme.provider)]
    shown = searched(seen, text, kind)
    kinds = [{"value": each.value, "text": visit.say(f"programmes.kind.{each}")} for each in ProgrammeKind]
    columns = [visit.say(f"programmes.column.{name}") for name in COLUMNS]
    cells: list[list[str | int]] = [
        [each.programme.title, each.programme.kind.value, each.seats, each.held, each.free, each.waiting]
        for each in shown
    ]
    values = {
        "rows": shown[:ROWS_MAX],
        "hidden": max(0, len(shown) - ROWS_MAX),
        "columns": COLUMNS,
        "free": sum(each.free for each in shown),
        "waiting": sum(each.waiting for each in shown),
        "kinds": [{"value": "", "text": visit.say("programmes.all")}, *kinds],
        "kind": kind,
        "text": text,
        "states": Role.PROVIDER in visit.officer.roles,
        "done": visit.query.get("done", ""),
    }
    return Content(values, Listing("programmes", columns, cells))


def show(visit: Visit) -> Content:
    """One programme."""
    return _content(visit, _at_hand(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Decline what a provider proposes."""
    at_hand, form = _at_hand(visit), visit.form
    proposal = next((each for each in at_hand.proposals if each.key == form.one("proposal")), None)
    address = visit.address(f"/programmes/{visit.given['programme']}", done="declined")
    visit.may_act(Role.PLACEMENT_OFFICER, CaseAtHand(proposal.subject if proposal else visit.given["programme"]))
    if visit.was_sent():
        return GoTo(address)
    faults = _faults(visit)
    if proposal is None or faults:
        unchosen = {} if proposal is not None else {"proposal": visit.say("fault.choose")}
        return _content(visit, at_hand, {**unchosen, **faults})
    declined = ProposalDeclined(
        proposal=proposal.key,
        officer=visit.officer.acting(Role.PLACEMENT_OFFICER),
        declined_on=visit.today,
        reasons=form.one("reasons"),
    )
    visit.act(Role.PLACEMENT_OFFICER, CaseAtHand(proposal.subject, record=proposal.key), declined, declined.reasons)
    return GoTo(address)


def _faults(visit: Visit) -> dict[str, str]:
    read = ReadForm(visit.form)
    read.words("reasons")
    return {name: visit.say(fault) for name, fault in read.faults.items()}


def _at_hand(visit: Visit) -> ProgrammeAtHand:
    """Raises `NotHere`, and `AccessDenied` for a programme of another provider."""
    key = visit.given["programme"]
    if not _PROGRAMME.fullmatch(key):
        raise NotHere
    with visit.world.reading(ALMP) as connection:
        rostered = roster(connection, key, visit.today)
        if rostered is None:
            raise NotHere
        if not sees_programmes_of(visit.officer, rostered.listing.programme.provider):
            raise AccessDenied(Denied.PROGRAMME)
        proposals = [each for each in open_proposals(connection, visit.today) if each.programme == key]
    return ProgrammeAtHand(rostered, proposals)


def _content(visit: Visit, at_hand: ProgrammeAtHand, faults: Mapping[str, str]) -> Content:
    rostered, officers = at_hand.roster, bool(SEES_ALL & visit.officer.roles)
    proposals = [
        {"value": each.key, "text": each.reasons, "note": _proposal_note(visit, each)} for each in at_hand.proposals
    ]
    values = {
        "listing": rostered.listing,
        "programme": rostered.listing.programme,
        "cohorts": [(each, each.holders[:ROWS_MAX], len(each.holders)) for each in rostered.cohorts],
        "rows_max": ROWS_MAX,
        "waiting": rostered.waiting[:ROWS_MAX] if officers else (),
        "officers": officers,
        "columns": ROSTER_COLUMNS[1:],
        "proposals": proposals,
        "may_act": Role.PLACEMENT_OFFICER in visit.officer.roles,
        "labels": {name: visit.say(f"programme.form.{name}") for name in FIELDS},
        "filled": {name: visit.form.one(name) for name in FIELDS},
        "done": visit.query.get("done", ""),
        "dones": DONE,
        "is_own": states(visit.officer, rostered.listing.programme.provider),
    }
    columns = [visit.say(f"programme.column.{name}") for name in ROSTER_COLUMNS]
    rows = [
        [
            each.cohort.key if each.cohort is not None else "",
            holder.person if officers else holder.person[:BEGINNING],
            holder.referral,
            holder.standing.value,
            holder.since.isoformat() if holder.since is not None else "",
        ]
        for each in rostered.cohorts
        for holder in each.holders
    ]
    return Content(values, Listing(rostered.listing.programme.key, columns, rows), faults)


def _proposal_note(visit: Visit, proposal: OpenProposal) -> str:
    places = visit.say("programme.places", n=visit.language.number(proposal.places))
    if proposal.until is None:
        return places
    return f"{places} {visit.say('programme.until', day=visit.language.day(proposal.until))}"


PAGES = (
    StaffPage(
        name="programmes",
        path="/programmes",
        seen_by=SEEN_BY,
        template="programmes/programmes.html.jinja",
        show=show_all,
        menu=22,
    ),
    StaffPage(
        name="programme",
        path="/programmes/{programme}",
        seen_by=SEEN_BY,
        template="programmes/programme.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset({Role.PLACEMENT_OFFICER}),
    ),
)
