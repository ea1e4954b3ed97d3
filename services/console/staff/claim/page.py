"""A claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from contracts.base import Unreadable
from contracts.claims import ClaimMoved, ClaimOpened, ClaimState
from contracts.eligibility import AssessmentMade, DeterminationMade
from services.claims.views import ClaimInShort, WaitingQuestion, claims_of, waiting_questions
from services.console.acts.looking import clock_day, looks_at
from services.console.officers.roles import Role
from services.console.officers.rules import CaseAtHand
from services.console.staff.claim.axis import ToldEvent, time_axis
from services.console.staff.claim.blocking import ClaimBlock, of_questions, open_questions, other_blocks
from services.console.staff.claim.drawing import picture_of
from services.console.staff.claim.known import known_on, of_claim
from services.console.staff.claim.money import money_of
from services.console.staff.debt.inbox import WhoActs, who_acts
from services.console.staff_page import Content, Listing, NotHere, StaffPage, Visit
from services.letters.language import Language
from services.oversight.views import StoryLine, ToldOnce, first_decided, heard_once, lines_of, tell, told_steps
from services.payments.views import ListedRecovery, recoveries

LOOKS_SHOWN = 5


def show(visit: Visit) -> Content:
    """Where the claim stands, what blocks it, and everything that happened, on an axis and in sentences."""
    person, key = visit.given["person"], visit.given["claim"]
    world = visit.world
    with world.reading("claims") as connection:
        claims = claims_of(connection, person, world.databases["claims"].partitions)
        waiting = [question for question in waiting_questions(connection, person) if question.claim == key]
    claim = next((own for own in claims if own.claim == key), None)
    if claim is None:
        raise NotHere
    visit.look_at(CaseAtHand(person, record=key))
    on, is_wrong = _day_of(visit)
    is_past = on < visit.today
    known = of_claim(known_on(world, person, on), key)
    with world.reading("oversight") as connection:
        decided = first_decided(connection, person)
    heard = heard_once(known)
    lines = tell(heard, decided=decided, language=visit.language.words.language)
    told = _told(heard, decided, visit.language, lines)
    with world.own.reading() as connection:
        looks = [look for look, _ in zip(looks_at(connection, person), range(LOOKS_SHOWN), strict=False)]
    axis = time_axis(told, claim.filed_on, on, {} if is_past else {own.question: own.decide_by for own in waiting})
    values = {
        "claim": claim,
        "state": _state(told) if is_past else claim.state,
        "others": [own for own in claims if own.claim != key],
        "person": person,
        "blocks": _blocks(told, () if is_past else waiting, on, is_past=is_past),
        "lines": list(reversed(lines)),
        "on": on,
        "is_past": is_past,
        "is_wrong": is_wrong,
        "axis": picture_of(axis, on, visit.language) if axis else None,
        "money": money_of([own.event for own in told]),
        "debts": [] if is_past else _debts(visit, person, key),
        "looks": looks,
        "another_day": clock_day(world) != visit.today,
        "decisions": [own for own in reversed(told) if isinstance(own.event, DeterminationMade | AssessmentMade)],
    }
    return Content(values, _listing(visit, claim, lines))


def _debts(visit: Visit, person: str, claim: str) -> list[tuple[ListedRecovery, WhoActs]]:
    """The debts of the claim as they stand today, each with who must act."""
    with visit.world.reading("payments") as connection:
        listed = recoveries(connection, visit.today, person)
    own = [one for one in listed if (one.person, one.debt.claim) == (person, claim)]
    return [(one, who_acts(one, visit.today)) for one in own]


def _day_of(visit: Visit) -> tuple[date, bool]:
    """The day as of which the claim is asked for, today's at the latest; and whether what was asked is no day."""
    asked = visit.query.get("on", "")
    try:
        return (min(date.fromisoformat(asked), visit.today) if asked else visit.today), False
    except ValueError:
        return visit.today, True


def _told(
    heard: ToldOnce, decided: Mapping[str, date], language: Language, lines: Sequence[StoryLine]
) -> list[ToldEvent]:
    """Each event with its sentences: those of the story, and where that tells several together, its own."""
    alone = {line.tells: [line] for line in lines}
    code = language.words.language
    return [
        ToldEvent(
            step.day, step.event, tuple(line.says for line in alone.get(step.envelope.id) or lines_of(step, code))
        )
        for step in told_steps(heard, decided)
        if not isinstance(step.event, Unreadable)
    ]


def _state(told: Sequence[ToldEvent]) -> str | None:
    """Where the claim stood by what was known."""
    moved = [own.event.after.value for own in told if isinstance(own.event, ClaimMoved)]
    is_open = any(isinstance(own.event, ClaimOpened) for own in told)
    return moved[-1] if moved else ClaimState.OPEN.value if is_open else None


def _blocks(
    told: Sequence[ToldEvent], waiting: Sequence[WaitingQuestion], on: date, *, is_past: bool
) -> list[ClaimBlock]:
    """What blocks the claim, the most urgent first."""
    events = [own.event for own in told]
    asked = open_questions(events) if is_past else of_questions(waiting, on)
    return sorted([*asked, *other_blocks(events)], key=lambda block: (block.by is None, block.by or on))


def _listing(visit: Visit, claim: ClaimInShort, lines: Sequence[StoryLine]) -> Listing:
    return Listing(
        f"claim-{claim.claim}",
        [visit.say(f"claim.column.{name}") for name in ("day", "publisher", "says", "cites")],
        [[line.day.isoformat(), line.publisher, line.says, "; ".join(line.cites)] for line in lines],
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
