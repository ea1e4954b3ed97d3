"""Each server numbers its own facts: a worker that reads of two takes none of them for one of the other."""

from __future__ import annotations

from pathlib import Path

from services.eligibility.store import PersonLoader
from services.eligibility.tables import TABLES
from services.runtime.database.store import Database
from tests.services.eligibility.registry import delivered, keeping_service, message
from tests.stories.town import born, wages


def test_the_first_fact_of_either_server_is_its_own(tmp_path: Path) -> None:
    told = {"p-ann": born(), "p-bob": wages(1)}
    loader, found = PersonLoader(), {}
    for person, event in told.items():
        database = Database.on_sqlite(tmp_path / f"{person}.db", TABLES)
        delivered([[message(event, person)]], keeping_service(), database)
        with database.reading() as connection:
            [found[person]] = loader.load(connection, [person])[person].facts.values()
        database.close()
    assert {person: fact.event for person, fact in found.items()} == told
