"""Whatever is stored against a person has beside it all without which nothing may stand against anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Update, update

from services.claims.tables import contest, question
from services.claims.views import adverse_states, unlawful
from tests.services.claims.contesting import decided_against, in_contest
from tests.services.claims.telling import Ann


def missing(ann: Ann) -> list[str]:
    """What is missing of all that stands against Ann."""
    with ann.world.databases["claims"].reading() as connection:
        states = list(adverse_states(connection))
        assert len(states) == 1
        return [name for state in states for name in state.missing()]


@pytest.fixture
def ann(tmp_path: Path) -> Ann:
    ann, decided = decided_against(tmp_path)
    in_contest(ann, decided)
    return ann


def test_a_decision_and_its_contest_leave_nothing_out(ann: Ann) -> None:
    assert missing(ann) == []


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("issued_on", "a notice"),
        ("reply_by", "a time to reply"),
        ("contest_by", "the last day to contest it"),
        ("decision", "a decision"),
    ],
)
def test_what_is_left_out_is_named(ann: Ann, column: str, name: str) -> None:
    with ann.world.databases["claims"].begin() as connection:
        connection.execute(update(question).values({column: None}))
    assert missing(ann) == [name]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (update(question).values(contest_by=None), "lacks the last day to contest it"),
        (update(question).values(step="final_against"), "is final_against, and 1 contests of it are open"),
        (update(question).values(step="decided_for"), "is decided_for, and 1 contests of it are open"),
        (update(contest).values(outcome="upheld"), "is complained, and 0 contests of it are open"),
        (update(contest).values(outcome="upheld"), "is closed on no day"),
        (update(contest).values(question="q-9"), "about question q-9, which was never asked"),
    ],
)
def test_the_audit_names_what_was_changed_by_hand(ann: Ann, statement: Update, words: str) -> None:
    with ann.world.databases["claims"].begin() as connection:
        assert unlawful(connection) == (1, [])
        connection.execute(statement)
        assert any(words in fault for fault in unlawful(connection)[1])
