"""Who looked at a person, and for an auditor who looked without a right to."""

from __future__ import annotations

from collections.abc import Iterable

from services.console.acts.looking import WhoLooked, broken, clock_day, looks_at
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff_page import Content, Listing, StaffPage, Visit

COLUMNS = ("at", "officer", "role", "office", "purpose", "page", "record", "reasons")


def show_of_person(visit: Visit) -> Content:
    """Everybody who looked at a person; this look is among them."""
    person = visit.given["person"]
    visit.look_at(CaseAtHand(person))
    with visit.world.own.reading() as connection:
        looks = list(looks_at(connection, person))
    return Content({"looks": looks, "person": person, "without_right": False, **_clock(visit)}, _listing(visit, looks))


def show_broken(visit: Visit) -> Content:
    """Everybody who looked with nothing but their own reason."""
    with visit.world.own.reading() as connection:
        looks = list(broken(connection))
    return Content({"looks": looks, "person": None, "without_right": True, **_clock(visit)}, _listing(visit, looks))


def _clock(visit: Visit) -> dict[str, bool]:
    """Whether the clock by which looks are told is on another day than the officers' work, as in a demonstration."""
    return {"another_day": clock_day(visit.world) != visit.today}


def _listing(visit: Visit, looks: Iterable[WhoLooked]) -> Listing:
    rows = [
        [
            f"{look.at:%Y-%m-%dT%H:%M:%SZ}",
            look.officer.staff,
            look.officer.role,
            look.officer.office,
            look.purpose.value,
            look.page,
            look.record,
            look.reasons,
        ]
        for look in looks
    ]
    return Listing("looks", [visit.say(f"looks.column.{name}") for name in COLUMNS], rows)


PAGES = (
    StaffPage(
        name="looks",
        path="/people/{person}/looks",
        seen_by=frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.APPEALS, Role.AUDITOR}),
        template="looks/looks.html.jinja",
        show=show_of_person,
    ),
    StaffPage(
        name="broken_glass",
        path="/looks-without-a-right",
        seen_by=frozenset({Role.AUDITOR}),
        template="looks/looks.html.jinja",
        show=show_broken,
        menu=80,
    ),
)
