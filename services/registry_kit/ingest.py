"""From a file to the broker: in chunks, each written down as done once the broker has all of it.

A crash between the two repeats a chunk under the same ids with the same bytes, which the engine's inbox drops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from contracts.base import Envelope
from services.registry_kit.checkpoint import Checkpoint, advanced, keep, stored_checkpoint
from services.registry_kit.facts import Facts, Reject
from services.registry_kit.lines import InputLine, Lines
from services.registry_kit.rejects import Rejects

LINES_AT_ONCE = 5_000

Publish = Callable[[list[Envelope]], object]
"""Brings envelopes to the broker; returns when it has them all, and raises if it has not."""


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far a run has come; `at` and `total` are bytes or rows of the file."""

    checkpoint: Checkpoint
    at: int
    total: int


@dataclass(frozen=True, slots=True)
class IngestJob:
    """One file, how its lines become facts, and what makes it the same work again."""

    path: Path
    facts: Facts
    digest: str
    lines: Lines


def rejects_file(path: Path, *, dry: bool = False) -> Path:
    """Where the rejects of a file are written."""
    return path.with_name(f"{path.name}.dry-run.rejects.csv" if dry else f"{path.name}.rejects.csv")


def ingest(work: IngestJob, publish: Publish, *, again: bool = False) -> Iterator[IngestProgress]:
    """Publish what is not published yet, and say after every chunk how far it is.

    Raises what `publish` raises, with everything up to the chunk before written down; `OtherWork`.
    """
    checkpoint = Checkpoint(work.digest) if again else stored_checkpoint(work.path, work.digest)
    if checkpoint.finished:
        yield IngestProgress(checkpoint, work.lines.total, work.lines.total)
        return
    remaining = islice(work.lines, checkpoint.lines, None)
    with Rejects(rejects_file(work.path), checkpoint.rejects_bytes) as rejects:
        for chunk in _chunks(remaining):
            envelopes, refused = _read(chunk, work.facts)
            publish(envelopes)
            rejects.write(refused)
            checkpoint = advanced(
                checkpoint,
                lines=len(chunk),
                published=len(envelopes),
                rejected=len(refused),
                rejects_bytes=rejects.settle(),
            )
            keep(work.path, checkpoint)
            yield IngestProgress(checkpoint, work.lines.at, work.lines.total)
        checkpoint = replace(checkpoint, finished=True, rejects_bytes=rejects.settle())
    keep(work.path, checkpoint)
    yield IngestProgress(checkpoint, work.lines.total, work.lines.total)


def try_out(work: IngestJob) -> Iterator[IngestProgress]:
    """Read everything and write the rejects, as `ingest` would; publish nothing and keep no checkpoint."""
    checkpoint = Checkpoint(work.digest)
    with Rejects(rejects_file(work.path, dry=True)) as rejects:
        for chunk in _chunks(work.lines):
            envelopes, refused = _read(chunk, work.facts)
            rejects.write(refused)
            checkpoint = advanced(
                checkpoint, lines=len(chunk), published=len(envelopes), rejected=len(refused), rejects_bytes=0
            )
            yield IngestProgress(checkpoint, work.lines.at, work.lines.total)
    yield IngestProgress(replace(checkpoint, finished=True), work.lines.total, work.lines.total)


def _read(chunk: Iterable[InputLine], facts: Facts) -> tuple[list[Envelope], list[Reject]]:
    envelopes: list[Envelope] = []
    refused: list[Reject] = []
    for line in chunk:
        outcome = facts.of(line)
        if isinstance(outcome, Reject):
            refused.append(outcome)
        else:
            envelopes += outcome
    return envelopes, refused


def _chunks(lines: Iterable[InputLine]) -> Iterator[list[InputLine]]:
    lines = iter(lines)
    while chunk := list(islice(lines, LINES_AT_ONCE)):
        yield chunk
