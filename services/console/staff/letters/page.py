"""The letters of a person."""

from __future__ import annotations

from services.archives.case import case_of
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff_page import Content, Listing, NotHere, StaffPage, Visit
from services.letters.every_letter import letters_of, letters_with
from services.letters.writing import title_in, written

IN_FULL = 20
"""So many letters, the newest, can be read on the page; each older one has a page of its own."""


def show(visit: Visit) -> Content:
    """The letters of a person, or those about one thing, the newest first, in the language of the page."""
    person, about = visit.given["person"], visit.query.get("about", "")
    case = case_of(person, visit.world.databases, visit.world.heard(person))
    if not case.events:
        raise NotHere
    visit.look_at(CaseAtHand(person, record=about[:80] or None))
    letters = letters_with(case, about) if about else letters_of(case)
    code = visit.language.words.language
    newest = list(reversed(letters))
    papers = [(letter, written(letter, code)) for letter in newest[:IN_FULL]]
    titles = [(letter, title_in(letter, code)) for letter in newest]
    listing = Listing(
        "letters",
        [visit.say("claim.column.day"), visit.say("letters.title"), visit.say("letters.reference")],
        [[letter.day.isoformat(), title, letter.ids[0]] for letter, title in titles],
    )
    values = {"papers": papers, "older": titles[IN_FULL:], "count": len(letters), "person": person, "about": about}
    return Content(values, listing)


PAGES = (
    StaffPage(
        name="letters",
        path="/people/{person}/letters",
        seen_by=frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS, Role.AUDITOR}),
        template="letters/letters.html.jinja",
        show=show,
    ),
)
