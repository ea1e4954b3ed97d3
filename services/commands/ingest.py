"""`tideover ingest`: an institution's file, turned into facts and published, as often as it takes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from contracts.in_words import EMPTY, as_sentence, meant
from services.commands.destinations import into_laptop, into_payments, into_topic
from services.commands.progress import reporting
from services.payments.edge import account_fault
from services.registry_kit import ingest as work_on
from services.registry_kit.checkpoint import digest_of
from services.registry_kit.facts import Accounts, Facts
from services.registry_kit.ingest import IngestJob, IngestProgress, Publish
from services.registry_kit.kinds import kind_of, known_words, publisher_of_kind
from services.registry_kit.lines import Lines
from services.registry_kit.mapping import Mapping, MappingFault
from services.registry_kit.mapping_file import known_kinds, read_mapping
from services.registry_kit.rejects import write_results
from services.registry_kit.report_book import ReportBook
from services.registry_kit.reported_facts import ReportedFacts
from services.registry_kit.timestamps import moment_of
from services.runtime.kafka.topics import declared_publisher, topic_name
from services.runtime.privacy.pseudonyms import Keys, employer_key_in, key_in, pseudonym_of
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds

FINGERPRINT = "fingerprint"
BY_LINE = frozenset({"mass-layoff"})
"""The lists whose sender is told of every line what became of it."""
HUNDRED = 100


@dataclass(frozen=True)
class _Ingest:
    """One call of the command: what is worked on, and a way to its destination, by name."""

    job: IngestJob[Any]
    kind: str
    to: str
    way: AbstractContextManager[Publish[Any]]
    taken_for: str | None = None
    """What the mapping takes a whole figure for, where the source reports differences too."""


def ingest(  # noqa: PLR0913 - the command's options
    file: Annotated[Path, typer.Argument(help="A .csv, .jsonl or .parquet file.")],
    *,
    kind: Annotated[str, typer.Option("--as", help=f"What a line states: {known_kinds()}.")],
    mapping: Annotated[Path, typer.Option("--map", help="The file that says which column fills which field.")],
    topic: Annotated[str | None, typer.Option(help="Another topic than the publisher's own, for a trial.")] = None,
    folder: Annotated[Path | None, typer.Option(help="A laptop's databases; without it, Kafka.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, publish nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="From the first line on, whatever was published.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Publish a file's facts; if interrupted, run it again. Ends with 1 if lines were rejected."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    called = _called(file, mapping, kind, topic, folder, dry=dry_run)
    reached: AbstractContextManager[Publish[Any] | None] = nullcontext() if dry_run else called.way
    with closing(called.job.facts), reached as publish:
        job = called.job
        progress = _shown(work_on.try_out(job) if publish is None else work_on.ingest(job, publish, again=again), job)
        if called.kind in BY_LINE:
            write_results(work_on.results_file(file), work_on.results_of(job))
            typer.echo(f"What became of each line stands in {work_on.results_file(file)}.", err=as_json)
    _summarise(progress, called, dry=dry_run, as_json=as_json)
    raise typer.Exit(int(bool(progress.checkpoint.rejected)))


def _called(  # noqa: PLR0913 - the command's options
    file: Path, mapping_file: Path, word: str, topic: str | None, folder: Path | None, *, dry: bool
) -> _Ingest:
    """What is asked for. Raises `MappingFault` and `WrongSetting` for what cannot be begun."""
    settings = Settings.from_environment()
    if (kind := kind_of(word)) is None:
        hint = meant(word, known_words(), "tideover ingest --help")
        raise MappingFault(as_sentence(f"no line can state {word or EMPTY}; {hint}"))
    publisher = publisher_of_kind(kind)
    if topic is not None and (folder is not None or publisher is None):
        raise MappingFault("A --topic is Kafka's: bank details travel on none, and a laptop has its own.")
    if topic is not None and declared_publisher(topic) not in {None, publisher}:
        raise MappingFault(f"{topic} is another publisher's topic; a {kind} belongs to {topic_name(publisher or '')}.")
    mapping = read_mapping(mapping_file, kind)
    keys = Keys(
        key_in(settings.pseudonym_key) if mapping.needs_key() else b"",
        employer_key_in(settings.employer_key) if mapping.needs_employers_key() else b"",
    )
    to = topic or (topic_name(publisher) if publisher else "payments")
    lines = Lines(file, mapping)
    digest = _digest(file, mapping, kind, f"{folder or ''} {to}", keys)
    if publisher is None:
        accounts = Accounts(mapping, kind, keys, account_fault)
        return _Ingest(IngestJob(file, accounts, digest, lines), kind, to, into_payments(folder, settings))
    now = moment_of(unix_milliseconds())
    facts = Facts(mapping, kind, keys, now)
    if mapping.counts_versions():
        kept = _book_file(mapping_file, to, folder)
        book = ReportBook(None if dry and not kept.exists() else kept, f"{mapping.source} {kind}")
        facts = ReportedFacts(mapping, kind, keys, book, now)
    words = facts.take_words if mapping.words() else None
    way = into_topic(to, settings, words) if folder is None else into_laptop(folder, settings, words)
    taken_for = mapping.differences.in_words() if mapping.differences else None
    return _Ingest(IngestJob(file, facts, digest, lines), kind, to, way, taken_for)


def _digest(file: Path, mapping: Mapping, kind: str, to: str, keys: Keys) -> str:
    whose = [pseudonym_of(FINGERPRINT, key).encode() for key in (keys.persons, keys.employers)]
    return digest_of(file, mapping.model_dump_json().encode(), kind.encode(), to.encode(), *whose)


def _book_file(mapping_file: Path, to: str, folder: Path | None) -> Path:
    """Where it is kept what was reported to a destination: in a laptop's folder, or beside the mapping."""
    return mapping_file.with_name(f"{to}.reports.db") if folder is None else folder / "reports.db"


