"""`tideover letter DECISION|PAYMENT`: the letter that goes with it, in the reader's language, as text, page or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from services.commands.letters_archive import case_about, person_meant
from services.commands.world import LaptopFolder, opened_world
from services.letters.every_letter import letters_of, letters_with
from services.letters.model import Letter
from services.letters.page import as_page
from services.letters.pdf import as_pdf
from services.letters.text import as_text
from services.letters.writing import written

SERVICES = ("eligibility", "claims", "payments", "oversight")


def letter(
    decision: Annotated[
        str,
        typer.Argument(
            help="The id of a determination, an assessment, a question, a payment or a claim, or its beginning."
        ),
    ],
    folder: LaptopFolder = None,
    *,
    language: Annotated[str, typer.Option(help="ar, en, es or fr.")] = "en",
    out: Annotated[Path | None, typer.Option(help="A folder for text and page; without it, text is printed.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write a PDF as well, into the folder of --out.")] = False,
) -> None:
    """Write the letter of a decision, a question, a payment or the end of a claim, from what is archived."""
    with opened_world(folder, SERVICES) as world:
        person = person_meant(world, decision)
        case = case_about(world, person)
    if pdf and out is None:
        raise typer.BadParameter("--pdf writes a file: name its folder with --out")
    letters = letters_of(case) if person.startswith(decision) else letters_with(case, decision)
    if not letters:
        raise typer.BadParameter(f"no letter is written on {decision}")
    for chosen in letters:
        _hand_out(chosen, language, out, pdf=pdf)


def _hand_out(chosen: Letter, language: str, out: Path | None, *, pdf: bool) -> None:
    paper = written(chosen, language)
    if out is None:
        typer.echo(as_text(paper))
        return
    out.mkdir(parents=True, exist_ok=True)
    name = f"{chosen.day}-{chosen.name}-{chosen.ids[0][:8]}-{language}"
    (out / f"{name}.txt").write_text(as_text(paper), "utf-8")
    (out / f"{name}.html").write_text(as_page(paper), "utf-8")
    if pdf:
        (out / f"{name}.pdf").write_bytes(as_pdf(paper, chosen.day))
    typer.echo(f"{out / name}: text, page{', PDF' if pdf else ''}.")
