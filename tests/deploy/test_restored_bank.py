"""The last case of deploy/BACKUP.md on a real server: restored to before files were sealed, while the bank moved on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from services.demo.bank.server import bank_on_loopback
from tests.deploy.bank_town import DAY, SUMS, Town, lived_after_the_copy, lived_until_the_copy, lives_on, paid_by
from tests.deploy.installation import SQL, Installation, installed, run_sql
from tests.deploy.postgres_server import make_server, remove
from tests.services.payments.world import FILED

PASSWORD = "only-for-this-test"  # noqa: S105 - of a server that lives as long as the test


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    server = make_server(PASSWORD)
    try:
        yield installed(server, tmp_path / "secrets", PASSWORD)
    finally:
        remove(server)


def restored(installation: Installation, dump: Path, name: str) -> None:
    """As the page says: the copy as a new database, then roles and rights."""
    as_superuser = {"PGUSER": "postgres", "PGDATABASE": "postgres", "PGPASSWORD": PASSWORD}
    installation.server.backup("restore", str(dump), name, **as_superuser)
    run_sql(installation, SQL / "roles.sql", name)
    run_sql(installation, SQL / "grants.sql", name)


def test_everybody_is_paid_once_after_a_restore_to_before_the_files_were_sealed(
    installation: Installation, tmp_path: Path
) -> None:
    dump = installation.server.folder / "early.dump"
    with bank_on_loopback(FILED) as bank:
        with Town(installation, tmp_path / "log", bank, "tideover") as town:
            lived_until_the_copy(town)
            installation.script("dump", str(dump))
            lived_after_the_copy(town)
            before = town.rows(SUMS)
        restored(installation, dump, "restored")
        with Town(installation, tmp_path / "log", bank, "restored") as town:
            lives_on(town)
            assert town.rows(SUMS) == [(who, total + (5000 if who == "cleo" else 0)) for who, total in before]
            assert town.rows("SELECT DISTINCT stage FROM instruction") == [("settled",)]
            assert not town.rows("SELECT subject FROM parked WHERE state = 'waiting'")
            assert town.rows("SELECT person, proposed_minor FROM position WHERE proposed_minor > 0") == [("bob", 10000)]
            assert not town.breaches()
        assert set(paid_by(bank).values()) == {1}
        assert len(paid_by(bank)) == 5


def bears_no_mark(installation: Installation, name: str) -> None:
    """A physical copy is not marked as one: whoever recovers it has no script that could."""
    owner = installation.database_as("tideover_migrator", "payments", name)
    with owner.begin() as connection:
        connection.execute(text("DELETE FROM unmatched_file"))
    owner.close()


def test_a_file_that_is_sealed_again_before_the_gateway_has_looked_is_in_doubt_and_never_sent_as_new(
    installation: Installation, tmp_path: Path
) -> None:
    dump = installation.server.folder / "early.dump"
    with bank_on_loopback(FILED) as bank:
        with Town(installation, tmp_path / "log", bank, "tideover") as town:
            lived_until_the_copy(town)
            installation.script("dump", str(dump))
            lived_after_the_copy(town)
        restored(installation, dump, "recovered")
        bears_no_mark(installation, "recovered")
        with Town(installation, tmp_path / "log", bank, "recovered") as town:
            town.laptop.run_until_quiet()
            sealed = town.rows("SELECT name FROM payment_file WHERE state = 'sealed'")
            assert sealed, "the workers ran first"
            assert town.sends() == 0
            assert not town.rows("SELECT name FROM payment_file WHERE state IN ('sealed', 'sending', 'sent')")
            town.hears_the_bank(DAY + timedelta(days=9))
            town.closes(DAY + timedelta(days=3))
            town.closes(DAY + timedelta(days=4))
            town.sends()
            town.hears_the_bank(DAY + timedelta(days=20))
            town.laptop.run_until_quiet()
            assert town.rows("SELECT DISTINCT stage FROM instruction") == [("settled",)]
            assert not town.rows("SELECT subject FROM parked WHERE state = 'waiting'")
        assert set(paid_by(bank).values()) == {1}
