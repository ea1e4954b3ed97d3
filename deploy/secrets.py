"""The secrets of one installation, made on its own machine and never kept in the repository.

`python -m deploy.secrets FOLDER` writes one file a secret, readable by its owner alone; what is there is left as it is,
so that running it again adds what is missing and changes nothing: a password is changed by taking its file away. A file
given to a process is all that it may know: its own password (as a PGPASSFILE), and its own key if it keeps personal
data.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from services.names import SERVICES

LOGINS = (
    "tideover_migrator",
    *(f"tideover_{service}" for service in SERVICES),
    "tideover_console",
    "tideover_relay",
    "tideover_exporter",
    "tideover_replayer",
    "tideover_gateway",
    "tideover_operator",
    "tideover_auditor",
    "tideover_desk",
    "tideover_keykeeper",
    "tideover_backup",
)
"""Every role that logs in; deploy/postgres/roles.sql makes them without a password."""
SUPERUSER = "postgres"
COPIES = "tideover_backup"
"""The role that copies the whole server as well, for which there is no database but `replication`."""
ALL_SERVICES = "tideover_all"
"""Whose password file holds those of every service's role: the worker that carries them all."""
KEYED = ("claims", "payments")
"""The services that keep personal data sealed, each under a key of its own."""

PASSWORD_BYTES = 32
SALT_BYTES = 16
ITERATIONS = 4096  # what PostgreSQL uses itself; a password of 256 random bits needs no slower guess


def scram_verifier(password: str, salt: bytes) -> str:
    """What PostgreSQL keeps of an ASCII password (RFC 5802, 7677): the server never sees the password itself."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ITERATIONS)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    in_text = [base64.b64encode(part).decode("ascii") for part in (salt, stored_key, server_key)]
    return f"SCRAM-SHA-256${ITERATIONS}:{in_text[0]}${in_text[1]}:{in_text[2]}"


def make(folder: Path, *, host: str, port: int, database: str) -> list[Path]:
    """Make every secret that is missing; which ones. The folder and all in it are for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    made = []
    for role in (*LOGINS, SUPERUSER):
        pgpass = folder / f"{role}.pgpass"
        if not pgpass.exists():
            password = secrets.token_urlsafe(PASSWORD_BYTES)
            databases = (database, "replication") if role == COPIES else (database,)
            lines = (f"{host}:{port}:{one}:{role}:{password}\n" for one in databases)
            made.append(_write(pgpass, "".join(lines).encode()))
    made += _write_passwords(folder, renew=bool(made))
    if {f"tideover_{service}.pgpass" for service in SERVICES} & {path.name for path in made}:
        (folder / f"{ALL_SERVICES}.pgpass").unlink(missing_ok=True)
    if not (everybody := folder / f"{ALL_SERVICES}.pgpass").exists():
        lines = ((folder / f"tideover_{service}.pgpass").read_text("ascii") for service in SERVICES)
        made.append(_write(everybody, "".join(lines).encode()))
    for service in KEYED:
        if not (key := folder / f"{service}.key").exists():
            made.append(_write(key, os.urandom(32)))
    if not (grafana := folder / "grafana.password").exists():
        made.append(_write(grafana, secrets.token_urlsafe(PASSWORD_BYTES).encode()))
    return made


def _write_passwords(folder: Path, *, renew: bool) -> list[Path]:
    """What follows from the passwords: the superuser's alone, and the statements that set the others."""
    made = []
    if renew:
        for name in (f"{SUPERUSER}.password", "passwords.sql"):
            (folder / name).unlink(missing_ok=True)
    if not (superuser := folder / f"{SUPERUSER}.password").exists():
        made.append(_write(superuser, _password_in(folder, SUPERUSER).encode()))
    if not (statements := folder / "passwords.sql").exists():
        lines = [
            f"ALTER ROLE {role} PASSWORD '{scram_verifier(_password_in(folder, role), os.urandom(SALT_BYTES))}';\n"
            for role in LOGINS
        ]
        made.append(_write(statements, "".join(lines).encode()))
    return made


def _password_in(folder: Path, role: str) -> str:
    return (folder / f"{role}.pgpass").read_text("ascii").strip().rpartition(":")[2]


def _write(path: Path, content: bytes) -> Path:
    """A new file that nobody else can read, not even while it is written."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return path


def main(
    folder: Annotated[Path, typer.Argument(help="Where the secrets are to lie, outside the repository or ignored.")],
    host: Annotated[str, typer.Option(help="Where PostgreSQL answers.")] = "postgres",
    port: Annotated[int, typer.Option(help="Its port.")] = 5432,
    database: Annotated[str, typer.Option(help="Its database.")] = "tideover",
) -> None:
    """Make what is missing, and say what was made; never what is in it."""
    made = make(folder, host=host, port=port, database=database)
    for path in made:
        typer.echo(f"made {path}")
    typer.echo(f"{len(made)} made. TIDEOVER_USER={os.getuid()}:{os.getgid()} is the user who can read them.")


if __name__ == "__main__":
    typer.run(main)
