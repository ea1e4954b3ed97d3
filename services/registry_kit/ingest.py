"""From a file to its destination: in chunks, each written down as done once the destination has all of it.

A crash between the two repeats a chunk under the same ids with the same bytes, which the engine's inbox drops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from services.registry_kit.checkpoint import Checkpoint, Tally, keep, stored_checkpoint
from services.registry_kit.facts import LineReader, Reject
from services.registry_kit.input_line import InputLine
from services.registry_kit.lines import Lines
from services.registry_kit.rejects import Rejects
from services.registry_kit.repeats import CONTRADICTS, Repeats

LINES_AT_ONCE = 5_000

S = TypeVar("S")

Publish = Callable[[list[S]], object]
"""Brings statements to where they belong; returns when all are there, and raises if they are not."""


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far a run has come; `at` and `total` are bytes or rows of the file."""

    checkpoint: Checkpoint
    at: int
    total: int


@dataclass(frozen=True, slots=True)
class IngestJob(Generic[S]):
    """One file, how its lines are read, and what makes it the same work again."""

    path: Path
    facts: LineReader[S]
    digest: str
    lines: Lines


def rejects_file(path: Path, *, dry: bool = False) -> Path:
    """Where the rejects of a file are written."""
    return path.with_name(f"{path.name}.dry-run.rejects.csv" if dry else f"{path.name}.rejects.csv")


def ingest(work: IngestJob[S], publish: Publish[S], *, again: bool = False) -> Iterator[IngestProgress]:
    """Publish what is not published yet, and say after every chunk how far it is.

    Raises what `publish` raises, with everything up to the chunk before written down; `DifferentIngest`; and
    `MappingFault` for a file that cannot be read.
    """
    checkpoint = Checkpoint(work.digest) if again else stored_checkpoint(work.path, work.digest)
    if checkpoint.finished:
        yield IngestProgress(checkpoint, work.lines.total, work.lines.total)
        return
    reading = _Reading(work.facts)
    remaining = reading.after(checkpoint.lines, iter(work.lines))
    first = next(remaining, None)  # what is wrong with the whole file comes out before anything is written
    with Rejects(rejects_file(work.path), checkpoint.rejects_bytes) as rejects:
        for chunk in _chunks([] if first is None else _with_first(first, remaining)):
            statements, refused, tally = reading.chunk(chunk)
            work.lines.must_be_unchanged()
            publish(statements)
            work.facts.settle()
            rejects.write(refused)
            checkpoint = checkpoint.advanced(tally, rejects_bytes=rejects.settle())
            keep(work.path, checkpoint)
            yield IngestProgress(checkpoint, work.lines.at, work.lines.total)
        checkpoint = replace(checkpoint, finished=True, rejects_bytes=rejects.settle())
    keep(work.path, checkpoint)
    yield IngestProgress(checkpoint, work.lines.total, work.lines.total)


def try_out(work: IngestJob[S]) -> Iterator[IngestProgress]:
    """Read everything and write the rejects, as `ingest` would; publish nothing and keep no checkpoint."""
    checkpoint = Checkpoint(work.digest)
    reading = _Reading(work.facts)
    with Rejects(rejects_file(work.path, dry=True)) as rejects:
        for chunk in _chunks(work.lines):
            _, refused, tally = reading.chunk(chunk)
            work.lines.must_be_unchanged()
            rejects.write(refused)
            checkpoint = checkpoint.advanced(tally, rejects_bytes=0)
            yield IngestProgress(checkpoint, work.lines.at, work.lines.total)
    yield IngestProgress(replace(checkpoint, finished=True), work.lines.total, work.lines.total)


TAKEN, REPEATED = "taken in", "says what an earlier line says"
"""What became of a line, in words; of one that states nothing, the reason why."""


def results_of(work: IngestJob[S]) -> Iterator[tuple[int, str]]:
    """Each line that is not blank with what became of it, in order: who sent a list reads it line by line."""
    reading = _Reading(work.facts)
    for line in work.lines:
        outcome, repeated = reading.read(line)
        if line.blank:
            continue
        if isinstance(outcome, Reject):
            yield line.number, outcome.reason
        else:
            yield line.number, TAKEN if outcome or not repeated else REPEATED


def results_file(path: Path) -> Path:
    """Where the result of each line of a file is written."""
    return path.with_name(f"{path.name}.results.csv")


class _Reading(Generic[S]):
    """Reads lines one after another, and knows what the lines before said."""

    def __init__(self, facts: LineReader[S]) -> None:
        self._facts = facts
        self._repeats = Repeats()

    def after(self, done: int, lines: Iterator[InputLine]) -> Iterator[InputLine]:
        """The lines after the first so many; those are read again, so that no later one can contradict them unseen."""
        for line in lines:
            if done > 0:
                done -= line.span
                self.read(line)
            else:
                yield line

    def chunk(self, lines: Iterable[InputLine]) -> tuple[list[S], list[Reject], Tally]:
        """What the lines state for the first time, why others state nothing, and how many there were of each."""
        statements: list[S] = []
        refused: list[Reject] = []
        tally = Tally()
        for line in lines:
            outcome, repeated = self.read(line)
            tally.lines += line.span
            tally.repeated += repeated
            if line.blank:
                tally.blank += line.span
                continue
            tally.continued += line.span - 1
            if isinstance(outcome, Reject):
                refused.append(outcome)
            else:
                statements += outcome
                tally.silent += not outcome and not repeated
        tally.rejected, tally.published = len(refused), len(statements)
        return statements, refused, tally

    def read(self, line: InputLine) -> tuple[list[S] | Reject, int]:
        """What a line states that no line before did, or why it states nothing; and how much it only repeats."""
        outcome = self._facts.of(line)
        if isinstance(outcome, Reject):
            return outcome, 0
        news: list[S] = []
        marks: list[tuple[bytes, bytes]] = []
        for statement in outcome:
            mark = self._facts.mark(statement)
            earlier = self._repeats.earlier(*mark)
            if earlier is None:
                news.append(statement)
                marks.append(mark)
            elif not earlier.same:
                return Reject(line.number, CONTRADICTS.format(earlier.line)), 0
        for identity, content in marks:
            self._repeats.note(line.number, identity, content)
        return news, len(outcome) - len(news)


def _with_first(first: InputLine, remaining: Iterator[InputLine]) -> Iterator[InputLine]:
    yield first
    yield from remaining


def _chunks(lines: Iterable[InputLine]) -> Iterator[list[InputLine]]:
    lines = iter(lines)
    while chunk := list(islice(lines, LINES_AT_ONCE)):
        yield chunk
