"""`tideover audit`: is everything there, from the log's first message to the last cent in the books?"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
from typing import Annotated

import typer

from services.commands.progress import working
from services.operations.audit import audit as look_at_everything
from services.operations.findings import RULES, Audit
from services.operations.stack import opened_stack
from services.runtime.process.settings import Settings


def audit(*, as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False) -> None:
    """Hold log, databases and books against each other, and name what does not fit; ends with 1 if anything does not.

    It reads everything that the log keeps, changes nothing, and may run while the workers do.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    settings = Settings.from_environment()
    with opened_stack(settings, acting=False) as stack:
        found = look_at_everything(settings, stack, working)
    if as_json:
        typer.echo(json.dumps(_as_dict(found), indent=1))
    else:
        _say(found)
    raise typer.Exit(int(not found.clean))


def _say(found: Audit) -> None:
    for rule, says in RULES.items():
        looked_at = sum(count for (looked_for, _), count in found.looked_at.items() if looked_for == rule)
        faults = sum(count for (broken, _), count in found.counts.items() if broken == rule)
        typer.echo(f"{'NOT SO' if faults else 'so':>6}  {says}: {looked_at:,} looked at, {faults:,} faults")
    for service, count in found.not_kept.items():
        typer.echo(f"        {count:,} publications of {service} are older than what the log keeps.")
    for finding in found.findings:
        typer.echo(finding.says)
    if more := found.counts.total() - len(found.findings):
        typer.echo(f"... and {more:,} more.")


def _as_dict(found: Audit) -> dict[str, object]:
    rows = [
        {"rule": rule, "service": service, "looked_at": count, "faults": found.counts[rule, service]}
        for (rule, service), count in sorted(found.looked_at.items())
    ]
    return {
        "looked_at": rows,
        "findings": [asdict(finding) for finding in found.findings],
        "not_kept": dict(found.not_kept),
    }
