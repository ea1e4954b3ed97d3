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
from services.payments.debts import collected, owed_again
from services.payments.model import Position
from services.payments.recoveries.acts import ActSetting
from services.payments.recoveries.debt_acts import ACTS
from services.payments.recoveries.offsets import collectable
from services.payments.recoveries.terms import standard_terms
from services.payments.recovery import CollectedSum, Debt
from services.payments.recovery_steps import STEPS, ImpossibleRecoveryStep, RecoveryAct, RecoveryStep, Steps, after
from tests.services.payments import debts
from tests.services.payments.world import FIRST

README = Path(recoveries.__file__).with_name("README.md")
NEEDED = frozenset({RecoveryAct.NOTICE, RecoveryAct.HEAR, RecoveryAct.CONFIRM, RecoveryAct.WINDOW_PASSES})
FORGETS = {
    RecoveryAct.NOTICE: {RecoveryAct.HEAR},
    RecoveryAct.DISPUTE: {RecoveryAct.WINDOW_PASSES},
    RecoveryAct.OWE_AGAIN: {RecoveryAct.WINDOW_PASSES},
    RecoveryAct.SETTLE_DISPUTE: {RecoveryAct.WINDOW_PASSES},
}
"""What no longer counts after an act."""
AFTER_WITHHOLDING = {
    *((step, RecoveryAct.OWE_AGAIN) for step in RecoveryStep),
    (RecoveryStep.CLEARED, RecoveryAct.DISPUTE),
}
"""What is possible only where something was withheld."""


def ways_to_withhold_too_early(steps: Steps) -> set[tuple[RecoveryStep, RecoveryAct]]:
    """Every step of every walk through the table at which something is withheld without all that must come before."""
    early: set[tuple[RecoveryStep, RecoveryAct]] = set()
    start: tuple[RecoveryStep, frozenset[RecoveryAct]] = (RecoveryStep.PROPOSED, frozenset())
    seen, waiting = {start}, deque([start])
    while waiting:
        step, happened = waiting.popleft()
        for (before, act), later in steps.items():
            if before is not step or ((before, act) in AFTER_WITHHOLDING and RecoveryAct.WITHHOLD not in happened):
                continue
            if act is RecoveryAct.WITHHOLD and not happened >= NEEDED:
                early.add((before, act))
            now = (later, (happened | ({act} & (NEEDED | {RecoveryAct.WITHHOLD}))) - FORGETS.get(act, set()))
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
            ((RecoveryStep.CONTESTABLE, RecoveryAct.WITHHOLD), RecoveryStep.CONTESTABLE),
            ((RecoveryStep.SUSPENDED, RecoveryAct.WITHHOLD), RecoveryStep.SUSPENDED),
            ((RecoveryStep.PROPOSED, RecoveryAct.CONFIRM), RecoveryStep.CONTESTABLE),
            ((RecoveryStep.NOTICED, RecoveryAct.CONFIRM), RecoveryStep.CONTESTABLE),
            ((RecoveryStep.SUSPENDED, RecoveryAct.SETTLE_DISPUTE), RecoveryStep.FINAL),
        ],
        ids=str,
    )
    def test_a_forbidden_step_would_be_found(
        self, forbidden: tuple[tuple[RecoveryStep, RecoveryAct], RecoveryStep]
    ) -> None:
        assert ways_to_withhold_too_early({**STEPS, forbidden[0]: forbidden[1]})

    def test_reaches_every_step_and_knows_no_other_act(self) -> None:
        assert {RecoveryStep.PROPOSED, *STEPS.values()} == set(RecoveryStep)
        with pytest.raises(ImpossibleRecoveryStep):
            after(RecoveryStep.CONTESTABLE, RecoveryAct.WITHHOLD)

    def test_is_drawn_in_the_readme_as_it_is(self) -> None:
        assert f"```mermaid\n{diagram_of_steps()}\n```" in README.read_text("utf-8")


def diagram_of_steps() -> str:
    """The steps of a recovery, each with the acts that take it."""
    acts: dict[tuple[RecoveryStep, RecoveryStep], list[RecoveryAct]] = {}
    for (before, act), later in STEPS.items():
        acts.setdefault((before, later), []).append(act)
    lines = ["stateDiagram-v2", f"    [*] --> {RecoveryStep.PROPOSED}"]
    lines += [f"    {before} --> {later}: {', '.join(named)}" for (before, later), named in acts.items()]
    return "\n".join(lines)


BY_THEMSELVES = frozenset(
    {RecoveryAct.WINDOW_PASSES, RecoveryAct.TIME_RUNS_OUT, RecoveryAct.DISPUTE, RecoveryAct.CLEAR}
)
"""What may follow an act at once, as days have passed, another dispute is open, or nothing is left."""


def steps_after(before: RecoveryStep, act: RecoveryAct) -> set[RecoveryStep]:
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
        withheld = [(before, act) for _, before, act, _ in walks(depth=4) if act is RecoveryAct.WITHHOLD]
        assert withheld
        assert {before for before, _ in withheld} == {RecoveryStep.FINAL}


def in_debt() -> Position:
    """A position with 100.00 decided against a person, who owes them."""
    days = Period.of_days(FIRST, 14)
    recovery = Debt(
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


def walks(depth: int) -> Iterator[tuple[date, RecoveryStep, RecoveryAct, RecoveryStep]]:
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


def moves(position: Position, on: date) -> Iterator[tuple[RecoveryAct, Position]]:
    """What can be said of the debt on a day, and what follows."""
    said: list[tuple[RecoveryAct, Event]] = [
        (RecoveryAct.DISPUTE, debts.contests(on)),
        (RecoveryAct.SETTLE_DISPUTE, debts.closes_the_contest(ContestOutcome.UPHELD, on)),
        (RecoveryAct.OVERTURN, debts.closes_the_contest(ContestOutcome.OVERTURNED, on)),
        (RecoveryAct.DISPUTE, debts.asks_for_a_waiver(on)),
        (RecoveryAct.WAIVE, debts.decides_the_waiver(Verdict.FOR_CLAIMANT, on)),
        (RecoveryAct.SETTLE_DISPUTE, debts.decides_the_waiver(Verdict.AGAINST_CLAIMANT, on)),
        (RecoveryAct.WRITE_OFF, debts.writes_off(on)),
        (RecoveryAct.REPAY, debts.repays(10000, f"bank-{on}", on=on)),
    ]
    for act, event in said:
        changed = ACTS[type(event)].does(
            position, position.recoveries[0], event, ActSetting(UUID(int=3), standard_terms())
        )
        if changed != position:
            yield act, changed
    for owing, recovery in collectable([position], on):
        money = CollectedSum(CollectedBy.OFFSET, f"offset-{on}", on, 4000)
        if recovery.collection(money.reference) is None:
            yield RecoveryAct.WITHHOLD, collected(owing, recovery, money)
    for money in position.recoveries[0].collections:
        if money.by is CollectedBy.OFFSET and money.minor and not position.recoveries[0].is_overturned:
            yield RecoveryAct.OWE_AGAIN, owed_again(position, debts.QUESTION, money.reference, money.minor)
