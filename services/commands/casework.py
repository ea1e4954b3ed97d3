"""`tideover casework FILE`: what officers do and claimants file at a desk, told from a file of lines."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from contracts.base import Envelope
from services.claims.views import keys_beginning_with
from services.commands.destinations import into_laptop, into_topic
from services.commands.person import people_beginning
from services.commands.world import opened_world
from services.registry_kit.acts import DOORS, Acts
from services.registry_kit.encodings import text_lines
from services.registry_kit.facts import Reject
from services.registry_kit.input_line import InputLine
from services.registry_kit.json_lines import ENCODING, json_lines
from services.registry_kit.mapping import MappingFault
from services.registry_kit.repeats import CONTRADICTS, Repeats
from services.registry_kit.timestamps import moment_of
from services.runtime.kafka.topics import topic_name
from services.runtime.process.file_faults import why_unreadable
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds


def casework(
    file: Annotated[Path, typer.Argument(help="A .jsonl file: an act a line.")],
    *,
    folder: Annotated[Path | None, typer.Option(help="A laptop's databases; without it, Kafka.")] = None,
    source: Annotated[str, typer.Option(help="Who tells it, as the events will say.")] = "/desk",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, publish nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Publish what a file says that officers did or claimants filed at a desk; ends with 1 if lines were rejected.

    A line is a JSON object: "event" (such as answer-given, hearing-held, contest-decided, mandate-given), "person", and
    the fields of that event as contracts/schemas has them. Ids of questions and contests, and pseudonyms, may be given
    by their beginnings where the world can be seen. Told again, an act takes effect once.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    settings = Settings.from_environment()
    with _reader(folder, source, settings) as reader:
        told = list(_told(reader, file))
    rejects = [one for one in told if isinstance(one, Reject)]
    envelopes = [one for one in told if isinstance(one, Envelope)]
    if not dry_run:
        _publish(envelopes, folder, settings)
    _summarise(file, envelopes, rejects, dry=dry_run, as_json=as_json)
    raise typer.Exit(int(bool(rejects)))


def _told(reader: Acts, file: Path) -> Iterator[Envelope | Reject]:
    """What each line tells; one that says otherwise than an earlier one under the same version tells nothing."""
    repeats = Repeats()
    for line in _lines(file):
        if line.blank:
            continue
        told = reader.of(line)
        if isinstance(told, Envelope):
            identity, content = told.id.bytes, told.to_bytes()
            earlier = repeats.earlier(identity, content)
            repeats.note(line.number, identity, content)
            if earlier is not None and not earlier.same:
                told = Reject(line.number, CONTRADICTS.format(earlier.line))
        yield told


def _lines(file: Path) -> Iterator[InputLine]:
    if why := why_unreadable(file):
        raise MappingFault(f"The file {file} {why}.")
    with file.open("rb") as opened:
        yield from json_lines(text_lines(opened, ENCODING))


@contextmanager
def _reader(folder: Path | None, source: str, settings: Settings) -> Iterator[Acts]:
    """Reads lines beside the world that they are about, where that can be seen."""
    now = moment_of(unix_milliseconds())
    if folder is None and not settings.database_url:
        yield Acts(source, now)
        return
    with (
        opened_world(folder, ["claims", "eligibility"]) as world,
        world.databases["claims"].reading() as claims,
    ):
        yield Acts(
            source,
            now,
            lambda beginning: keys_beginning_with(claims, beginning),
            partial(people_beginning, world),
        )


def _publish(envelopes: list[Envelope], folder: Path | None, settings: Settings) -> None:
    """To the world in the folder in the order of the lines, or each to its publisher's topic."""
    if folder is not None:
        with into_laptop(folder, settings) as publish:
            publish(envelopes)
        return
    for door in DOORS:
        if own := [envelope for envelope in envelopes if envelope.type.split(".")[1] == door]:
            with into_topic(topic_name(door), settings) as publish:
                publish(own)


def _summarise(file: Path, envelopes: list[Envelope], rejects: list[Reject], *, dry: bool, as_json: bool) -> None:
    if as_json:
        wrong = [{"line": one.line, "reason": one.reason} for one in rejects]
        said = [{"event": one.type, "id": str(one.id), "person": one.subject} for one in envelopes]
        typer.echo(json.dumps({"published": [] if dry else said, "valid": len(envelopes), "rejected": wrong}, indent=1))
        return
    for one in rejects:
        typer.echo(f"line {one.line}: {one.reason}.")
    done = "that would be published" if dry else "published"
    typer.echo(f"{file.name}: acts {done} {len(envelopes):,}, rejected {len(rejects):,}.")
