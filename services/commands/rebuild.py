"""`tideover rebuild`: a service's state out of the log into an empty database, compared with the live one."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Table

from services.commands.console import console
from services.commands.progress import working
from services.names import SERVICES
from services.operations import rebuild as work
from services.operations.rebuild import Compared
from services.operations.stack import opened_stack
from services.runtime.process.settings import Settings


def rebuild(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}.")],
    *,
    into: Annotated[str, typer.Option(help="An empty database: postgresql+psycopg://role@host:port/name.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Make a service's state anew from the log, and say whether it is the live one's; ends with 1 if it is not.

    The live database is only read. The workers may go on: what they do meanwhile is not in the comparison.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    settings = Settings.from_environment()
    compared = _rebuilt(settings, service, into)
    equal = all(part.equal for part in compared if part.holds)
    if as_json:
        parts = [{**asdict(part), "equal": part.equal} for part in compared]
        typer.echo(json.dumps({"service": service, "equal": equal, "parts": parts}, indent=1))
    else:
        _print(service, compared, equal=equal)
    raise typer.Exit(int(not equal))


def _rebuilt(settings: Settings, service: str, into: str) -> Sequence[Compared]:
    with opened_stack(settings, [service]) as stack:
        one = stack.services[service]
        with closing(work.opened_empty(into, one, stack.databases[service])) as rebuilt:
            live = work.look_at_live(one, stack.databases[service], rebuilt)
            live = work.with_what_was_handed_on(settings, live)
            messages = work.check_that_all_is_kept(settings, live)
            with working(f"{service} from the log", messages) as told:
                for count in work.read_all_again(settings, one, rebuilt, live):
                    told(count)
            work.act_again(one, rebuilt, live)
            work.everything_was_published(rebuilt)
            return work.compare(one, rebuilt, live)


def _print(service: str, compared: Sequence[Compared], *, equal: bool) -> None:
    table = Table("", "live rows", "digest", "rebuilt rows", "digest", "", title=f"{service}, from the log")
    for part in compared:
        verdict = "equal" if part.equal else ("DIFFERS" if part.holds else "differs on the way")
        live, rebuilt = part.live, part.rebuilt
        table.add_row(part.part, f"{live.rows:,}", live.sum, f"{rebuilt.rows:,}", rebuilt.sum, verdict)
    console().print(table)
    different = ", ".join(part.part for part in compared if part.holds and not part.equal)
    typer.echo("What holds is equal." if equal else f"What holds differs in: {different}.")
