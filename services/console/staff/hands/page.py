"""One matter with who has it and had it, and everything that an officer has, to be moved when they are away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.assignments import AssignedBecause, MatterKind
from services.almp_referral.views import referral_life
from services.claims.views import (
    MatterInHand,
    assigned_to,
    claims_of,
    hands_of,
    waiting_contests,
    waiting_questions,
)
from services.console.acts.form import FormFault
from services.console.acts.read_form import ReadForm
from services.console.acts.writing import moment_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand, Denied
from services.console.staff.hands.hand_form import (
    FIELDS,
    WHY_GIVEN,
    HandOver,
    event_of,
    giving_of,
)
from services.console.staff.hands.rights import GIVES, HANDLES, acts_on, role_for
from services.console.staff_page import AccessDenied, Content, GoTo, Listing, NotHere, StaffPage, Visit

ROWS_MAX = 100
COLUMNS = ("kind", "record", "person", "since")
RECORD_PAGES = {
    MatterKind.QUESTION: "questions",
    MatterKind.CLAIM: "claims",
    MatterKind.REFERRAL: "referrals",
    MatterKind.CONTEST: "contests",
}
SEEN_BY = frozenset(role for roles in HANDLES.values() for role in roles)


@dataclass(frozen=True, slots=True)
class MatterOnPage:
    """A matter of a person, through whose hands it went, and of which office it is."""

    kind: MatterKind
    record: str
    hands: Sequence[MatterInHand]
    case: CaseAtHand

    @property
    def latest(self) -> MatterInHand | None:
        """What was said of it last."""
        return self.hands[0] if self.hands else None


def show(visit: Visit) -> Content:
    """Who has the matter."""
    return _content(visit, _matter(visit), {})


def act(visit: Visit) -> Content | GoTo:
    """Take it, give it on, or give it back."""
    matter, what = _matter(visit), visit.form.one("act")
    role = role_for(visit.officer, matter.kind)
    if role is None:
        raise AccessDenied(Denied.ROLE, matter.case)
    visit.may_act(role, matter.case)
    if what not in FIELDS:
        raise FormFault("no form of ours")
    address = visit.address(_path(matter), done=what)
    if visit.was_sent():
        return GoTo(address)
    if what not in acts_on(visit.officer, matter.kind, matter.latest):
        return _content(visit, matter, {"act": "hand.fault.closed"})
    read = ReadForm(visit.form)
    over = HandOver(matter.kind, matter.record, matter.latest, visit.officer.acting(role), moment_of(visit.world))
    event = event_of(what, read, over)
    if event is None:
        return _content(visit, matter, read.faults)
    visit.act(role, matter.case, event, event.reasons)
    return GoTo(address)


def _path(matter: MatterOnPage) -> str:
    return f"/people/{matter.case.person}/in-hand/{matter.kind}:{matter.record}"


def _matter(visit: Visit) -> MatterOnPage:
    """Raises `NotHere` where the person has no such matter, and `AccessDenied`."""
    person, (asked, _, record) = visit.given["person"], visit.given["matter"].partition(":")
    if asked not in list(MatterKind) or not record:
        raise NotHere
    kind = MatterKind(asked)
    office = _office_of(visit, kind, person, record)
    case = CaseAtHand(person, record=record, office=office)
    visit.look_at(case)
    with visit.world.reading("claims") as connection:
        return MatterOnPage(kind, record, hands_of(connection, kind, record), case)


def _office_of(visit: Visit, kind: MatterKind, person: str, record: str) -> str | None:
    """The office whose matter it is, where it has one. Raises `NotHere` where the person has no such matter."""
    world = visit.world
    if kind is MatterKind.REFERRAL:
        with world.reading("almp_referral") as connection:
            life = referral_life(connection, record)
        if life is None or (life.offer.person, life.offer.referral) != (person, record):
            raise NotHere
        return life.offer.office
    with world.reading("claims") as connection:
        if kind is MatterKind.CLAIM:
            there = {claim.claim for claim in claims_of(connection, person, world.databases["claims"].partitions)}
        elif kind is MatterKind.QUESTION:
            there = {question.question for question in waiting_questions(connection, person)}
        else:
            there = {contest.contest for contest in waiting_contests(connection) if contest.person == person}
    if record not in there:
        raise NotHere
    return None


def _content(visit: Visit, matter: MatterOnPage, faults: Mapping[str, str]) -> Content:
    names = [name for fields in FIELDS.values() for name in fields]
    values = {
        "matter": matter,
        "holder": matter.latest.to if matter.latest is not None else None,
        "acts": acts_on(visit.officer, matter.kind, matter.latest),
        "back": _record_address(matter.kind, matter.case.person, matter.record),
        "filled": {name: visit.form.one(name) for name in names},
        "roles": _choices(visit, "role", HANDLES[matter.kind]),
        "why": _choices(visit, "hand.because", WHY_GIVEN),
        "labels": {name: visit.say(f"hand.form.{name}") for name in ("act", *names)},
        "done": visit.query.get("done", ""),
    }
    return Content(values, faults={name: visit.say(fault) for name, fault in faults.items()})


def _choices(visit: Visit, beginning: str, kinds: Sequence[Role | AssignedBecause]) -> list[dict[str, str]]:
    return [{"value": kind.value, "text": visit.say(f"{beginning}.{kind}"), "note": ""} for kind in kinds]


def _record_address(kind: MatterKind, person: str, record: str) -> str:
    return f"/people/{person}/{RECORD_PAGES[kind]}/{record}"


def show_all(visit: Visit) -> Content:
    """What somebody has: oneself, if nobody else is named."""
    return _all_content(visit, _of(visit), {})


def act_on_all(visit: Visit) -> Content | GoTo:
    """Give everything that somebody has to another."""
    staff, matters = _of(visit)
    address = visit.address("/in-hand", of=staff, done="given")
    if visit.was_sent():
        return GoTo(address)
    read, moment, events = ReadForm(visit.form), moment_of(visit.world), []
    for matter in matters[:ROWS_MAX]:
        role = role_for(visit.officer, matter.kind)
        if role is None or GIVES[matter.kind] not in visit.officer.roles:
            continue
        over = HandOver(matter.kind, matter.record, matter, visit.officer.acting(role), moment)
        if (event := giving_of(read, over)) is None:
            return _all_content(visit, (staff, matters), read.faults)
        events.append((role, CaseAtHand(matter.person, record=matter.record), event))
    if not events:
        return _all_content(visit, (staff, matters), {"staff": "hand.fault.nothing"})
    visit.act_on_several(events[0][0], [(case, event) for _, case, event in events], visit.form.one("reasons") or None)
    return GoTo(address)


def _of(visit: Visit) -> tuple[str, Sequence[MatterInHand]]:
    staff = visit.query.get("of", "").strip()[:80] or visit.officer.staff
    with visit.world.reading("claims") as connection:
        return staff, assigned_to(connection, staff)


def _all_content(visit: Visit, of: tuple[str, Sequence[MatterInHand]], faults: Mapping[str, str]) -> Content:
    staff, matters = of
    names = FIELDS["give"]
    rows = [
        [visit.say(f"hand.kind.{each.kind}"), each.record, each.person[:10], each.assigned_at.date().isoformat()]
        for each in matters
    ]
    values = {
        "staff": staff,
        "rows": matters[:ROWS_MAX],
        "beyond": max(0, len(matters) - ROWS_MAX),
        "columns": COLUMNS,
        "addresses": {each.record: _record_address(each.kind, each.person, each.record) for each in matters},
        "may_give": bool(matters) and set(GIVES.values()) & visit.officer.roles,
        "filled": {name: visit.form.one(name) for name in names},
        "roles": _choices(visit, "role", sorted({role for each in matters for role in HANDLES[each.kind]})),
        "why": _choices(visit, "hand.because", WHY_GIVEN),
        "labels": {name: visit.say(f"hand.form.{name}") for name in names},
        "done": visit.query.get("done", ""),
    }
    columns = [visit.say(f"hand.column.{name}") for name in COLUMNS]
    return Content(values, Listing("in-hand", columns, rows), {name: visit.say(text) for name, text in faults.items()})


PAGES = (
    StaffPage(
        name="in_hand",
        path="/in-hand",
        seen_by=SEEN_BY,
        template="hands/hands.html.jinja",
        show=show_all,
        act=act_on_all,
        acts_as=SEEN_BY,
        menu=35,
    ),
    StaffPage(
        name="hand",
        path="/people/{person}/in-hand/{matter}",
        seen_by=SEEN_BY,
        template="hands/hand.html.jinja",
        show=show,
        act=act,
        acts_as=SEEN_BY,
    ),
)
