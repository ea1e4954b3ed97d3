"""PostgreSQL on loopback, and what tests of outages do to it."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg

from deploy.daemon import Daemon
from deploy.ports import free_ports
from deploy.postgres.programs import give, programs, system_user
from deploy.programs import MissingProgram
from deploy.waiting import TimedOut, until

SUPERUSER = "postgres"
ZOMBIE_SECONDS = 5
THROWN_AWAY = ("fsync=off", "full_page_writes=off")
"""Survives kill -9 of its processes, as every test wants, but not a power cut. A commit still waits for its write."""


class Server:
    """The server of a folder. Whoever reaches its port on loopback is let in: for development and tests alone."""

    def __init__(self, folder: Path, *, port: int | None = None, survives_power_cut: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        give(folder)
        self.folder = folder
        self.data = folder / "data"
        self.daemon = Daemon(folder, "postgresql")
        self._settings = () if survives_power_cut else THROWN_AWAY
        remembered = folder / "port"
        if not remembered.exists():
            remembered.write_text(str(free_ports(1, preferred=port)[0]), "ascii")
        self.port = int(remembered.read_text("ascii"))

    def url(self, database: str = SUPERUSER) -> str:
        """What SQLAlchemy is told: TIDEOVER_DATABASE_URL."""
        return f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def start(self, *, outlives_us: bool = False) -> None:
        """Make the data folder if there is none, start, and wait until it answers.

        Raises `MissingProgram`, `ServerDied` or `TimedOut`, each with the reason.
        """
        found = programs(self.folder)
        if not (self.data / "PG_VERSION").exists():
            self._make(found)
        wanted = ("listen_addresses=127.0.0.1", f"port={self.port}", "unix_socket_directories=", *self._settings)
        settings = [part for setting in wanted for part in ("-c", setting)]
        command = [str(found / "postgres"), "-D", str(self.data), *settings]
        if self.daemon.process() is None:
            self._take_lock_of_zombie()
        self.daemon.start(command, user=system_user(), outlives_us=outlives_us)
        self.daemon.wait_until(self.answers)

    def _take_lock_of_zombie(self) -> None:
        """A killed server stays a zombie until its parent has read its status, and PostgreSQL would think it runs.

        Wait for that; where no process ever does it (a container without an init), remove the lock file.
        """
        lock = self.data / "postmaster.pid"
        try:
            until(lambda: not _is_zombie(lock), "the killed server to disappear", seconds=ZOMBIE_SECONDS)
        except TimedOut:
            lock.unlink(missing_ok=True)

    def _make(self, found: Path) -> None:
        """Make the data folder. Raises `MissingProgram` with the reason."""
        done = subprocess.run(
            [
                found / "initdb",
                f"--pgdata={self.data}",
                f"--username={SUPERUSER}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
            ],
            user=system_user(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise MissingProgram(f"PostgreSQL could not make its folder: {done.stderr.strip()}")

    def answers(self) -> bool:
        """Whether somebody can log in."""
        with contextlib.suppress(psycopg.OperationalError), self.connected():
            return True
        return False

    def connected(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as the superuser, where each statement is a transaction."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=SUPERUSER, dbname=SUPERUSER, autocommit=True, connect_timeout=2
        )

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """A new database; its URL. The files of its template are copied: page by page would take twice as long."""
        with self.connected() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'.encode())
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, with whoever is still connected to it."""
        with self.connected() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def has_database(self, name: str) -> bool:
        """Whether there is a database of this name."""
        with self.connected() as connection:
            return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    @contextlib.contextmanager
    def lock(self, database: str, table: str) -> Iterator[None]:
        """Lock a table for the length of the block, as a person does who leaves a transaction open."""
        with psycopg.connect(self.url(database).replace("+psycopg", ""), application_name="psql") as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE".encode())
            yield
            connection.rollback()

    def stop(self) -> None:
        """An orderly end that does not wait for clients."""
        self.daemon.stop(signal.SIGINT)

    def kill(self) -> None:
        """End all its processes at once by SIGKILL."""
        self.daemon.kill()

    def pause(self) -> None:
        """SIGSTOP, all its processes: connections stay open and nothing answers."""
        self.daemon.pause()

    def resume(self) -> None:
        """SIGCONT."""
        self.daemon.resume()

    def restart(self) -> None:
        """Stop, start, and wait until it answers; after `kill`, only the start."""
        self.stop()
        self.start()

    def heal(self) -> None:
        """Whatever a test did to the server, it runs and answers afterwards."""
        if not self.daemon.goes_on():
            self.resume()
            self.start()


def _is_zombie(lock: Path) -> bool:
    """Whether the process of a lock file has ended and nobody has asked how."""
    try:
        return psutil.Process(int(lock.read_text("ascii").split()[0])).status() == psutil.STATUS_ZOMBIE
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return False
