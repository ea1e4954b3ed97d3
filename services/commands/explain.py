"""`tideover explain DECISION`: a derivation, down to the facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from services.commands.folder import Folder, opened
from services.eligibility.explain import explained
from services.eligibility.store import derivations


def explain(
    decision: Annotated[str, typer.Argument(help="The id of a determination or assessment, or its beginning.")],
    folder: Folder = Path("demo-data"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the stored derivation.")] = False,
) -> None:
    """Print how a decision came about: every step with value, unit and citation, down to the facts."""
    with opened(folder) as laptop, laptop.databases["eligibility"].begin() as connection:
        try:
            found = derivations(connection, decision)
        except ValueError:
            raise typer.BadParameter(f"{decision} is not the beginning of an id") from None
    if len(found) != 1:
        raise typer.BadParameter(f"{len(found)} decisions begin with {decision}; exactly one is needed")
    kind, made, number, derivation = found[0]
    if as_json:
        typer.echo(json.dumps({"kind": kind, "id": str(made), "number": number, "derivation": derivation}, indent=1))
        return
    typer.echo(f"{kind.capitalize()} {made}, version {number}\n")
    typer.echo(explained(derivation))
