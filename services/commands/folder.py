"""Where a laptop's databases lie, and how a command opens them without loading what only the real stack needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from services.commands.own_name import own_name
from services.runtime.laptop.laptop import Laptop
from services.runtime.process.file_faults import NO_FOLDER
from services.runtime.process.settings import Settings
from services.worlds import laptop_in

Folder = Annotated[
    Path, typer.Option("--folder", envvar="TIDEOVER_FOLDER", help="The folder that holds the databases.")
]


def has_world(folder: Path) -> bool:
    """Whether databases of ours lie in a folder."""
    return (folder / "feed.db").exists()


@contextmanager
def opened(folder: Path) -> Iterator[Laptop]:
    """The world in a folder. Ends the command with one sentence if there is none."""
    if not has_world(folder):
        typer.echo(missing(folder), err=True)
        raise typer.Exit(2)
    laptop = laptop_in(folder, Settings.from_environment())
    try:
        yield laptop
    finally:
        laptop.close()


def missing(folder: Path) -> str:
    """That no world lies in a folder, and how one is made."""
    if folder.exists() and not folder.is_dir():
        return f"{folder} {NO_FOLDER}."
    makers = f"{own_name()} demo, or {own_name()} ingest FILE --folder {folder}"
    return f"There is no database in {folder}. Make one with: {makers}"
