"""Whatever is stored against a person has beside it all without which nothing may stand against anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from services.claims.tables import question
from services.claims.views import adverse_states
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
