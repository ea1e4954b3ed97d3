"""`tideover scheme`: the law of a scheme, for people to read."""

from __future__ import annotations

from typing import Annotated

import typer

from services.commands.scheme_check import check
from services.commands.scheme_pages import pages
from services.commands.scheme_try import try_
from services.eligibility.catalogue import scheme_names, scheme_or_file
from services.eligibility.rulesheet.page import in_sentences

app = typer.Typer(no_args_is_help=True, help="The law as data: list the schemes, show one in plain sentences.")
app.command()(pages)
app.command("try")(try_)
app.command()(check)


@app.command("list")
def list_() -> None:
    """Name every scheme that can be read."""
    for name in scheme_names():
        typer.echo(name)


@app.command()
def show(name: Annotated[str, typer.Argument(help="For example us/mississippi, or a rule sheet's file.")]) -> None:
    """Print the law of a scheme in plain sentences, with the citation of every rule and value."""
    try:
        scheme = scheme_or_file(name)
    except LookupError as fault:
        raise typer.BadParameter(str(fault)) from None
    typer.echo(in_sentences(scheme))
