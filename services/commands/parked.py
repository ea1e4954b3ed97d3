"""`tideover parked`: events that could not take effect, why, and how to let them or set them aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from services.commands.folder import Folder, opened
from services.runtime import parking
from services.runtime.delivery import replay as replay_parked
from services.runtime.laptop import Laptop

app = typer.Typer(no_args_is_help=True, help="Events that could not take effect: list, show, replay, discard.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def all_waiting(laptop: Laptop) -> list[tuple[str, parking.Parked]]:
    """Every waiting event with the service it waits for."""
    found = []
    for name, database in laptop.databases.items():
        with database.begin() as connection:
            found += [(name, one) for one in parking.waiting(connection)]
    return found


@app.command("list")
def list_(folder: Folder = Path("demo-data"), *, as_json: AsJson = False) -> None:
    """List the parked events of all services, in order."""
    with opened(folder) as laptop:
        waiting = all_waiting(laptop)
    if as_json:
        typer.echo(json.dumps([_as_dict(service, one) for service, one in waiting], indent=1))
        return
    if not waiting:
        typer.echo("Nothing is parked.")
        return
    table = Table("service", "no.", "about", "code", "reason", title=f"{len(waiting)} parked events")
    for service, one in waiting:
        table.add_row(service, str(one.number), one.subject or "(unreadable)", one.code, one.reason)
    Console().print(table)


@app.command()
def show(service: str, number: int, folder: Folder = Path("demo-data"), *, as_json: AsJson = False) -> None:
    """Show one parked event: where it came from, what is wrong, what to do, and its bytes."""
    with opened(folder) as laptop:
        found = [one for name, one in all_waiting(laptop) if (name, one.number) == (service, number)]
    if not found:
        raise typer.BadParameter(f"{service} has no parked event with number {number}")
    fields = _as_dict(service, found[0]) | {
        "what_to_do": parking.CODES[found[0].code],
        "body": found[0].body.decode("utf-8", "replace"),
    }
    if as_json:
        typer.echo(json.dumps(fields, indent=1))
        return
    for name, value in fields.items():
        typer.echo(f"{name.replace('_', ' '):>11}: {value}")


@app.command()
def replay(
    service: str,
    folder: Folder = Path("demo-data"),
    *,
    subject: Annotated[str | None, typer.Option(help="Only the events of this person or thing.")] = None,
) -> None:
    """Try the parked events of a service again, each subject's in order; what fails again stays parked."""
    with opened(folder) as laptop:
        if service not in laptop.services:
            raise typer.BadParameter(f"there is no service {service}; there are {', '.join(laptop.services)}")
        subjects = {one.subject for name, one in all_waiting(laptop) if name == service}
        for one in sorted(subjects, key=str) if subject is None else [subject]:
            receipt = replay_parked(laptop.services[service], laptop.databases[service], one)
            still = f", {receipt.parked} still parked" if receipt.parked else ""
            typer.echo(f"{one or '(unreadable)'}: {receipt.done} took effect{still}")
        laptop.run_until_quiet()


@app.command()
def discard(
    service: str,
    number: int,
    folder: Folder = Path("demo-data"),
    *,
    officer: Annotated[str, typer.Option(help="Who answers for it.")],
    reason: Annotated[str, typer.Option(help="Why it may be set aside.")],
) -> None:
    """Set one parked event aside for good, in a named person's name. It stays in the log."""
    with opened(folder) as laptop:
        if service not in laptop.services:
            raise typer.BadParameter(f"there is no service {service}; there are {', '.join(laptop.services)}")
        try:
            parking.discard(laptop.databases[service], number, officer=officer, because=reason)
        except LookupError as fault:
            raise typer.BadParameter(str(fault)) from None
    typer.echo(f"{service} {number} was set aside by {officer}. Replay what waited behind it with: parked replay.")


def _as_dict(service: str, one: parking.Parked) -> dict[str, Any]:
    return {
        "service": service,
        "number": one.number,
        "about": one.subject,
        "code": one.code,
        "reason": one.reason,
        "came_from": one.origin,
    }
