"""`tideover replay DECISION`: a decision is computed again from what was known then, and compared byte by byte."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy import Connection

from services.commands.person import part_with
from services.commands.progress import working
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import (
    Replayed,
    Sample,
    StoredDecision,
    count_decisions,
    decisions_beginning_with,
    drawn,
    every_decision,
    keep_sample,
    sample_of,
)
from services.eligibility.archive import replay as replay_again
from services.operations.progress import Advance
from services.runtime.database.store import Database
from services.runtime.process.stopwatch import unix_milliseconds

MILLI = 1000
ID_BITS = 128
SAMPLE_MAX = 100_000


def replay(  # noqa: PLR0913  each is an option of the command
    decision: Annotated[
        str | None, typer.Argument(help="The id of a determination or assessment, or its beginning.")
    ] = None,
    folder: LaptopFolder = None,
    *,
    sample: Annotated[
        int | None, typer.Option(min=1, max=SAMPLE_MAX, help="Draw so many decisions of either kind at random.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every decision there is.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep what came of it where the exporter reads it.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
) -> None:
    """Compute decisions again from what was known then, by the law of then; ends with 1 if a byte differs.

    Facts are taken in the order in which they came, as many as were known; the sheets come from the archive. Nothing
    is written but, with --keep, the counts.
    """
    if (decision is not None) + (sample is not None) + every != 1:
        raise typer.BadParameter("name one decision, or say --sample N, or --all")
    with opened_world(folder, ["eligibility"]) as world:
        database, to_tell = world.databases["eligibility"], list[Replayed]()
        parts = database.parts if decision is None else [part_with(database, decision, decisions_beginning_with)]
        results = (
            result
            for place, part in enumerate(parts)
            for result in _replayed_on(part, decision, _share(sample, place, len(parts)), to_tell)
        )
        counted = sample_of(results, unix_milliseconds() // MILLI)
        if keep:
            with database.parts[0].begin() as connection:
                keep_sample(connection, counted)
    if as_json:
        typer.echo(json.dumps(_as_dict(to_tell, counted), indent=1))
    else:
        typer.echo("\n".join(_in_words(to_tell, counted, one=decision is not None)))
    raise typer.Exit(int(counted.differing + counted.not_replayable > 0))


def _share(sample: int | None, place: int, parts: int) -> int | None:
    """How many of a sample are drawn on one of several servers."""
    return None if sample is None else sample // parts + (place < sample % parts)


def _replayed_on(
    part: Database, decision: str | None, sample: int | None, to_tell: list[Replayed]
) -> Iterator[Replayed]:
    with part.reading() as connection:
        chosen, count = _chosen(connection, decision, sample)
        with working("decisions", count) as told:
            again = (replay_again(connection, one) for one in chosen)
            yield from _watched(again, to_tell, told, every_one=decision is not None)


def _watched(
    results: Iterable[Replayed], to_tell: list[Replayed], told: Advance, *, every_one: bool
) -> Iterator[Replayed]:
    """The results one after the other; only those that are told are kept, for a decision may be long."""
    for result in results:
        if every_one or result.verdict != "equal":
            to_tell.append(result)
        told(1)
        yield result


def _chosen(
    connection: Connection, beginning: str | None, sample: int | None
) -> tuple[Iterator[StoredDecision] | list[StoredDecision], int]:
    """The decisions meant, and how many they are."""
    if beginning is not None:
        return [one_decision(connection, beginning)], 1
    if sample is not None:
        decisions = drawn(connection, [UUID(int=secrets.randbits(ID_BITS)) for _ in range(sample)])
        return decisions, len(decisions)
    return every_decision(connection), count_decisions(connection)


def one_decision(connection: Connection, beginning: str) -> StoredDecision:
    """The one decision whose id begins so. Ends the command with one sentence if there is not just one."""
    try:
        decisions = decisions_beginning_with(connection, beginning)
    except ValueError:
        raise typer.BadParameter(f"{beginning} is not the beginning of an id") from None
    if len(decisions) != 1:
        several = f"several decisions begin with {beginning}; write more of the id"
        raise typer.BadParameter(several if decisions else f"no determination or assessment begins with {beginning}")
    return decisions[0]


def _in_words(to_tell: list[Replayed], counted: Sample, *, one: bool) -> Iterator[str]:
    yield from map(_verdict_in_words, to_tell)
    if not one:
        count = counted.equal + counted.differing + counted.not_replayable
        yield (
            f"{count:,} decisions replayed: {counted.equal:,} equal to the byte, {counted.differing:,} differ, "
            f"{counted.not_replayable:,} cannot be replayed."
        )


def _verdict_in_words(result: Replayed) -> str:
    decision = result.decision
    named = f"{decision.kind.capitalize()} {decision.made}, version {decision.published.number}"
    if result.verdict == "equal":
        return (
            f"{named}: equal to the byte, content and derivation, from the first {decision.facts_known:,} facts known "
            "and the archived sheets."
        )
    return f"{named}: {result.verdict}. {result.because}"


def _as_dict(to_tell: list[Replayed], counted: Sample) -> dict[str, Any]:
    return {
        "equal": counted.equal,
        "differing": counted.differing,
        "not_replayable": counted.not_replayable,
        "decisions": [
            {
                "kind": result.decision.kind,
                "id": str(result.decision.made),
                "number": result.decision.published.number,
                "facts_known": result.decision.facts_known,
                "verdict": result.verdict,
                "because": result.because,
            }
            for result in to_tell
        ],
    }
