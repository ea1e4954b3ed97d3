"""`tideover what-if`: the same law over other facts, on a copy; nothing that is stored is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from law.catalogue import load_scheme
from law.explain.determined import determined_claims
from law.explain.difference_in_words import changes_as_json
from law.explain.supposed import differences, schemes_of, supposed_in_words
from law.explain.supposed_names import refuse_misspelt_names
from law.explain.what_if import Supposition
from law.explain.what_if_words import VERBS, SuppositionError, Verb
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw, RuleSheetError
from law.people.model_file import read_words
from services.commands.person import people_beginning
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import beginning_with
from services.eligibility.views import facts_of
from services.operations.stack import Stack

Lines = list[str]
EXAMPLE_CHANGES = "set: [contribution wages/2024-03-01 earnings=4890]"


def _option(words: str) -> Any:
    return typer.Option(help=words)


def what_if(  # noqa: PLR0913, PLR0917  each is an option of the command
    whom: Annotated[str, typer.Argument(help="A person's pseudonym or a decision's id, or the beginning of either.")],
    folder: LaptopFolder = None,
    set_: Annotated[
        Lines | None, typer.Option("--set", help="Change: contribution KEY earnings=4890; week DAY able=no.")
    ] = None,
    add: Annotated[Lines | None, _option("Add a fact: contribution KEY employer=.. period=A..B earnings=..")] = None,
    retract: Annotated[Lines | None, _option("Take a fact away: contribution KEY.")] = None,
    state: Annotated[Lines | None, _option("A particular of the sheet: regional_rate=0.07.")] = None,
    decide: Annotated[
        Lines | None, _option("A named person's answer: CONDITION for|against, from=DAY until=DAY.")
    ] = None,
    scheme: Annotated[str | None, _option("Another scheme for every claim.")] = None,
    changes: Annotated[Path | None, _option("A YAML or JSON file of the same: set: [...], add: [...] ...")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Change facts on a copy, apply the law again, and print the difference in words and in money."""
    asked = [
        *changes_in(changes),
        *_asked(zip(VERBS, (set_, add, retract, state, decide, None if scheme is None else [scheme]), strict=True)),
    ]
    with opened_world(folder, ["eligibility"]) as world:
        subject = _subject(world, whom)
        with world.databases["eligibility"].of_subject(subject).reading() as connection:
            facts = facts_of(connection, subject)
    supposition = Supposition(list(facts))
    try:
        before = determined_claims(schemes_of(facts), facts)
        refuse_misspelt_names(asked, before, _named(asked))
        for verb, line in asked:
            supposition.change(verb, line)
        after = determined_claims(schemes_of(supposition.facts), supposition.facts)
    except (SuppositionError, LookupError, OutsideKnownLaw) as fault:
        raise typer.BadParameter(str(fault)) from None
    if as_json:
        told = {claim: changes_as_json(own) for claim, own in differences(before, after)}
        typer.echo(json.dumps({"supposed": supposition.changes, "claims": told}, indent=1))
        return
    typer.echo("\n".join(supposed_in_words(supposition.changes, before, after)))


def changes_in(path: Path | None) -> Iterator[tuple[Verb, str]]:
    """The changes in a file of them. Raises `typer.BadParameter`."""
    if path is None:
        return
    try:
        read = read_words(path.read_text("utf-8"), file=path.name, example=EXAMPLE_CHANGES).words
    except FileNotFoundError:
        raise typer.BadParameter(f"{path} is not there") from None
    except (OSError, UnicodeDecodeError):
        raise typer.BadParameter(f"{path} cannot be read as text") from None
    except RuleSheetError as fault:
        raise typer.BadParameter(str(fault)) from None
    if not isinstance(read, dict) or not read.keys() <= set(VERBS):
        raise typer.BadParameter(f"{path} may say: {', '.join(VERBS)}, each with a list of changes")
    for verb in VERBS:
        lines = read.get(verb, [])
        for line in lines if isinstance(lines, list) else [lines]:
            if not isinstance(line, str):
                raise typer.BadParameter(f"{path}: a change under {verb} is a line of text")
            yield verb, line


def _asked(said: Any) -> Iterator[tuple[Verb, str]]:
    for verb, lines in said:
        for line in lines or ():
            yield verb, line


def _named(asked: Sequence[tuple[Verb, str]]) -> dict[str, Scheme]:
    """The schemes that are supposed instead. Raises `LookupError`."""
    return {name: load_scheme(name, accept_unverified=True) for verb, name in asked if verb == "scheme"}


def _subject(world: Stack, whom: str) -> str:
    """The one person meant. Ends the command with one sentence if there is none, or more than one."""
    try:
        decisions = world.all_of("eligibility", lambda connection: beginning_with(connection, whom))
        people = {decision.subject for decision in decisions}
    except ValueError:
        people = set()
    if not people:
        people = people_beginning(world, whom)
    if len(people) != 1:
        raise typer.BadParameter(
            f"several people begin with {whom}; write more of the pseudonym" if people else f"nobody begins with {whom}"
        )
    return people.pop()
