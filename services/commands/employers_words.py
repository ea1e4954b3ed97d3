"""`tideover employers-words`: what employers wrote of how a person's work ended, for a named officer with a purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from services.claims.edge import EmployersWords, NamedReader, NoSuchPerson, of_whom_words_are_kept
from services.commands.folder import opened
from services.commands.world import LaptopFolder
from services.operations.stack import opened_stack
from services.registry_kit.timestamps import moment_of
from services.runtime.database.store import Database
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds
from services.worlds import cipher_in, cipher_of


def employers_words(
    person: Annotated[str, typer.Argument(help="The person's pseudonym, or its beginning.")],
    folder: LaptopFolder = None,
    *,
    officer: Annotated[str, typer.Option(help="Who reads them.")],
    purpose: Annotated[str, typer.Option(help="What for, for example which question is to be answered.")],
) -> None:
    """Show a named officer what employers wrote of how a person's work ended; every reading is noted."""
    try:
        reader = NamedReader(officer, purpose)
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from None
    with _desk(folder) as (claims, kept):
        try:
            with claims.begin() as connection:
                subject = _one_of(of_whom_words_are_kept(connection, person), person)
                words = kept.read(connection, subject, reader, moment_of(unix_milliseconds()))
        except NoSuchPerson as nobody:
            raise typer.BadParameter(f"{nobody}: nothing that employers wrote can be read again") from None
    for stated in words:  # the note is kept by now
        typer.echo(f"{stated.statement}\n{stated.words}\n")
    typer.echo(f"Noted: {officer} read {len(words)} of {subject}.")


def _one_of(people: list[str], beginning: str) -> str:
    if len(people) == 1:
        return people[0]
    if people:
        raise typer.BadParameter(f"several people begin with {beginning}; write more of the pseudonym")
    raise typer.BadParameter(f"no employer's words are kept about anybody who begins with {beginning}")


@contextmanager
def _desk(folder: Path | None) -> Iterator[tuple[Database, EmployersWords]]:
    """The database of claims and what opens the words in it, as the desk has them."""
    settings = Settings.from_environment()
    if folder is None and settings.database_url:
        kept = EmployersWords(cipher_of(settings, "claims"))
        with opened_stack(settings, ["claims"], acting=False) as stack:
            yield stack.databases["claims"], kept
        return
    place = folder or settings.folder
    with opened(place) as laptop:
        yield laptop.databases["claims"], EmployersWords(cipher_in(place, "claims"))
