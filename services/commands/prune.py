"""`tideover prune`: an outbox lets go of what the log itself no longer keeps."""

from __future__ import annotations

import json
import logging
from typing import Annotated

import typer

from contracts.in_words import as_sentence, no_such
from services.commands.progress import working
from services.names import CONSOLE, SERVICES
from services.operations.chains import parts_by_name
from services.operations.console_database import opened_console
from services.operations.pruning import prunable, remove_before
from services.operations.stack import opened_stack
from services.runtime.process.settings import Settings, WrongSetting

PRUNED = (*SERVICES, CONSOLE)


def prune(
    service: Annotated[str | None, typer.Argument(help=f"One of {', '.join(PRUNED)}; all, if none is named.")] = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Take nothing away: only say how much could go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
) -> None:
    """Take from the outboxes what was published and is deleted from the log; may run while everybody works.

    Nothing that a repeat of an event needs is touched: inbox, facts, decisions, ledger and parked events stay.
    """
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    settings = Settings.from_environment()
    asked = PRUNED if service is None else (service,)
    if service is not None and service not in PRUNED:
        raise WrongSetting(as_sentence(no_such("service", service, PRUNED)))
    with opened_stack(settings, acting=False) as stack, opened_console(settings, None) as console:
        databases = {**stack.databases, **({} if console is None else {CONSOLE: console})}
        borders = prunable(settings, databases, asked)  # whoever hears a service has a say
        named = dict(parts_by_name({name: databases[name] for name in asked}))
        for name, (border, count) in {} if check else borders.items():
            with working(f"the outbox of {name}", count) as told:
                for gone in remove_before(named[name], border):
                    told(gone)
        rows = {name: borders[name][1] if name in borders else 0 for name in named}
    if as_json:
        typer.echo(json.dumps({"taken_away": not check, "rows": rows}, indent=1))
        return
    for name, count in rows.items():
        typer.echo(f"{name}: {count:,} rows {'could go' if check else 'went'}.")
