"""The life of a claim is its table: walked here, drawn in the README, kept by every order of facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.claims import ClaimState
from contracts.eligibility import DeterminationOutcome
from services.claims import model
from services.claims.model import MOVES, Claim, Filing, ImpossibleMove, move, stands
from services.claims.steps import STEPS, Act, QuestionStep
from tests.services.claims.telling import CLAIM, FILED, TOLD
from tests.services.state_diagram import diagram_of_moves

README = Path(model.__file__).with_name("README.md")
WITHDRAWAL = Filing(TOLD, 1, b"")
KNOWN = [
    (None, False, None),
    *((outcome, used_up, None) for outcome in DeterminationOutcome for used_up in (False, True)),
    (DeterminationOutcome.GRANTED, False, WITHDRAWAL),
]
"""All that can be known of a claim: the answer of the law, whether the total is used up, a withdrawal."""


def claim_in(state: ClaimState) -> Claim:
    return Claim(CLAIM, filed=Filing(FILED, 1, b""), state=state)


@pytest.mark.parametrize("before", ClaimState)
@pytest.mark.parametrize(("outcome", "used_up", "withdrawal"), KNOWN)
def test_whatever_comes_to_be_known_the_table_knows_the_way(
    *, before: ClaimState, outcome: DeterminationOutcome | None, used_up: bool, withdrawal: Filing | None
) -> None:
    claim = claim_in(before)
    claim.outcome, claim.used_up, claim.withdrawn = outcome, used_up, withdrawal
    moved = move(claim, TOLD)
    assert claim.state is stands(claim)
    assert [(one.before, one.after) for one in moved] == ([(before, claim.state)] if claim.state is not before else [])


@pytest.mark.parametrize(("before", "after"), [(before, after) for before in MOVES for after in sorted(MOVES[before])])
def test_every_move_of_the_table_can_happen(before: ClaimState, after: ClaimState) -> None:
    reached = set()
    for outcome, used_up, withdrawal in KNOWN:
        claim = claim_in(before)
        claim.outcome, claim.used_up, claim.withdrawn = outcome, used_up, withdrawal
        move(claim, TOLD)
        reached.add(claim.state)
    assert after in reached


def test_a_move_that_the_table_does_not_know_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claim_in(ClaimState.OPEN)
    claim.outcome = DeterminationOutcome.GRANTED
    monkeypatch.setattr(model, "MOVES", {**MOVES, ClaimState.OPEN: frozenset({ClaimState.REFUSED})})
    with pytest.raises(ImpossibleMove):
        move(claim, TOLD)


def test_no_state_is_the_end_for_every_fact_may_be_taken_back() -> None:
    assert [state for state in MOVES if not MOVES[state]] == []
    assert set(MOVES) == set(ClaimState)


def diagram_of_steps() -> str:
    """The steps of a question, each with the act that takes it."""
    lines = ["stateDiagram-v2", f"    [*] --> {QuestionStep.ASKED}: {Act.ASK}", f"    [*] --> {QuestionStep.REQUESTED}"]
    lines += [f"    {before} --> {later}: {act}" for (before, act), later in STEPS.items()]
    lines += [f"    {step} --> [*]" for step in sorted(set(QuestionStep) - {before for before, _ in STEPS})]
    return "\n".join(lines)


@pytest.mark.parametrize("drawn", [diagram_of_moves(MOVES, first=ClaimState.OPEN), diagram_of_steps()])
def test_the_readme_draws_the_table_as_it_is(drawn: str) -> None:
    assert f"```mermaid\n{drawn}\n```" in README.read_text("utf-8")
