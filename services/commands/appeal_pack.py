"""`tideover appeal-pack DECISION --out DIR`: all papers that contesting a decision needs, as one PDF and one page."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from law.explain.what_if_words import SuppositionError
from law.language.terms.errors import OutsideKnownLaw
from services.archives.appeal_papers import AppealPapers, appeal_papers
from services.archives.case import case_of
from services.claims.views import questions_beginning_with
from services.commands.what_if import changes_in
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import beginning_with
from services.letters.page import as_page
from services.letters.pdf import as_pdf
from services.operations.stack import Stack


def pack(
    decision: Annotated[
        str,
        typer.Argument(
            help="The question that was decided, the contest, the determination that refused; or its beginning."
        ),
    ],
    folder: LaptopFolder = None,
    *,
    out: Annotated[Path, typer.Option(help="The folder into which the two files are written.")],
    changes: Annotated[
        Path | None, typer.Option(help="The claimant's version of the facts, as `tideover what-if --changes` reads it.")
    ] = None,
) -> None:
    """Write all papers for contesting a decision: what was known then, how it came about, the rule, what was paid."""
    with opened_world(folder) as world:
        papers = _papers(world, decision, changes)
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{papers.name}.html").write_text(as_page(papers.paper), "utf-8")
    (out / f"{papers.name}.pdf").write_bytes(as_pdf(papers.paper, papers.on))
    typer.echo(f"{out / papers.name}: page, PDF.")


def _papers(world: Stack, beginning: str, changes: Path | None) -> AppealPapers:
    person = _person(world, beginning)
    heard = list(world.heard(person))
    case = case_of(person, world.databases, [arrived.envelope for arrived in heard])
    try:
        papers = appeal_papers(world.databases, case, heard, beginning, list(changes_in(changes)))
    except (SuppositionError, LookupError, OutsideKnownLaw) as fault:
        raise typer.BadParameter(str(fault)) from None
    if papers is None:
        raise typer.BadParameter(f"nothing was decided against the person in what begins with {beginning}")
    return papers


def _person(world: Stack, beginning: str) -> str:
    with world.databases["claims"].reading() as connection:
        people = questions_beginning_with(connection, beginning)
    if not people:
        for part in world.databases["eligibility"].parts:
            with part.reading() as connection, suppress(ValueError):
                people |= {decision.subject for decision in beginning_with(connection, beginning)}
    if len(people) != 1:
        many = f"decisions on several people begin with {beginning}; write more of it"
        raise typer.BadParameter(many if people else f"no decision begins with {beginning}")
    return people.pop()