def _shown(run: Iterator[IngestProgress], work: IngestJob[Any]) -> IngestProgress:
    """Let it run, and show how far it is; how it ended."""
    progress, before = None, 0
    with reporting("%", HUNDRED) as report:
        for progress in run:
            share = HUNDRED * progress.at // max(progress.total, 1)
            report(f"{work.path.name}, {progress.checkpoint.lines:,} lines", share - before)
            before = share
    if progress is None:
        raise RuntimeError("a run says at least how it ended")
    return progress


def _summarise(progress: IngestProgress, called: _Ingest, *, dry: bool, as_json: bool) -> None:
    checkpoint, name = progress.checkpoint, called.job.path.name
    rejects = work_on.rejects_file(called.job.path, dry=dry)
    what = "accounts" if isinstance(called.job.facts, Accounts) else "facts"
    if as_json:
        typer.echo(json.dumps(_as_dict(progress, called, rejects, dry=dry), indent=1))
        return
    done = f"{what} that would be published" if dry else f"{what} published to {called.to}"
    typer.echo(
        f"{name}: lines read {checkpoint.lines:,}, {done} {checkpoint.published:,}, rejected {checkpoint.rejected:,}."
    )
    others = (
        (checkpoint.blank, "blank"),
        (checkpoint.continued, "that go on a cell of the line before"),
        (checkpoint.repeated, "that repeat an earlier line"),
        (checkpoint.silent, "that say nothing new of this kind"),
    )
    if said := [f"{count:,} {which}" for count, which in others if count]:
        typer.echo(f"Among the lines are {', '.join(said)}.")
    if dry and called.taken_for:
        typer.echo(called.taken_for)
    if checkpoint.rejected:
        typer.echo(f"Why each line was rejected stands in {rejects}.")
    if checkpoint.rejected and not dry:
        typer.echo("Mend them and ingest the whole file again: what was published keeps its ids and takes effect once.")


def _as_dict(progress: IngestProgress, called: _Ingest, rejects: Path, *, dry: bool) -> dict[str, Any]:
    checkpoint = progress.checkpoint
    return {
        "file": called.job.path.name,
        "topic": None if dry or isinstance(called.job.facts, Accounts) else called.to,
        "lines": checkpoint.lines,
        "blank": checkpoint.blank,
        "continued": checkpoint.continued,
        "repeated": checkpoint.repeated,
        "silent": checkpoint.silent,
        "published": 0 if dry else checkpoint.published,
        "valid": checkpoint.published,
        "rejected": checkpoint.rejected,
        "rejects": str(rejects) if checkpoint.rejected else None,
        "whole_figures": called.taken_for,
    }
