"""The letters of a person."""

from __future__ import annotations

from services.archives.case import case_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff_page import Content, Listing, NotHere, StaffPage, Visit
from services.letters.every_letter import letters_of, letters_with
from services.letters.writing import written


def show(visit: Visit) -> Content:
    """All letters of a person, or those about one thing, the newest first, in the language of the page."""
    person, about = visit.given["person"], visit.query.get("about", "")
    case = case_of(person, visit.world.databases, visit.world.heard(person))
    if not case.events:
        raise NotHere
    visit.look_at(CaseAtHand(person, record=about[:80] or None))
    letters = letters_with(case, about) if about else letters_of(case)
    papers = [(letter, written(letter, visit.language.words.language)) for letter in reversed(letters)]
    listing = Listing(
        "letters",
        [visit.say("claim.column.day"), visit.say("letters.title"), visit.say("letters.reference")],
        [[letter.day.isoformat(), paper.title, letter.ids[0]] for letter, paper in papers],
    )
    return Content({"papers": papers, "person": person, "about": about}, listing)


PAGES = (
    StaffPage(
        name="letters",
        path="/people/{person}/letters",
        seen_by=frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS, Role.AUDITOR}),
        template="letters/letters.html.jinja",
        show=show,
    ),
)
