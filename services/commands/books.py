"""`tideover books`: the ledger in a form that a program of others checks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from services.commands.world import LaptopFolder, opened_world
from services.names import KEYED
from services.payments.views import beancount

FOR_ITS_OWNER = 0o600


def export(
    file: Annotated[Path, typer.Argument(help="The file to write, such as books.beancount.")],
    folder: LaptopFolder = None,
    *,
    without_people: Annotated[
        bool, typer.Option("--without-people", help="Leave pseudonyms and claims out: accounts and sums alone.")
    ] = False,
) -> None:
    """Write the whole ledger in the language of Beancount: accounts, entries with their causes, balances by day."""
    with opened_world(folder, [KEYED]) as world, world.databases[KEYED].reading() as connection:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FOR_ITS_OWNER)
        with os.fdopen(handle, "w", encoding="utf-8") as lines:
            lines.writelines(f"{line}\n" for line in beancount.exported(connection, people=not without_people))
        size = beancount.size_of(connection)
    typer.echo(f"{file}: {size.entries:,} entries on {size.accounts:,} accounts, {size.balances:,} balances.")
