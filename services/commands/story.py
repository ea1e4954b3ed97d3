"""`tideover story PERSON`: one case in order, with every citation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from services.commands.console import console
from services.commands.folder import Folder, opened
from services.eligibility.archive import as_determined, replacing
from services.oversight.views import StoryLine, tell


def story(
    person: Annotated[str, typer.Argument(help="The person's pseudonym, or its beginning.")],
    folder: Folder = Path("demo-data"),
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell one person's case in order: facts, decisions, money, referrals, each with the law behind it."""
    with opened(folder) as laptop:
        subjects = laptop.subjects(person)
        if len(subjects) != 1:
            who = "nobody" if not subjects else "several people"
            raise typer.BadParameter(f"{who} in {folder} begins with {person}")
        with laptop.databases["eligibility"].reading() as connection:
            differences = {
                after.made: changes_in_words(
                    difference(as_determined(connection, before), as_determined(connection, after))
                )
                for before, after in replacing(connection, subjects[0])
            }
        lines = tell(laptop.about(subjects[0]), differences)
    if as_json:
        typer.echo(json.dumps([_as_dict(line) for line in lines], indent=1))
        return
    typer.echo(f"The case of {subjects[0]}\n")
    print_story(lines, console())


def print_story(lines: list[StoryLine], console: Console) -> None:
    """Print the lines of a story in columns: the day once, who spoke, what happened, citations dimmed."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=10, style="bold")
    table.add_column(width=13, style="cyan")
    table.add_column(overflow="fold")
    before = None
    for line in lines:
        text = Text(line.says)
        if line.cites:
            text.append(f" [{'; '.join(line.cites)}]", style="dim")
        table.add_row(f"{line.day}" if line.day != before else "", line.publisher, text)
        before = line.day
    console.print(table)


def _as_dict(line: StoryLine) -> dict[str, object]:
    return {"day": line.day.isoformat(), "publisher": line.publisher, "says": line.says, "cites": list(line.cites)}
