"""What is asked about a case on Kafka and PostgreSQL, by the beginnings of ids that `tideover status` shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from services.__main__ import app
from services.claims.tables import question
from services.eligibility.tables import determination
from services.payments.tables import instruction
from tests.stack.served import RUNNER, Served, tideover

SHORT = 10


class Ids(NamedTuple):
    """The beginnings of the ids of somebody with a determination, a question and a payment, and the person's."""

    person: str
    determination: str
    question: str
    payment: str


def told(world: Served, *words: str, **more: str) -> str:
    """What a command prints for people."""
    done = RUNNER.invoke(app, list(words), env=world.environment | more)
    assert done.exit_code == 0, f"{done.output}{done.exception}"
    return done.stdout


@pytest.fixture
def ids(world: Served) -> Ids:
    databases = world.stack.databases
    with databases["claims"].reading() as connection:
        asked = connection.execute(select(question.c.subject, question.c.question).limit(1)).one()
    with databases["eligibility"].reading() as connection:
        of_person = select(determination.c.determination).where(determination.c.subject == asked.subject)
        made = connection.scalars(of_person.limit(1)).one()
    with databases["payments"].reading() as connection:
        of_person = select(instruction.c.id).where(instruction.c.person == asked.subject)
        paid = connection.scalars(of_person.limit(1)).one()
    return Ids(*(str(one)[:SHORT] for one in (asked.subject, made, asked.question, paid)))


def test_every_decision_comes_out_again_to_the_byte(world: Served, ids: Ids) -> None:
    everything = tideover(world, "replay", "--all")
    assert everything["equal"] > 0
    assert (everything["differing"], everything["not_replayable"]) == (0, 0)
    assert tideover(world, "replay", ids.determination)["equal"] == 1


def test_what_was_known_on_a_day_is_read_from_the_log(world: Served, ids: Ids) -> None:
    known = tideover(world, "as-known", ids.person, "--on", "2020-04-30")
    assert known["person"].startswith(ids.person)
    assert all(fact["known_by_closing_of"] <= "2020-04-30" for fact in known["known_then"])
    assert known["known_then"]
    assert known["learned_since"]


def test_a_decision_is_proved_to_a_strangers_program(world: Served, ids: Ids, tmp_path: Path) -> None:
    key, file = tmp_path / "proof.key", tmp_path / "proof.json"
    key.touch(mode=0o600)
    key.write_bytes(bytes(range(32)))
    told(world, "proof", ids.determination, "--out", str(file), TIDEOVER_PROOF_KEY=str(key))
    assert json.loads(file.read_text("utf-8"))["signature"]


def test_a_letter_is_written_of_a_decision_a_question_and_a_payment(world: Served, ids: Ids) -> None:
    for one in (ids.determination, ids.question, ids.payment):
        assert f"To: {ids.person}" in told(world, "letter", one), one


def test_status_shows_people_and_decisions_by_what_other_commands_take(world: Served) -> None:
    lines = [line.split() for line in told(world, "status").splitlines() if line.startswith("  p-")]
    assert lines
    for person, claim, *_, decision in lines:
        assert claim in told(world, "story", person)
        assert "version" in told(world, "explain", decision)
