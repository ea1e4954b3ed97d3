"""`tideover held`: payment files that the bank may have and the database does not know; meanwhile none is sent."""

from __future__ import annotations

from typing import Annotated

import typer

from services.commands.world import LaptopFolder, opened_world
from services.payments.edge import held_files, match
from services.payments.views import payments_of_the_dead

PAYMENTS = "payments"


def list_(folder: LaptopFolder = None) -> None:
    """List what is not sent, and why: files in doubt, payments to the dead."""
    with opened_world(folder, [PAYMENTS]) as world, world.databases[PAYMENTS].reading() as connection:
        files, payments = held_files(connection), payments_of_the_dead(connection)
    for name, reason in files.items():
        typer.echo(f"{name}: {reason}")
    if not files:
        typer.echo("No file is held.")
    for person, payment, died_on, since in payments:
        typer.echo(f"Payment {payment} of {person}: held since {since}, the registry says they died on {died_on}.")


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
