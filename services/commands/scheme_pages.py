"""`tideover scheme pages`: a page of each scheme, for a browser or beside its sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from law.catalogue import scheme_names, scheme_or_file
from law.pages.convention_summary import floors_of
from law.pages.write import write_beside, write_into

ALL: list[str] = []


def pages(
    names: Annotated[list[str], typer.Argument(help="Schemes or files of rule sheets; all schemes if none.")] = ALL,
    *,
    into: Annotated[Path, typer.Option(help="The folder of the pages for a browser.")] = Path("scheme-pages"),
    beside_sheets: Annotated[
        bool, typer.Option("--beside-sheets", help="Write Markdown pages beside the sheets instead.")
    ] = False,
    floors: Annotated[
        bool, typer.Option("--floors", help="Hold each scheme against C102 and C168 for the list; takes longer.")
    ] = False,
) -> None:
    """Write a page of each scheme: every rule in plain sentences, every citation, diagrams, figures through time."""
    try:
        schemes = [scheme_or_file(name) for name in names or scheme_names()]
    except LookupError as fault:
        raise typer.BadParameter(str(fault)) from None
    if beside_sheets:
        written = write_beside(schemes)
        typer.echo(f"{len(written)} Markdown pages beside their sheets.")
    else:
        floors_by_scheme = {scheme.name: tuple(floors_of(scheme)) for scheme in schemes} if floors else {}
        written = write_into(into, schemes, floors_by_scheme)
        typer.echo(f"{len(written)} pages in {into}; begin with {written[0]}.")
