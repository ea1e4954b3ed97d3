"""Search from every page: what is typed stands in no address unless it is one of our own keys.

Who somebody is, is looked up for the desk alone, with a purpose, and each look is written down; others say why, as
they do for any person whom they have no right to see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.console import ViewPurpose
from services.claims.views import found_by
from services.console.acts import looking
from services.console.acts.form import SentForm
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import NEVER_A_PERSON, PURPOSES, Role
from services.console.officers.rules import CaseAtHand, Denied, role_behind_glass
from services.console.staff_page import AccessDenied, Content, GoTo, StaffPage, Visit
from services.console.world import SoughtPerson
from services.payments.views import payments_found

SEEN_BY = frozenset(PURPOSES) - NEVER_A_PERSON
KNOWS_WHO = (Role.INTAKE, Role.CLAIMS_EXAMINER)
"""Who looks people up by name and number in the course of their work."""
MOST = 20
PEOPLE_MOST = 5
"""Of more people than this nobody is shown: the search has to be closer."""
SHOWN_OF_KEY = 14
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_./\-]{3,79}")
_WORD = re.compile(r"\s+")
WHAT, IDENTITY = "what", "identity"
FIELDS = ("sought", "number", "name", "reasons")
PATHS = {
    "claim": "/people/{person}/claims/{key}",
    "question": "/people/{person}/questions/{key}",
    "contest": "/people/{person}/contests/{key}",
    "payment": "/people/{person}/payments/{key}",
}
"""Where the page of each kind of thing lies."""


@dataclass(frozen=True, slots=True)
class FoundThing:
    """What was found, and where its page is; None where the reader has none."""

    kind: str
    person: str
    key: str
    address: str | None


def show(visit: Visit) -> Content:
    """The search, and what was found for a key that the address names."""
    sought = visit.query.get("for", "")
    return _content(visit, sought, _found(visit, sought) if sought else None, {})


def act(visit: Visit) -> Content | GoTo:
    """Look for what was typed."""
    if visit.form.one(WHAT) == IDENTITY:
        return _by_identity(visit)
    sought = _WORD.sub("", visit.form.one("sought"))
    found = _found(visit, sought)
    if not found:
        told = "search.fault.nothing" if sought else "fault.missing"
        return _content(visit, sought, None, {"sought": visit.say(told)})
    if len(found) == 1 and found[0].address is not None:
        return GoTo(found[0].address)
    people = {thing.person for thing in found}
    if len(people) == 1:
        return GoTo(visit.address("/search", **{"for": people.pop()}))
    return _content(visit, sought, found, {})


def _found(visit: Visit, sought: str) -> list[FoundThing]:
    if not _KEY.fullmatch(sought):
        return []
    with visit.world.reading("claims") as connection:
        keys = [(found.kind.value, found.person, found.key) for found in found_by(connection, sought, MOST)]
    with visit.world.reading("payments") as connection:
        keys += [("payment", person, str(key)) for person, key in payments_found(connection, sought, MOST)]
    own = visit.officer.person
    return [FoundThing(*each, _address(visit, *each)) for each in keys if each[1] != own][:MOST]


def _address(visit: Visit, kind: str, person: str, key: str) -> str | None:
    """Where the page of it is, if the reader's roles open it."""
    seen = visit.seen_by.get(kind, frozenset())
    return visit.address(PATHS[kind].format(person=person, key=key)) if seen & visit.officer.roles else None


def _by_identity(visit: Visit) -> Content | GoTo:
    """Look a person up by who they are; a purpose or, without the right to it, the reasons are kept."""
    read = ReadForm(visit.form)
    reasons = read.words("reasons")
    sought = _sought(visit.form)
    if visit.world.identify is None:
        read.faults["number"] = "search.fault.closed"
    elif sought is None:
        read.faults["number"] = "search.fault.who"
    if read.faults or sought is None or visit.world.identify is None:
        return _content(visit, "", None, {name: visit.say(read.faults[name]) for name in FIELDS if name in read.faults})
    people = [person for person in visit.world.identify(sought, PEOPLE_MOST + 1) if person != visit.officer.person]
    if not people or len(people) > PEOPLE_MOST:
        told = "search.fault.many" if people else "search.fault.nobody"
        return _content(visit, "", None, {"number": visit.say(told)})
    for person in people:
        _note(visit, person, reasons)
    if len(people) == 1:
        return GoTo(visit.address("/search", **{"for": people[0]}))
    return _content(visit, "", [thing for person in people for thing in _found(visit, person)], {})


def _sought(form: SentForm) -> SoughtPerson | None:
    number, name = form.one("number"), " ".join(form.one("name").split())
    enough = any(sign.isalnum() for sign in number) or len(name) > PEOPLE_MOST
    return SoughtPerson(number, name) if enough else None


def _note(visit: Visit, person: str, reasons: str) -> None:
    """Write down that a person was looked up. Without the right to it, the reasons open the person for an hour."""
    role = next((role for role in KNOWS_WHO if role in visit.officer.roles), None)
    if role is None:
        looking.break_glass(visit.world, visit.officer, person, reasons)
        role, purpose = role_behind_glass(visit.officer), ViewPurpose.BREAK_GLASS
    else:
        purpose = PURPOSES[role]
    matter = CaseAtHand(person)
    looking.note(visit.world, looking.PersonLook(visit.officer, role, purpose, visit.page.name, matter, reasons))
    visit.looked_at.add(person)


def _content(visit: Visit, sought: str, found: Sequence[FoundThing] | None, faults: dict[str, str]) -> Content:
    if not SEEN_BY & visit.officer.roles:
        raise AccessDenied(Denied.ROLE)
    values = {
        "sought": sought,
        "found": found,
        "shown": SHOWN_OF_KEY,
        "labels": {name: visit.say(f"search.{name}") for name in FIELDS},
        "has_right": bool(visit.officer.roles & set(KNOWS_WHO)),
        "is_open": visit.world.identify is not None,
        "filled": {name: visit.form.one(name) for name in FIELDS},
        "what": (WHAT, IDENTITY),
    }
    return Content(values, faults=faults)


PAGES = (
    StaffPage(
        name="search",
        path="/search",
        seen_by=SEEN_BY,
        template="search/search.html.jinja",
        show=show,
        act=act,
        acts_as=SEEN_BY,
    ),
)
