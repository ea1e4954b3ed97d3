"""`tideover story PERSON`: one case in order, with every citation."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from services.commands.console import console
from services.commands.person import one_person
from services.commands.story_lines import print_story
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import as_determined, replacing
from services.letters.language import words_of
from services.names import SERVICES
from services.oversight.views import StoryLine, first_decided, heading_of_case, released_line, tell
from services.payments.views import releases_for

TOLD_FROM = [service for service in SERVICES if service not in {"almp_referral", "claims"}]
"""Referrals and questions are told from the log."""


def story(
    person: Annotated[str, typer.Argument(help="The person's pseudonym, or its beginning.")],
    folder: LaptopFolder = None,
    language: Annotated[str, typer.Option(help="ar, en, es or fr.")] = "en",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell one person's case in order: facts, decisions, money, referrals, each with the law behind it."""
    words_of(language)
    with opened_world(folder, TOLD_FROM) as world:
        subject = one_person(world, person)
        with world.databases["eligibility"].of_subject(subject).reading() as connection:
            differences = {
                after.made: changes_in_words(
                    difference(as_determined(connection, before), as_determined(connection, after))
                )
                for before, after in replacing(connection, subject)
            }
        with world.databases["oversight"].reading() as connection:
            decided = first_decided(connection, subject)
        with world.databases["payments"].reading() as connection:
            released = [
                released_line(each.on, each.money, each.officers, language)
                for each in releases_for(connection, subject)
            ]
        told = tell(world.about(subject), differences, decided, language)
        lines = sorted([*told, *released], key=lambda line: line.day)
    if as_json:
        typer.echo(json.dumps([_as_dict(line) for line in lines], indent=1))
        return
    typer.echo(f"{heading_of_case(subject, language).text}\n")
    print_story(lines, console())


def _as_dict(line: StoryLine) -> dict[str, object]:
    return {"day": line.day.isoformat(), "publisher": line.publisher, "says": line.says, "cites": list(line.cites)}
