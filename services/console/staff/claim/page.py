"""A claim."""

from __future__ import annotations

from services.claims.views import claims_of, waiting_questions
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff.work.content import stage_of
from services.console.staff_page import Content, Listing, NotHere, StaffPage, Visit
from services.oversight.views import first_decided, tell

LOOKS = "console"
"""Who looked has a page of its own."""


def show(visit: Visit) -> Content:
    """Where the claim stands, what blocks it, and everything that happened, in sentences."""
    person, key = visit.given["person"], visit.given["claim"]
    world = visit.world
    with world.reading("claims") as connection:
        claims = claims_of(connection, person, world.databases["claims"].partitions)
        waiting = [question for question in waiting_questions(connection, person) if question.claim == key]
    claim = next((one for one in claims if one.claim == key), None)
    if claim is None:
        raise NotHere
    visit.look_at(CaseAtHand(person, record=key))
    with world.reading("oversight") as connection:
        decided = first_decided(connection, person)
    lines = [line for line in tell(world.heard(person), decided=decided) if line.publisher != LOOKS]
    listing = Listing(
        f"claim-{key}",
        [visit.say(f"claim.column.{name}") for name in ("day", "publisher", "says", "cites")],
        [[line.day.isoformat(), line.publisher, line.says, "; ".join(line.cites)] for line in lines],
    )
    return Content(
        {
            "claim": claim,
            "others": [one for one in claims if one.claim != key],
            "person": person,
            "waiting": sorted(waiting, key=lambda question: question.decide_by),
            "stages": {question.question: stage_of(question, visit.today) for question in waiting},
            "lines": lines,
        },
        listing,
    )


PAGES = (
    StaffPage(
        name="claim",
        path="/people/{person}/claims/{claim}",
        seen_by=frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS, Role.AUDITOR}),
        template="claim/claim.html.jinja",
        show=show,
    ),
)
