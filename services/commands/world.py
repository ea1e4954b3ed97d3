"""What a command works on: a laptop's folder, or the stack."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from services.commands.folder import opened
from services.commands.progress import working
from services.names import SERVICES
from services.operations.stack import Stack, opened_stack
from services.runtime.process.settings import Settings

LaptopFolder = Annotated[
    Path | None,
    typer.Option("--folder", help="A laptop's databases, where TIDEOVER_DATABASE_URL would mean the real stack."),
]


@contextmanager
def opened_world(folder: Path | None, names: Collection[str] = SERVICES, *, acting: bool = False) -> Iterator[Stack]:
    """The laptop in the folder; without one the stack of TIDEOVER_DATABASE_URL, or else the laptop's usual folder.

    Of the stack only the services of these names are opened, as `opened_stack` says; a laptop is one thing.
    """
    settings = Settings.from_environment()
    if folder is None and settings.database_url:
        with opened_stack(settings, names, acting=acting, telling=working) as stack:
            yield stack
        return
    with opened(folder or settings.folder) as laptop:
        yield Stack(laptop.services, laptop.databases, str(laptop.folder), laptop.heard, laptop.run_until_quiet)
