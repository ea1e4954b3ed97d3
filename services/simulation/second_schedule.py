"""The same facts in two schedules: in order and once, and then across topics, repeated, with deaths. Both end alike.

Whoever acts on what the engine has said (officers, the bank, the closing of days) acts in both when everything before
is delivered, on the same matters and the same days: only then are the facts the same. What is compared is what people
live by: what is owed for which days, what was decided, what was paid and is still proposed, and who holds seats. After
so many deaths every row must be linked to the transaction that wrote it, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from random import Random

from contracts.about import short
from contracts.eligibility import DeterminationOutcome
from services.almp_referral.views import seats_held
from services.payments.views import overpaid_by_period
from services.simulation.actions import Action, Carries, ClosesDay
from services.simulation.chronicle import Chronicle
from services.simulation.facts_told import TELLING
from services.simulation.rest import come_to_rest, every_row_is_linked, paid_to
from services.simulation.rules import Violation
from services.simulation.schedule import BOUNDARIES_MAX, SEEDS
from services.simulation.story import SimulatedStory
from services.simulation.story_run import StoryRun

Rows = dict[str, dict[tuple[str, ...], object]]
AGAIN_MAX = 5
OTHER_ENDS = "another schedule of the same facts ends the same"


def compared(story: SimulatedStory) -> list[Violation]:
    """What ends otherwise when the same facts come in another schedule."""
    calm = StoryRun(in_steps(story, None))
    rows = _end_of(calm)
    disturbed = StoryRun(in_steps(story, Random(f"{story.seed} second schedule")), follows=calm)
    others = _end_of(disturbed)
    differ = [
        Violation(OTHER_ENDS, f"{name} of {' '.join(key)}: {rows[name].get(key)}, and {others[name].get(key)}")
        for name in rows
        for key in sorted(rows[name].keys() | others[name].keys())
        if rows[name].get(key) != others[name].get(key)
    ]
    return [*differ, *every_row_is_linked(disturbed)]


def in_steps(story: SimulatedStory, dice: Random | None) -> SimulatedStory:
    """The story with a transport that has nothing left to carry when others than sources act; with dice, disturbed."""
    return story.model_copy(update={"actions": tuple(_steps(story, dice))})


def _steps(story: SimulatedStory, dice: Random | None) -> Iterator[Action]:
    others = [action for action in story.actions if not isinstance(action, Carries)]
    number = 0
    for is_told, together in groupby(others, key=lambda action: isinstance(action, TELLING)):
        for batch in [list(together)] if is_told else [[action] for action in together]:
            if is_told:  # however its facts come, what follows from them is of one day
                at, day = batch[-1].at, batch[-1].at - timedelta(days=1)
                yield from (ClosesDay(id=f"day-{number}", at=at, day=day), Carries(id=f"closed-{number}", at=at))
            yield from batch
            yield _carries(f"step-{number}", batch[-1], dice)
            number += 1


def _carries(name: str, after: Action, dice: Random | None) -> Carries:
    if dice is None:
        return Carries(id=name, at=after.at)
    crash = dice.randint(1, BOUNDARIES_MAX) if dice.randrange(4) == 0 else 0
    return Carries(id=name, at=after.at, shuffle=dice.randint(1, SEEDS), again=dice.randrange(AGAIN_MAX), crash=crash)


def _end_of(run: StoryRun) -> Rows:
    for action in run.story.actions:
        run.perform(action)
    come_to_rest(run)
    return _rows(run)


def _rows(run: StoryRun) -> Rows:
    chronicle = run.chronicle
    with run.world.databases["payments"].reading() as connection:
        overpaid = overpaid_by_period(connection)
    with run.world.databases["almp_referral"].reading() as connection:
        seats = seats_held(connection)
    return {
        "what is owed": {
            (*key, str(week.period.start)): (week.amount.minor, week.state)
            for key, assessed in chronicle.assessments.items()
            for week in assessed.weeks
            if week.amount.minor or not _is_taken_back(chronicle, *key[:2])
        },
        "what lists come to": {
            (employer, scheme, str(month)): (told.amount.minor, told.lines, told.waiting)
            for (employer, scheme, month), told in chronicle.lists.items()
        },
        "the claim's outcome": {key: made.outcome for key, made in chronicle.determinations.items()},
        "the claim's state": {key: moved.after for key, moved in chronicle.moved.items()},
        "what was decided": _decided(chronicle),
        "what was paid": {(person,): minor for person, minor in paid_to(run).items()},
        "what was overpaid": {key: sums for key, sums in overpaid.items() if any(sums)},
        "seats": {(programme,): held for programme, held in seats.items()},
    }


def _decided(chronicle: Chronicle) -> dict[tuple[str, ...], object]:
    """The decisions on each matter, one after the other."""
    told: dict[tuple[str, ...], object] = {}
    counted: Counter[tuple[str, str, str]] = Counter()
    for person, made in chronicle.decisions:
        matter = (person, made.claim, short(made.about))
        counted[matter] += 1
        told[*matter, str(counted[matter])] = (made.verdict, made.applies, made.amount, made.decided_on)
    return told


def _is_taken_back(chronicle: Chronicle, person: str, claim: str) -> bool:
    """Whether nothing can be owed: whether its days were assessed before that, at nothing, is a matter of the order."""
    return chronicle.determinations[person, claim].outcome is DeterminationOutcome.WITHDRAWN
