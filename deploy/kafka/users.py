"""`python -m deploy.kafka.users FOLDER`: a password for every principal, in a file of its own and at the broker.

A file that is there already is kept, so that running it again adds who is new and changes nobody. A broker never hears
a password: it is told the salted digest of RFC 5802 alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from kafka.admin import KafkaAdminClient, ScramMechanism, UserScramCredentialUpsertion

from deploy.kafka.acls import NotAnswered
from deploy.kafka.rights import all_rights, principals, topics
from services.runtime.kafka.clients import administering
from services.runtime.process.settings import Settings

PASSWORD_BYTES = 32
ITERATIONS = 8192


def names() -> list[str]:
    """Every principal that has any right."""
    return sorted({right.principal for right in all_rights(topics(), principals())})


def passwords_in(folder: Path, users: Iterable[str]) -> dict[str, str]:
    """Each user's password from `<user>.kafka.password`, made where it is missing; for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = {}
    for user in users:
        path = folder / f"{user}.kafka.password"
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(PASSWORD_BYTES))
        found[user] = path.read_text("ascii").strip()
    return found


def introduce(client: KafkaAdminClient, passwords: dict[str, str]) -> None:
    """Let the broker know these users by these passwords. Raises `NotAnswered`."""
    mechanism = ScramMechanism.SCRAM_SHA_512
    upsertions = [UserScramCredentialUpsertion(user, mechanism, word, ITERATIONS) for user, word in passwords.items()]
    answers = client.alter_user_scram_credentials(upsertions)
    if refused := {user: error for user, error in answers.items() if error}:
        raise NotAnswered(f"the broker did not take {len(refused)} users, the first: {next(iter(refused.items()))}")


def main(
    folder: Annotated[Path, typer.Argument(help="Where the passwords are to lie.")],
) -> None:
    """Make missing passwords and tell the broker all of them."""
    with administering(Settings.from_environment()) as client:
        introduce(client, passwords_in(folder, names()))
    typer.echo(f"The broker knows {len(names())} users by the passwords in {folder}.")


if __name__ == "__main__":
    typer.run(main)
