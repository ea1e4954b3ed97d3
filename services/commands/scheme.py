"""`tideover scheme`: the law of a scheme, for people to read."""

from __future__ import annotations

from typing import Annotated

import typer

from law.catalogue import scheme_names, scheme_or_file
from law.language.plain.page import in_sentences


def list_() -> None:
    """Name every scheme that can be read."""
    for name in scheme_names():
        typer.echo(name)


def show(name: Annotated[str, typer.Argument(help="For example us/mississippi, or a rule sheet's file.")]) -> None:
    """Print the law of a scheme in plain sentences, with the citation of every rule and value."""
    try:
        scheme = scheme_or_file(name)
    except LookupError as fault:
        raise typer.BadParameter(str(fault)) from None
    typer.echo(in_sentences(scheme))
