"""`tideover audit`: is everything there, from the log's first message to the last cent in the books?"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from services.commands.progress import working
from services.commands.world import LaptopFolder, opened_world
from services.names import CONSOLE
from services.operations.audit import audit as look_at_everything
from services.operations.audit import audit_databases
from services.operations.chain_heads import Head, add_heads, read_heads
from services.operations.chains import heads_of, parts_by_name
from services.operations.console_database import opened_console
from services.operations.findings import RULES, Audit
from services.operations.stack import Stack
from services.runtime.database.store import Database
from services.runtime.process.settings import Settings

HeadsFile = Annotated[
    Path | None,
    typer.Option(
        "--heads",
        help="A file outside the database: hold the chains against the heads in it, and add today's if all is well.",
    ),
]


def audit(
    folder: LaptopFolder = None,
    *,
    heads: HeadsFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
) -> None:
    """Hold log, databases and books against each other, and name what does not fit; ends with 1 if anything does not.

    It reads everything that the log keeps, changes nothing, and may run while the workers do. On a laptop the
    databases are the log.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    settings = Settings.from_environment()
    earlier = read_heads(heads) if heads else []
    on_laptop = folder is not None or not settings.database_url
    laptop = (folder or settings.folder) if on_laptop else None
    with opened_world(folder, acting=False) as stack, opened_console(settings, laptop) as console:
        further = {} if console is None else {CONSOLE: console}
        every = {**stack.databases, **further}
        now = [head for name, part in parts_by_name(every) for head in heads_of(name, part)] if heads else []
        result = _look(settings, stack, further, earlier, on_laptop=on_laptop)
    if as_json:
        typer.echo(json.dumps(_as_dict(result), indent=1))
    else:
        _say(result)
    if heads:
        _write_down(heads, [head for head in now if head not in earlier], clean=result.clean)
    raise typer.Exit(int(not result.clean))


def _look(
    settings: Settings, stack: Stack, further: Mapping[str, Database], heads: Sequence[Head], *, on_laptop: bool
) -> Audit:
    if not on_laptop:
        return look_at_everything(settings, stack, working, heads, further)
    result = Audit()
    audit_databases({**stack.databases, **further}, heads, working, result)
    return result


def _write_down(file: Path, heads: Sequence[Head], *, clean: bool) -> None:
    """Only what fits is worth being held against later."""
    if not clean:
        typer.echo(f"{file} is as it was, since something does not fit.", err=True)
        return
    add_heads(file, heads)
    typer.echo(
        f"{len(heads)} heads were added to {file}; keep it where nobody can write who can write the databases.",
        err=True,
    )


def _say(result: Audit) -> None:
    for rule, says in RULES.items():
        looked_at = sum(count for (looked_for, _), count in result.looked_at.items() if looked_for == rule)
        faults = sum(count for (broken, _), count in result.counts.items() if broken == rule)
        typer.echo(f"{'NOT SO' if faults else 'so':>6}  {says}: {looked_at:,} looked at, {faults:,} faults")
    for service, count in result.not_kept.items():
        typer.echo(f"        {count:,} publications of {service} are older than what the log keeps.")
    for finding in result.findings:
        typer.echo(finding.says)
    if more := result.counts.total() - len(result.findings):
        typer.echo(f"... and {more:,} more.")


def _as_dict(result: Audit) -> dict[str, object]:
    rows = [
        {"rule": rule, "service": service, "looked_at": count, "faults": result.counts[rule, service]}
        for (rule, service), count in sorted(result.looked_at.items())
    ]
    return {
        "looked_at": rows,
        "findings": [asdict(finding) for finding in result.findings],
        "not_kept": dict(result.not_kept),
    }
