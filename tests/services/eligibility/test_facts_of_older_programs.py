"""A fact that an older program stored is read as its newest version, and is the same fact when it comes again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic_core import to_json

from contracts.about import ConditionAbout
from contracts.base import Envelope
from contracts.claims import ClaimDecision
from contracts.schemas import EXAMPLES
from services.eligibility.fact_rows import add_facts
from services.eligibility.model import fact_version
from services.eligibility.store import PersonLoader
from services.eligibility.tables import TABLES
from services.runtime.database.store import Database
from tests.services.eligibility.registry import delivered, keeping_service

DECISIONS = [Envelope.from_bytes((EXAMPLES / f"claims.claim-decision.v{one}.json").read_bytes()) for one in (1, 2)]
PERSON = DECISIONS[0].subject


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The facts of a person as a program left them that knew version 1 of a decision."""
    old, new = DECISIONS
    kind, key, source_version = fact_version(ClaimDecision.model_validate(new.data))
    database = Database.on_sqlite(tmp_path / "eligibility.db", TABLES)
    with database.begin() as connection:
        add_facts(connection, [(PERSON, kind, key, source_version, old.id, 1, to_json(old.data), None)])
    yield database
    database.close()


def test_it_is_read_as_the_newest_version(database: Database) -> None:
    with database.begin() as connection:
        [received] = PersonLoader().load(connection, [PERSON])[PERSON].facts.values()
    assert isinstance(received.event, ClaimDecision)
    assert received.event.about == ConditionAbout(condition="separation")


def test_the_same_fact_in_the_newest_version_is_no_contradiction(database: Database) -> None:
    receipt, _ = delivered([[DECISIONS[1].to_bytes()]], keeping_service(), database)
    assert (receipt.done, receipt.parked) == (1, 0)
