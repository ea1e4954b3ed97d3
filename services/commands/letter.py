"""`tideover letter DECISION|PAYMENT`: the letter that goes with it, in the reader's language, as text, page or PDF."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from services.commands.addressee import name_of
from services.commands.letters_archive import case_about, person_meant
from services.commands.world import LaptopFolder, opened_world
from services.letters.every_letter import letters_of, letters_with
from services.letters.language import words_of
from services.letters.model import Letter
from services.letters.page import as_page
from services.letters.pdf import as_pdf
from services.letters.text import as_text
from services.letters.writing import written
from services.letters.written import WrittenLetter

NOT_IN_FILES = re.compile("[^A-Za-z0-9-]")


def letter(  # noqa: PLR0913  each is an option of the command
    decision: Annotated[
        str,
        typer.Argument(
            help="The id of a determination, assessment, question, contest, payment, claim or person, or its beginning."
        ),
    ],
    folder: LaptopFolder = None,
    *,
    language: Annotated[str, typer.Option(help="ar, en, es or fr.")] = "en",
    out: Annotated[Path | None, typer.Option(help="A folder for text and page; without it, text is printed.")] = None,
    to_name: Annotated[
        bool | None,
        typer.Option(
            "--to-name/--by-pseudonym",
            help="To whom it is addressed; by name only where the vault may be read. Files go to the name if nothing "
            "is said, and what is printed to the pseudonym.",
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write a PDF as well, into the folder of --out.")] = False,
) -> None:
    """Write the letter of a decision, a question, a payment or the end of a claim, from what is archived."""
    if pdf and out is None:
        raise typer.BadParameter("--pdf writes a file: name its folder with --out")
    words_of(language)
    is_to_name = out is not None if to_name is None else to_name
    with opened_world(folder) as world:
        person = person_meant(world, decision)
        case = case_about(world, person)
        name = name_of(world, folder, person) if is_to_name else None
    letters = letters_of(case) if person.startswith(decision) else letters_with(case, decision)
    if not letters:
        raise typer.BadParameter(f"no letter is written on {decision}")
    if is_to_name and name is None:
        typer.echo("The vault says no name to this command: the letter is addressed by the pseudonym.", err=True)
    times = Counter[str]()
    for chosen in letters:
        paper = written(chosen, language, name)
        if out is None:
            typer.echo(as_text(paper))
        else:
            times[_file_name(chosen)] += 1
            _write(paper, chosen, out / _file_name(chosen, times[_file_name(chosen)]), pdf=pdf)


def _file_name(chosen: Letter, number: int = 1) -> str:
    """Day, kind and the beginning of the id, of which a source's own may hold signs that no file has."""
    beginning = NOT_IN_FILES.sub("-", chosen.ids[0][:8])
    return f"{chosen.day}-{chosen.name}-{beginning}{f'-{number}' if number > 1 else ''}"


def _write(paper: WrittenLetter, chosen: Letter, place: Path, *, pdf: bool) -> None:
    out, name = place.parent, f"{place.name}-{paper.language}"
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.txt").write_text(as_text(paper), "utf-8")
    (out / f"{name}.html").write_text(as_page(paper), "utf-8")
    if pdf:
        (out / f"{name}.pdf").write_bytes(as_pdf(paper, chosen.day))
    typer.echo(f"{out / name}: text, page{', PDF' if pdf else ''}.")
