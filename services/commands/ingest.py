"""`tideover ingest`: an institution's file, turned into facts and published, as often as it takes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from services.registry_kit import ingest as work_on
from services.registry_kit.checkpoint import digest_of
from services.registry_kit.facts import Facts
from services.registry_kit.ingest import IngestJob, IngestProgress, Publish
from services.registry_kit.kinds import KINDS
from services.registry_kit.lines import Lines
from services.registry_kit.mapping import MappingFault, known_kinds, read_mapping
from services.registry_kit.publishing import publishing_to
from services.runtime.kafka.topics import topic_name
from services.runtime.privacy.pseudonyms import key_in, pseudonym_of
from services.runtime.process.settings import Settings

FINGERPRINT = "fingerprint"


def ingest(  # noqa: PLR0913 - the command's options
    file: Annotated[Path, typer.Argument(help="A .csv, .jsonl or .parquet file.")],
    *,
    kind: Annotated[str, typer.Option("--as", help=f"What a line states: {known_kinds()}.")],
    mapping: Annotated[Path, typer.Option("--map", help="The file that says which column fills which field.")],
    topic: Annotated[str | None, typer.Option(help="Another topic than the registries', for a trial.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, publish nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="From the first line on, whatever was published.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Publish a file's facts; if interrupted, run it again. Ends with 1 if lines were rejected."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    settings = Settings.from_environment()
    topic = topic or topic_name("registry")
    work = _work(file, mapping, kind, topic, settings)
    reached: AbstractContextManager[Publish | None] = nullcontext() if dry_run else publishing_to(topic, settings)
    with reached as publish:
        progress = _shown(
            work_on.try_out(work) if publish is None else work_on.ingest(work, publish, again=again), work
        )
    _summarise(progress, work, topic, dry=dry_run, as_json=as_json)
    raise typer.Exit(int(bool(progress.checkpoint.rejected)))


def _work(file: Path, mapping_file: Path, kind: str, topic: str, settings: Settings) -> IngestJob:
    if kind not in KINDS:
        raise MappingFault(f"{kind} is nothing that a line can state; there are {known_kinds()}.")
    mapping = read_mapping(mapping_file, kind)
    key = key_in(settings.pseudonym_key) if mapping.person.national_id else b""
    lines = Lines(file, mapping)
    whose = pseudonym_of(FINGERPRINT, key).encode()
    digest = digest_of(file, mapping.model_dump_json().encode(), kind.encode(), topic.encode(), whose)
    return IngestJob(file, Facts(mapping, kind, lambda number: pseudonym_of(number, key)), digest, lines)


def _shown(run: Iterator[IngestProgress], work: IngestJob) -> IngestProgress:
    """Let it run under a progress bar; how it ended."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[lines]:,} lines"),
    )
    progress = None
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(work.path.name, total=work.lines.total, lines=0)
        for progress in run:
            bar.update(task, completed=progress.at, lines=progress.checkpoint.lines)
    if progress is None:
        raise RuntimeError("a run says at least how it ended")
    return progress


def _summarise(progress: IngestProgress, work: IngestJob, topic: str, *, dry: bool, as_json: bool) -> None:
    checkpoint, rejects = progress.checkpoint, work_on.rejects_file(work.path, dry=dry)
    if as_json:
        summary: dict[str, Any] = {
            "file": work.path.name,
            "topic": None if dry else topic,
            "lines": checkpoint.lines,
            "published": 0 if dry else checkpoint.published,
            "valid": checkpoint.published,
            "rejected": checkpoint.rejected,
            "rejects": str(rejects) if checkpoint.rejected else None,
        }
        typer.echo(json.dumps(summary, indent=1))
        return
    done = "facts that would be published" if dry else f"facts published to {topic}"
    typer.echo(
        f"{work.path.name}: lines read {checkpoint.lines:,}, {done} {checkpoint.published:,}, "
        f"rejected {checkpoint.rejected:,}."
    )
    if checkpoint.rejected:
        typer.echo(f"Why each line was rejected stands in {rejects}.")
    if checkpoint.rejected and not dry:
        typer.echo("Mend them and ingest the whole file again: what was published keeps its ids and takes effect once.")
