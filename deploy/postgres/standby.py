"""A second PostgreSQL that follows the first by its log, and takes its place; what it is for says deploy/STANDBY.md."""

from __future__ import annotations

import subprocess
from pathlib import Path

from deploy.postgres.programs import system_user
from deploy.postgres.server import SUPERUSER, Server
from deploy.programs import MissingProgram
from deploy.waiting import until

NAME = "standby"
"""By which the primary knows it, in `synchronous_standby_names`."""


class Standby(Server):
    """Follows a running primary from its first start on, until it is promoted."""

    def __init__(self, folder: Path, primary: Server) -> None:
        super().__init__(folder, survives_power_cut=False)
        self._primary = primary

    def _make(self, found: Path) -> None:
        """A copy of the primary, which says where the rest of the log is to be had."""
        primary = f"host=127.0.0.1 port={self._primary.port} user={SUPERUSER} application_name={NAME}"
        done = subprocess.run(
            [
                found / "pg_basebackup",
                f"--pgdata={self.data}",
                f"--dbname={primary}",
                "--write-recovery-conf",
                "--checkpoint=fast",
                "--no-sync",
            ],
            user=system_user(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise MissingProgram(f"PostgreSQL could not copy its primary: {done.stderr.strip()}")

    def must_confirm(self) -> None:
        """From now on the primary confirms no commit before this server has it on its disk."""
        with self._primary.connected() as connection:
            connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{NAME}'".encode())
            connection.execute(b"SELECT pg_reload_conf()")
        until(self._is_waited_for, "the primary to wait for its standby")

    def _is_waited_for(self) -> bool:
        with self._primary.connected() as connection:
            asked = b"SELECT FROM pg_stat_replication WHERE application_name = %s AND sync_state = 'sync'"
            return connection.execute(asked, [NAME]).fetchone() is not None

    def promote(self) -> None:
        """Stop following, and take writes; comes back when it does."""
        with self.connected() as connection:
            connection.execute(b"SELECT pg_promote(wait => true)")

    def url_of_either(self, database: str) -> str:
        """What TIDEOVER_DATABASE_URL says so that whichever of the two takes writes is found."""
        hosts = "&".join(f"host=127.0.0.1:{server.port}" for server in (self._primary, self))
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?{hosts}&target_session_attrs=read-write"
