"""The database of an installation, made by the same files and in the same order as deploy/DEPLOYING.md says."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.postgres.programs import system_user
from deploy.secrets import make
from services.demo.people import People
from services.demo.run import demonstrate
from services.names import CONSOLE, KEYS
from services.runtime.database.schema import upgrade
from services.runtime.database.store import Database
from services.runtime.laptop.laptop import Laptop
from services.runtime.service import Service
from services.worlds import laptop_in
from tests.deploy.postgres_server import Server
from tests.shape.tree import ROOT

SQL = ROOT / "deploy" / "postgres"
FASTER = ("-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off")
"""A test's server is thrown away, so it need not survive a power cut."""


@dataclass
class Installation:
    """A server with Tideover's database, and the secrets of its roles."""

    server: Server
    secrets: Path
    superuser_password: str
    services: dict[str, Service[Any]]

    def password(self, role: str) -> str:
        """A role's password, from its own PGPASSFILE."""
        return (self.secrets / f"{role}.pgpass").read_text("ascii").strip().rpartition(":")[2]

    def url(self, role: str, database: str = "tideover") -> str:
        """How a role logs in over TCP."""
        return f"postgresql+psycopg://{role}:{self.password(role)}@127.0.0.1:{self.server.port}/{database}"

    def script(self, *arguments: str, role: str = "tideover_backup", database: str = "tideover") -> str:
        """deploy/postgres/backup.sh as somebody runs it, with nothing but their own PGPASSFILE.

        It runs as the server's user, who must be able to read that file: a copy of it lies beside the data meanwhile.
        """
        given = self.server.folder / f"{role}.pgpass"
        shutil.copyfile(self.secrets / given.name, given)
        given.chmod(0o600)
        shutil.chown(given, system_user() or os.geteuid())
        mine = {"PGUSER": role, "PGDATABASE": database, "PGPASSFILE": str(given)}
        try:
            return self.server.backup(*arguments, **mine)
        finally:
            given.unlink()

    def database(self, service: str, name: str = "tideover") -> Database:
        """A service's database as its worker opens it."""
        return self.database_as(f"tideover_{service}", service, name)

    def database_as(self, role: str, service: str, name: str = "tideover") -> Database:
        """A service's database as another role opens it."""
        url = self.url(role, name)
        return Database.on_postgresql(url, service, self.services[service].tables, partitions=1)


def installed(server: Server, folder: Path, superuser_password: str, options: Sequence[str] = FASTER) -> Installation:
    """Everything from an empty server to granted tables."""
    make(folder, host="127.0.0.1", port=server.port, database="tideover")
    server.start(options)
    laptop = laptop_in(folder / "laptop")
    laptop.close()
    made = Installation(server, folder, superuser_password, laptop.services)
    server.run("createdb", "--username=postgres", "tideover", PGPASSWORD=superuser_password)
    run_sql(made, SQL / "roles.sql")
    run_sql(made, folder / "passwords.sql")
    migrate(made)
    run_sql(made, SQL / "grants.sql", role="tideover_migrator")
    return made


def run_sql(made: Installation, path: Path, database: str = "tideover", role: str = "postgres") -> None:
    """Run one SQL file with psql; it is handed over as text, since psql runs as another user."""
    made.server.run(
        "psql",
        "--no-psqlrc",
        "--quiet",
        f"--username={role}",
        f"--dbname={database}",
        "--set=ON_ERROR_STOP=1",
        stdin=path.read_text("utf-8"),
        PGPASSWORD=made.superuser_password if role == "postgres" else made.password(role),
    )


def migrate(made: Installation) -> None:
    """Every table, made as the one role that may make tables."""
    for name in (KEYS, *made.services, CONSOLE):
        upgrade(made.url("tideover_migrator"), name)


def live(made: Installation, laptop: Laptop, people: People) -> None:
    """The demonstration's people go through the engine, the bank's files through the gateway's own role,
    names and accounts through the desk's.

    The committee's service reads last, here and not beside it.
    """
    sealed_files = made.database_as("tideover_gateway", "payments")
    desk = {service: made.database_as("tideover_desk", service) for service in ("claims", "payments")}
    try:
        demonstrate(laptop, people, lambda _doing, _carried: None, sealed_files=sealed_files, desk=desk)
    finally:
        for database in (sealed_files, *desk.values()):
            database.close()
    laptop.run_until_quiet()


def world_in(made: Installation, folder: Path, database: str = "tideover") -> Laptop:
    """The whole engine in one process, each service on PostgreSQL under its own role and nothing else.

    It reads every topic from its beginning, as consumer groups do whose offsets were reset to the earliest.
    """
    laptop = laptop_in(folder)
    for name, on_sqlite in list(laptop.databases.items()):
        on_sqlite.close()
        laptop.databases[name] = made.database(name, database)
    return laptop
