"""`tideover scheme`: the law of a scheme, for people to read."""

from __future__ import annotations

from typing import Annotated

import typer

from services.eligibility.catalogue import load_scheme, scheme_names
from services.eligibility.rulesheet.page import in_sentences

app = typer.Typer(no_args_is_help=True, help="The law as data: list the schemes, show one in plain sentences.")


@app.command("list")
def list_() -> None:
    """Name every scheme that can be read."""
    for name in scheme_names():
        typer.echo(name)


@app.command()
def show(name: Annotated[str, typer.Argument(help="For example us/mississippi.")]) -> None:
    """Print the law of a scheme in plain sentences, with the citation of every rule and value."""
    try:
        scheme = load_scheme(name, accept_unverified=True)
    except LookupError as fault:
        raise typer.BadParameter(str(fault)) from None
    typer.echo(in_sentences(scheme))
