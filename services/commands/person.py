"""Who is meant by the beginning of a pseudonym."""

from __future__ import annotations

import typer
from sqlalchemy import Connection

from services.eligibility.views import people_beginning_with
from services.operations.stack import Stack


def one_person(world: Stack, connection: Connection, beginning: str) -> str:
    """The one person meant, among those of eligibility. Ends the command with one sentence if there is not just one."""
    people = people_beginning_with(connection, beginning)
    if len(people) == 1:
        return people.pop()
    if people:
        raise typer.BadParameter(f"several people begin with {beginning}; write more of the pseudonym")
    raise typer.BadParameter(f"nobody in {world.place} begins with {beginning}")
