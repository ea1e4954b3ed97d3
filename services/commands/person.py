"""Who, or which decision, is meant by the beginning of a pseudonym or an id, and where it lies."""

from __future__ import annotations

from collections.abc import Callable, Sized

import typer
from sqlalchemy import Connection

from services.eligibility.views import people_beginning_with
from services.operations.stack import Stack
from services.runtime.database.store import Database


def one_person(world: Stack, beginning: str) -> str:
    """The one person meant, among those of eligibility. Ends the command with one sentence if there is not just one."""
    people = people_beginning(world, beginning)
    if len(people) == 1:
        return people.pop()
    if people:
        raise typer.BadParameter(f"several people begin with {beginning}; write more of the pseudonym")
    raise typer.BadParameter(f"nobody in {world.place} begins with {beginning}")


def people_beginning(world: Stack, beginning: str) -> set[str]:
    """The people of eligibility whose pseudonym begins so; a few are enough to tell that it is not one."""
    return set(world.all_of("eligibility", lambda connection: people_beginning_with(connection, beginning)))


def part_with(database: Database, beginning: str, find: Callable[[Connection, str], Sized]) -> Database:
    """Where a service that may be split has what begins so; the first part where nothing does.

    Ends the command with one sentence where several parts have.
    """
    if len(database.parts) == 1:
        return database
    having = [part for part in database.parts if _has(part, beginning, find)]
    if len(having) > 1:
        raise typer.BadParameter(f"several ids begin with {beginning}; write more of it")
    return having[0] if having else database.parts[0]


def _has(part: Database, beginning: str, find: Callable[[Connection, str], Sized]) -> bool:
    with part.reading() as connection:
        try:
            return bool(find(connection, beginning))
        except ValueError:  # it is no beginning of an id
            return False
