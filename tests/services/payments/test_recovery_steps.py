"""Nothing is withheld unheard, too early or while it is disputed: the table is searched, and the acts walked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from contracts.base import Event
from contracts.casework import Verdict
from contracts.contest import ContestOutcome
from contracts.payments import CollectedBy
from contracts.values import Period
from services.payments import recoveries
from services.payments.model import Position
from services.payments.recoveries.about_debts import ACTS
from services.payments.recoveries.debts import collected, owed_again
from services.payments.recoveries.offsets import collectable
from services.payments.recoveries.recovery import Collected, Recovery
from services.payments.recoveries.steps import STEPS, Act, ImpossibleStep, RecoveryStep, Steps, after
from tests.services.payments import debts
from tests.services.payments.world import FIRST

README = Path(recoveries.__file__).with_name("README.md")
NEEDED = frozenset({Act.NOTICE, Act.HEAR, Act.CONFIRM, Act.WINDOW_PASSES})
FORGETS = {
    Act.NOTICE: {Act.HEAR},
    Act.DISPUTE: {Act.WINDOW_PASSES},
    Act.OWE_AGAIN: {Act.WINDOW_PASSES},
    Act.SETTLE_DISPUTE: {Act.WINDOW_PASSES},
}
"""What no longer counts after an act."""
AFTER_WITHHOLDING = {*((step, Act.OWE_AGAIN) for step in RecoveryStep), (RecoveryStep.CLEARED, Act.DISPUTE)}
"""What is possible only where something was withheld."""


def ways_to_withhold_too_early(steps: Steps) -> set[tuple[RecoveryStep, Act]]:
    """Every step of every walk through the table at which something is withheld without all that must come before."""
    early: set[tuple[RecoveryStep, Act]] = set()
    start: tuple[RecoveryStep, frozenset[Act]] = (RecoveryStep.PROPOSED, frozenset())
    seen, waiting = {start}, deque([start])
    while waiting:
        step, happened = waiting.popleft()
        for (before, act), later in steps.items():
            if before is not step or ((before, act) in AFTER_WITHHOLDING and Act.WITHHOLD not in happened):
                continue
            if act is Act.WITHHOLD and not happened >= NEEDED:
                early.add((before, act))
            now = (later, (happened | ({act} & (NEEDED | {Act.WITHHOLD}))) - FORGETS.get(act, set()))
            if now not in seen:
                seen.add(now)
                waiting.append(now)
    return early


class TestTheTable:
    def test_withholds_nothing_too_early_on_any_walk(self) -> None:
        assert ways_to_withhold_too_early(STEPS) == set()

    @pytest.mark.parametrize(
        "forbidden",
        [
            ((RecoveryStep.CONTESTABLE, Act.WITHHOLD), RecoveryStep.CONTESTABLE),
            ((RecoveryStep.SUSPENDED, Act.WITHHOLD), RecoveryStep.SUSPENDED),
            ((RecoveryStep.PROPOSED, Act.CONFIRM), RecoveryStep.CONTESTABLE),
            ((RecoveryStep.NOTICED, Act.CONFIRM), RecoveryStep.CONTESTABLE),
            ((RecoveryStep.SUSPENDED, Act.SETTLE_DISPUTE), RecoveryStep.FINAL),
        ],
        ids=str,
    )
    def test_a_forbidden_step_would_be_found(self, forbidden: tuple[tuple[RecoveryStep, Act], RecoveryStep]) -> None:
        assert ways_to_withhold_too_early({**STEPS, forbidden[0]: forbidden[1]})

    def test_reaches_every_step_and_knows_no_other_act(self) -> None:
        assert {RecoveryStep.PROPOSED, *STEPS.values()} == set(RecoveryStep)
        with pytest.raises(ImpossibleStep):
            after(RecoveryStep.CONTESTABLE, Act.WITHHOLD)

    def test_is_drawn_in_the_readme_as_it_is(self) -> None:
        assert f"```mermaid\n{diagram_of_steps()}\n```" in README.read_text("utf-8")


def diagram_of_steps() -> str:
    """The steps of a recovery, each with the acts that take it."""
    acts: dict[tuple[RecoveryStep, RecoveryStep], list[Act]] = {}
    for (before, act), later in STEPS.items():
        acts.setdefault((before, later), []).append(act)
    lines = ["stateDiagram-v2", f"    [*] --> {RecoveryStep.PROPOSED}"]
    lines += [f"    {before} --> {later}: {', '.join(named)}" for (before, later), named in acts.items()]
    return "\n".join(lines)


BY_THEMSELVES = frozenset({Act.WINDOW_PASSES, Act.TIME_RUNS_OUT, Act.DISPUTE, Act.CLEAR})
"""What may follow an act at once, as days have passed, another dispute is open, or nothing is left."""


def steps_after(before: RecoveryStep, act: Act) -> set[RecoveryStep]:
    """Where an act may lead; nowhere where the table does not know it."""
    if (before, act) not in STEPS:
        return set()
    reached = {STEPS[before, act]}
    while more := {STEPS[step, own] for step in reached for own in BY_THEMSELVES if (step, own) in STEPS} - reached:
        reached |= more
    return reached


class TestTheActs:
    """Every sequence of four acts on a debt, on days before and after it is final."""

    def test_take_no_step_that_the_table_does_not_know(self) -> None:
        count = 0
        for day, before, act, later in walks(depth=4):
            if before != later:
                count += 1
                assert later in steps_after(before, act), f"{act} on {day}: {before} to {later}"
        assert count > 100

    def test_withhold_only_what_is_final(self) -> None:
        withheld = [(before, act) for _, before, act, _ in walks(depth=4) if act is Act.WITHHOLD]
        assert withheld
        assert {before for before, _ in withheld} == {RecoveryStep.FINAL}


def in_debt() -> Position:
    """A position with 100.00 decided against a person, who owes them."""
    days = Period.of_days(FIRST, 14)
    recovery = Recovery(
        question=debts.QUESTION,
        claim="c-1",
        certification="k-1",
        cause=UUID(int=1),
        noticed_on=debts.DECIDED,
        decided_on=debts.DECIDED,
        contest_until=debts.FINAL - timedelta(days=1),
        collect_until=debts.FINAL + timedelta(days=2000),
        officer="officer-7",
        decided_minor=10000,
        owed_minor=10000,
    )
    return Position("c-1", "k-1", days, "USD", UUID(int=2), recoveries=(recovery,))


def walks(depth: int) -> Iterator[tuple[date, RecoveryStep, Act, RecoveryStep]]:
    """Every act at every state that acts lead to: the day, the step before it, and the step after it."""
    level = {in_debt(): debts.DECIDED}
    for _ in range(depth):
        following: dict[Position, date] = {}
        for position, today in level.items():
            for on in (today, debts.FINAL, debts.FINAL + timedelta(days=3000)):
                if on < today:
                    continue
                for act, changed in moves(position, on):
                    yield on, standing(position, on), act, standing(changed, on)
                    following[changed] = on
        level = following


def standing(position: Position, on: date) -> RecoveryStep:
    return position.recoveries[0].step_on(on)


def moves(position: Position, on: date) -> Iterator[tuple[Act, Position]]:
    """What can be said of the debt on a day, and what follows."""
    said: list[tuple[Act, Event]] = [
        (Act.DISPUTE, debts.contests(on)),
        (Act.SETTLE_DISPUTE, debts.closes_the_contest(ContestOutcome.UPHELD, on)),
        (Act.OVERTURN, debts.closes_the_contest(ContestOutcome.OVERTURNED, on)),
        (Act.DISPUTE, debts.asks_for_a_waiver(on)),
        (Act.WAIVE, debts.decides_the_waiver(Verdict.FOR_CLAIMANT, on)),
        (Act.SETTLE_DISPUTE, debts.decides_the_waiver(Verdict.AGAINST_CLAIMANT, on)),
        (Act.WRITE_OFF, debts.writes_off(on)),
        (Act.REPAY, debts.repays(10000, f"bank-{on}", on=on)),
    ]
    for act, event in said:
        changed = ACTS[type(event)].does(position, position.recoveries[0], event, UUID(int=3))
        if changed != position:
            yield act, changed
    for owing, recovery in collectable([position], on):
        money = Collected(CollectedBy.OFFSET, f"offset-{on}", on, 4000)
        if recovery.collection(money.reference) is None:
            yield Act.WITHHOLD, collected(owing, recovery, money)
    for money in position.recoveries[0].collections:
        if money.by is CollectedBy.OFFSET and money.minor and not position.recoveries[0].is_overturned:
            yield Act.OWE_AGAIN, owed_again(position, debts.QUESTION, money.reference, money.minor)
