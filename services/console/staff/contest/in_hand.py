"""The contest that an address names, with the note of who looked at it."""

from __future__ import annotations

from services.claims.views import ContestInHand, contest_in_hand
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff_page import NotHere, Visit

SEEN_BY = frozenset({Role.INTAKE, Role.CLAIMS_EXAMINER, Role.SECOND_OFFICER, Role.APPEALS, Role.AUDITOR})


def contest_asked_for(visit: Visit) -> ContestInHand:
    """The contest. Raises `NotHere`, `AccessDenied`."""
    person, key = visit.given["person"], visit.given["contest"]
    with visit.world.reading("claims") as connection:
        in_hand = contest_in_hand(connection, person, key, visit.world.databases["claims"].partitions)
    if in_hand is None:
        raise NotHere
    visit.look_at(case_of_contest(visit, in_hand))
    return in_hand


def case_of_contest(visit: Visit, in_hand: ContestInHand, *, is_judged: bool = False) -> CaseAtHand:
    """The case; whoever took part in what is contested does not judge it."""
    staff = in_hand.asked.took_part if is_judged and in_hand.asked else ()
    return CaseAtHand(visit.given["person"], record=in_hand.contest.contest, took_part=frozenset(staff))
