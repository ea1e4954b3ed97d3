"""Whose letter is meant, and what of that person is archived."""

from __future__ import annotations

from contextlib import suppress

import typer

from services.archives.case import case_of
from services.claims.views import questions_beginning_with
from services.eligibility.archive import beginning_with
from services.eligibility.views import claims_beginning_with, people_beginning_with
from services.letters.case_file import CaseFile
from services.operations.stack import Stack
from services.payments.views import payments_beginning_with


def person_meant(world: Stack, beginning: str) -> str:
    """The person whom an id, or its beginning, is about. Ends the command with one sentence if it is not just one."""
    people: set[str] = set()
    for part in world.databases["eligibility"].parts:
        with part.reading() as connection:
            with suppress(ValueError):  # it is no beginning of a decision's id
                people |= {decision.subject for decision in beginning_with(connection, beginning)}
            people |= people_beginning_with(connection, beginning) | claims_beginning_with(connection, beginning)
    if not people:
        with world.databases["claims"].reading() as connection:
            people |= questions_beginning_with(connection, beginning)
        with world.databases["payments"].reading() as connection:
            people |= payments_beginning_with(connection, beginning)
    if len(people) == 1:
        return people.pop()
    if people:
        raise typer.BadParameter(f"ids of several people begin with {beginning}; write more of it")
    raise typer.BadParameter(
        f"no decision, question, payment, claim or person in {world.place} begins with {beginning}"
    )


def case_about(world: Stack, person: str) -> CaseFile:
    """All that letters to a person are made from."""
    return case_of(person, world.databases, world.about(person))
