"""`tideover topics`: compares the broker's topics with the table of topics."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Annotated

import typer

from services.runtime.kafka.clients import administering
from services.runtime.kafka.topic_admin import mend, topics_there
from services.runtime.kafka.topics import MENDABLE, Difference, DifferenceKind, differences, wanted
from services.runtime.process.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]


def diff(*, as_json: AsJson = False) -> None:
    """Say in words how the broker differs from the table of topics; ends with 1 if anything does."""
    different, count = _compare()
    if as_json:
        typer.echo(json.dumps({"topics": count, "differences": _as_dicts(different)}, indent=1))
    else:
        _say(different)
        typer.echo(f"Topics asked for: {count}. Differences: {len(different)}.")
    raise typer.Exit(int(bool(different)))


def apply(*, as_json: AsJson = False) -> None:
    """Make what is missing and set what differs; safe to repeat. Ends with 1 if something is left to a person."""
    settings = _start()
    asked = wanted(settings)
    with administering(settings) as client:
        mended, left = mend(client, asked)
    for_a_person = [difference for difference in left if difference.kind is not DifferenceKind.UNKNOWN_TOPIC]
    if as_json:
        typer.echo(json.dumps({"topics": len(asked), "mended": _as_dicts(mended), "left": _as_dicts(left)}, indent=1))
    else:
        _say(mended, "mended: ")
        _say(left, "left as it is: ")
        typer.echo(f"Topics asked for: {len(asked)}. Differences mended: {len(mended)}, left: {len(left)}.")
    raise typer.Exit(int(bool(for_a_person)))


def _start() -> Settings:
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence below
    return Settings.from_environment()


def _compare() -> tuple[list[Difference], int]:
    settings = _start()
    asked = wanted(settings)
    with administering(settings) as client:
        return list(differences(asked, topics_there(client))), len(asked)


def _say(different: Iterable[Difference], before: str = "") -> None:
    for difference in different:
        typer.echo(f"{before}{difference.says}")


def _as_dicts(different: Iterable[Difference]) -> list[dict[str, object]]:
    return [
        {
            "topic": difference.topic,
            "kind": difference.kind,
            "mended_by_apply": difference.kind in MENDABLE,
            "says": difference.says,
        }
        for difference in different
    ]
