"""Looking all the same: who has no right to see a person says why, and it is kept for the person and an auditor."""

from __future__ import annotations

import re

from services.console.acts.looking import break_glass
from services.console.acts.read_form import ReadForm
from services.console.officers.roles import NEVER_A_PERSON, Role
from services.console.officers.rules import CaseAtHand, Denied, may_break_glass
from services.console.requests import local
from services.console.staff_page import AccessDenied, Content, GoTo, NotHere, StaffPage, Visit

_PERSON = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.\-]{0,63}")


def show(visit: Visit) -> Content:
    """The form."""
    return _content(visit, visit.query.get("person", ""), visit.query.get("back", ""), {})


def act(visit: Visit) -> Content | GoTo:
    """Keep the reason, and go back to what was to be seen."""
    person, back = visit.form.one("person"), visit.form.one("back")
    content = _content(visit, person, back, {})
    read = ReadForm(visit.form)
    said = read.words("reasons")
    if read.faults:
        return Content(content.values, faults={name: visit.say(fault) for name, fault in read.faults.items()})
    break_glass(visit.world, visit.officer, person, said)
    return GoTo(local(back, visit.address("/work")))


def _content(visit: Visit, person: str, back: str, faults: dict[str, str]) -> Content:
    if not _PERSON.fullmatch(person):
        raise NotHere
    if not may_break_glass(visit.officer, CaseAtHand(person)):
        raise AccessDenied(Denied.ROLE)
    values = {"person": person, "back": local(back, ""), "reasons": visit.form.one("reasons")}
    return Content(values, faults=faults)


PAGES = (
    StaffPage(
        name="glass",
        path="/why-i-look",
        seen_by=frozenset(Role) - NEVER_A_PERSON,
        template="glass/glass.html.jinja",
        show=show,
        act=act,
        acts_as=frozenset(Role) - NEVER_A_PERSON,
    ),
)
