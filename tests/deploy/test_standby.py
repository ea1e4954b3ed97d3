"""The server of payments dies and its standby takes its place while the bank goes on, as deploy/STANDBY.md says."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.ports import free_ports
from deploy.postgres.programs import give
from deploy.waiting import until
from services.demo.bank.server import bank_on_loopback
from tests.deploy.bank_town import DAY, SUMS, Town, lived_after_the_copy, lived_until_the_copy, lives_on, paid_by
from tests.deploy.installation import Installation, installed
from tests.deploy.postgres_server import Server, make_server, remove
from tests.services.payments.world import FILED

PASSWORD = "only-for-this-test"  # noqa: S105 - of servers that live as long as the test
THROWN_AWAY = ("-c fsync=off", "-c full_page_writes=off")
"""Commits wait for their write, and for the standby's where it must confirm."""


@dataclass
class Pair:
    """An installation, and its standby with the same roles and passwords."""

    primary: Installation
    standby: Installation

    def asks(self, statement: str, of: Installation | None = None) -> str:
        """What the superuser is answered."""
        server = (of or self.primary).server
        words = ("-X", "-A", "-t", "-q", "-U", "postgres", "-d", "postgres", "-c", statement)
        return server.run("psql", *words, PGPASSWORD=PASSWORD).strip()

    def must_confirm(self) -> None:
        """The primary confirms nothing from now on that its standby has not."""
        self.asks("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.asks("SELECT pg_reload_conf()")
        until(lambda: self.asks("SELECT sync_state FROM pg_stat_replication") == "sync", "the standby to be waited for")

    def has_all(self) -> bool:
        """Whether the standby has every byte of the log."""
        return self.asks("SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication") == "t"

    def fails_over(self) -> Installation:
        """The primary ends at once, and the standby takes writes; the installation as it is from now on."""
        self.primary.server.stop()
        if not (self.standby.server.data / "postmaster.pid").exists():
            self.standby.server.start(THROWN_AWAY)
        self.asks("SELECT pg_promote()", self.standby)
        return self.standby


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    server = make_server(PASSWORD)
    folder = Path(tempfile.mkdtemp(prefix="tideover-postgres-"))
    give(folder)
    copy = Server(folder, free_ports(1)[0], server.programs)
    try:
        primary = installed(server, tmp_path / "secrets", PASSWORD, THROWN_AWAY)
        words = ("--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--username=postgres")
        server.run("pg_basebackup", f"--pgdata={copy.data}", *words, PGPASSWORD=PASSWORD)
        copy.start(THROWN_AWAY)
        yield Pair(primary, replace(primary, server=copy))
    finally:
        remove(copy)
        remove(server)


def test_with_a_standby_that_confirmed_everything_payments_go_on_as_if_nothing_had_been(
    pair: Pair, tmp_path: Path
) -> None:
    pair.must_confirm()
    with bank_on_loopback(FILED) as bank:
        with Town(pair.primary, tmp_path / "log", bank, "tideover") as town:
            lived_until_the_copy(town)
            lived_after_the_copy(town)
            before = town.rows(SUMS)
        with Town(pair.fails_over(), tmp_path / "log", bank, "tideover") as town:
            assert town.rows(SUMS) == before
            town.assesses("cleo", 5000, 1, start=FILED + timedelta(days=14))
            town.closes(DAY + timedelta(days=2))
            assert town.sends() == 1, "nothing is held"
            assert town.gateway.held == ()
            town.hears_the_bank(DAY + timedelta(days=20))
            town.laptop.run_until_quiet()
            assert town.rows("SELECT DISTINCT stage FROM instruction") == [("settled",)]
            assert not town.breaches()
        assert set(paid_by(bank).values()) == {1}
        assert len(paid_by(bank)) == 5


def test_files_that_a_standby_never_had_are_held_until_the_bank_has_answered_and_nobody_is_paid_twice(
    pair: Pair, tmp_path: Path
) -> None:
    with bank_on_loopback(FILED) as bank:
        with Town(pair.primary, tmp_path / "log", bank, "tideover") as town:
            lived_until_the_copy(town)
            until(pair.has_all, "the standby to have it all")
            pair.standby.server.stop()
            lived_after_the_copy(town)
            before = town.rows(SUMS)
        with Town(pair.fails_over(), tmp_path / "log", bank, "tideover") as town:
            assert town.rows("SELECT count(*) FROM payment_file") == [(0,)], "the files are lost with the primary"
            assert town.sends() == 0
            assert len(town.gateway.held) == 2, "the gateway's own file names them"
            lives_on(town)
            assert town.rows(SUMS) == [(who, total + (5000 if who == "cleo" else 0)) for who, total in before]
            assert not town.rows("SELECT subject FROM parked WHERE state = 'waiting'")
            assert not town.breaches()
        assert set(paid_by(bank).values()) == {1}
        assert len(paid_by(bank)) == 5
