"""`tideover held`: payment files that the bank may have and the database does not know; meanwhile none is sent."""

from __future__ import annotations

from typing import Annotated

import typer

from services.commands.world import LaptopFolder, opened_world
from services.payments.edge import held_files, match

PAYMENTS = "payments"


def list_(folder: LaptopFolder = None) -> None:
    """List the files for which nothing is sent, each with the reason."""
    with opened_world(folder, [PAYMENTS]) as world, world.databases[PAYMENTS].reading() as connection:
        files = held_files(connection)
    for name, reason in files.items():
        typer.echo(f"{name}: {reason}")
    if not files:
        typer.echo("No file is held.")


def release(
    name: str,
    folder: LaptopFolder = None,
    *,
    officer: Annotated[str, typer.Option(help="Who answers for it.")],
    reason: Annotated[str, typer.Option(help="How it is known that the bank does not have it.")],
) -> None:
    """Say in a named person's name that the bank does not have a file."""
    if not officer.strip() or not reason.strip():
        raise typer.BadParameter("say who answers for it, and how it is known")
    with opened_world(folder, [PAYMENTS]) as world, world.databases[PAYMENTS].begin() as connection:
        try:
            match(connection, name, by=officer.strip(), because=reason.strip())
        except LookupError as fault:
            raise typer.BadParameter(str(fault)) from None
    typer.echo(f"{name} was released by {officer.strip()}. Its payments are sealed again at the end of the next day.")
