"""What the tasks took, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from tests.services.console.walking.tasks import Walked


def told(done: Sequence[Walked]) -> str:
    """Markdown, a row a task."""
    rows = ["| task | clicks | fields | seconds |", "|---|---|---|---|"]
    return "\n".join([*rows, *(f"{counted(one)} {one.seconds:.1f} |" for one in done)])


def counted(one: Walked) -> str:
    """What does not depend on the machine, as it stands in the README."""
    return f"| {one.task.name} | {one.clicks} | {one.fields} |"


def too_many_clicks(done: Sequence[Walked]) -> list[str]:
    """The tasks that took more clicks than they may."""
    return [one.task.name for one in done if one.clicks > one.task.clicks_most]
