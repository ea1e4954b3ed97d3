"""Backup and restore as deploy/BACKUP.md says, on a real server, with the script that the page names."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import create_engine, inspect, text

from services.demo.people import People
from tests.deploy.installation import FASTER, SQL, Installation, installed, live, run_sql, world_in
from tests.deploy.postgres_server import make_server, remove

PASSWORD = "only-for-this-test"  # noqa: S105 - of a server that lives as long as the test
WAL_PATIENCE = 150
"""Looks, a fifth of a second apart, at whether the server has archived its log."""


@dataclass
class Backed:
    """An installation that a few people have gone through, with its log on disk as brokers keep it."""

    installation: Installation
    log: Path
    folder: Path

    def copies(self, *arguments: str) -> None:
        """A copy by deploy/postgres/backup.sh, as the role that copies makes it with its own password file."""
        self.installation.script(*arguments)

    def restores(self, *arguments: str) -> None:
        """The same script, as the superuser runs it: only they may make a database."""
        as_superuser = {"PGUSER": "postgres", "PGDATABASE": "postgres", "PGPASSWORD": PASSWORD}
        self.installation.server.backup(*arguments, **as_superuser)

    def say(self, statement: str, database: str = "tideover") -> str:
        """One statement as the superuser; what it answers."""
        return self.installation.server.run(
            "psql", "-X", "-A", "-t", "-q", "-U", "postgres", "-d", database, "-c", statement, PGPASSWORD=PASSWORD
        )


@pytest.fixture(scope="module")
def backed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backed]:
    server = make_server(PASSWORD)
    wal = server.folder / "wal"
    wal.mkdir(mode=0o777)
    wal.chmod(0o777)
    archive = f"test ! -f {wal}/%f && cp %p {wal}/%f.part && mv {wal}/%f.part {wal}/%f"
    options = (*FASTER, "-c wal_level=replica", "-c archive_mode=on", f"-c archive_command='{archive}'")
    try:
        installation = installed(server, tmp_path_factory.mktemp("secrets"), PASSWORD, options)
        log = tmp_path_factory.mktemp("log")
        laptop = world_in(installation, log)
        live(installation, laptop, People(count=3))
        laptop.close()
        yield Backed(installation, log, server.folder)
    finally:
        remove(server)


def digests(backed: Backed, database: str) -> dict[str, str]:
    """A digest of every row of every table of every service, whatever the order.

    Positions in the log are left out, and the hold under which a restored copy stands.
    """
    found = {}
    for schema in backed.installation.services:
        engine = create_engine(backed.installation.url("tideover_auditor", database))
        for table in set(inspect(engine).get_table_names(schema=schema)) - {"reached", "unmatched_file"}:
            rows = f"SELECT md5(string_agg(one::text, '|' ORDER BY one::text)) FROM {schema}.{table} AS one"
            with engine.connect() as connection:
                found[f"{schema}.{table}"] = connection.scalar(text(rows))
        engine.dispose()
    return found


def restored(backed: Backed, database: str) -> None:
    """A logical copy, and a new database made of it, in the order of the page."""
    dump = backed.folder / f"{database}.dump"
    backed.copies("dump", str(dump))
    backed.restores("restore", str(dump), database)
    run_sql(backed.installation, SQL / "roles.sql", database)
    run_sql(backed.installation, SQL / "grants.sql", database)


def test_what_was_restored_is_what_was_there_and_hearing_the_whole_log_again_changes_nothing(backed: Backed) -> None:
    before = digests(backed, "tideover")
    restored(backed, "copy")
    assert digests(backed, "copy") == before

    laptop = world_in(backed.installation, backed.log, "copy")
    receipt = laptop.run_until_quiet()
    laptop.close()

    assert receipt.duplicates > 0
    assert (receipt.done, receipt.published, receipt.parked) == (0, 0, 0)
    assert digests(backed, "copy") == before


def test_without_its_inbox_a_service_would_do_everything_twice(backed: Backed) -> None:
    """Why the inbox must be in the backup: the check above is seen to bite."""
    restored(backed, "forgetful")
    backed.say("TRUNCATE oversight.inbox, eligibility.inbox", "forgetful")

    laptop = world_in(backed.installation, backed.log, "forgetful")
    receipt = laptop.run_until_quiet()
    laptop.close()

    assert receipt.done > 0


def test_a_dump_of_the_data_has_no_data_key_and_a_copy_of_the_keys_is_made_by_who_keeps_them(backed: Backed) -> None:
    data, keys = backed.folder / "without-keys.dump", backed.folder / "keys.dump"
    backed.say("INSERT INTO keys.data_key VALUES (gen_random_uuid(), 'p-1', 'm', 'wrapped just now')")
    wrapped = b"wrapped just now".hex()
    backed.copies("dump", str(data))
    backed.installation.script("keys", str(keys), role="tideover_keykeeper")
    assert wrapped not in contents(backed, data)
    assert wrapped in contents(backed, keys), "the check must be able to bite"
    with pytest.raises(subprocess.CalledProcessError):
        backed.copies("keys", str(backed.folder / "not-mine.dump"))


def contents(backed: Backed, dump: Path) -> str:
    """A dump as statements."""
    return backed.installation.server.run("pg_restore", "--file=-", str(dump))


def test_nothing_is_restored_over_what_is_there(backed: Backed) -> None:
    dump = backed.folder / "once.dump"
    backed.copies("dump", str(dump))
    with pytest.raises(subprocess.CalledProcessError, match="returned non-zero") as refusal:
        backed.copies("dump", str(dump))
    assert "is there already" in refusal.value.stderr
    with pytest.raises(subprocess.CalledProcessError) as refused:
        backed.restores("restore", str(dump), "tideover")
    assert "already exists" in refused.value.stderr


def test_programs_of_another_version_are_refused_before_anything_is_written(backed: Backed) -> None:
    older = backed.folder / "older"
    older.mkdir(mode=0o755)
    (older / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.3 (Debian 15.3-0)'\n")
    (older / "pg_dump").chmod(0o755)
    server = backed.installation.server
    dump = backed.folder / "older.dump"
    first_on_the_path = f"{older}:{server.programs}:/usr/bin:/bin"
    with pytest.raises(subprocess.CalledProcessError) as refused:
        server.backup("dump", str(dump), PATH=first_on_the_path, PGUSER="postgres", PGPASSWORD=PASSWORD)
    assert "pg_dump is of PostgreSQL 15 and the server of 18" in refused.value.stderr
    assert not list(backed.folder.glob("older.dump*"))


def test_a_lost_server_comes_back_with_everything_it_had_committed(backed: Backed) -> None:
    """A copy of yesterday and the archived log of today, the server's own folder gone."""
    server = backed.installation.server
    copy, wal, data = backed.folder / "base", backed.folder / "wal", server.data
    backed.copies("base", str(copy))
    backed.say("CREATE TABLE public.said_after_the_copy AS SELECT generate_series(1, 1000) AS number")
    before = digests(backed, "tideover")
    last = backed.say("SELECT pg_walfile_name(pg_switch_wal())").strip()
    _wait_for(wal / last)

    server.stop()
    data.rename(backed.folder / "lost")
    backed.restores("recover", str(copy), str(wal), str(data))
    server.start((*FASTER, "-c archive_mode=off"))
    _wait_until_promoted(backed)

    assert backed.say("SELECT COUNT(*) FROM public.said_after_the_copy").strip() == "1000"
    assert digests(backed, "tideover") == before


def _wait_for(file: Path) -> None:
    pause = Event()
    for _ in range(WAL_PATIENCE):
        if file.exists():
            return
        pause.wait(0.2)
    raise TimeoutError(f"{file.name} was never archived")


def _wait_until_promoted(backed: Backed) -> None:
    pause = Event()
    for _ in range(WAL_PATIENCE):
        if backed.say("SELECT pg_is_in_recovery()").strip() == "f":
            return
        pause.wait(0.2)
    raise TimeoutError("the server is still recovering")


def test_a_copy_with_a_changed_byte_is_not_recovered_from(backed: Backed) -> None:
    copy = backed.folder / "spoiled"
    backed.copies("base", str(copy))
    page = next(path for path in sorted((copy / "base").rglob("*")) if path.is_file() and path.stat().st_size > 8192)
    with page.open("r+b") as file:
        file.seek(4096)
        byte = file.read(1)
        file.seek(4096)
        file.write(bytes([byte[0] ^ 1]))

    with pytest.raises(subprocess.CalledProcessError) as refusal:
        backed.restores("recover", str(copy), str(backed.folder / "wal"), str(backed.folder / "never"))
    assert "checksum mismatch" in refusal.value.stderr
    assert not (backed.folder / "never").exists()
