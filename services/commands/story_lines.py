"""A story on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.oversight.views import StoryLine


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
