"""`tideover scheme due`: which figures the law sets anew soon, or did so already, without a value in the sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any

import typer

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.horizon import renewals_of
from services.commands.acts import today
from services.commands.indented import indented

SIXTY_DAYS = 60


def due(
    *,
    within: Annotated[
        int, typer.Option(min=0, help="Name what is due in so many days, and all that is overdue.")
    ] = SIXTY_DAYS,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Count from this day; else from today.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Name the figures that the law sets anew each year and of which a sheet has no value for the coming day.

    Ends with 1 if a renewal lies in the past, else with 0.
    """
    day = on.date() if on else today()
    rows = [row for name in scheme_names() for row in _due(name, day) if row["days"] <= within]
    rows.sort(key=lambda row: (row["due"], row["scheme"], row["figure"]))
    if as_json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        _print_due(rows, within)
    if any(row["days"] < 0 for row in rows):
        raise typer.Exit(1)


def _due(name: str, day: date) -> Iterator[dict[str, Any]]:
    for renewal in renewals_of(load_scheme(name, accept_unverified=True)):
        yield {
            "scheme": name,
            "figure": renewal.figure,
            "meaning": renewal.meaning,
            "newest": renewal.newest.isoformat(),
            "due": renewal.due.isoformat(),
            "days": (renewal.due - day).days,
        }


def _print_due(rows: list[dict[str, Any]], within: int) -> None:
    if not rows:
        typer.echo(f"No figure is due to be set anew in the next {within} days.")
        return
    for row in rows:
        days = row["days"]
        when = f"{-days:,} days overdue, since" if days < 0 else f"in {days} days, on"
        typer.echo(f"{row['scheme']}  {when} {row['due']}")
        typer.echo(indented(f"{row['meaning']} ({row['figure']}); newest value of {row['newest']}"))
    typer.echo("\nThe day on which the law sets a figure anew stands in its sheet as `renewed`;")
    typer.echo("write the new value there.")
