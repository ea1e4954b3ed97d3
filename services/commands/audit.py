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
        result = look_at_everything(settings, stack, working)
    if as_json:
        typer.echo(json.dumps(_as_dict(result), indent=1))
    else:
        _say(result)
    raise typer.Exit(int(not result.clean))


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
