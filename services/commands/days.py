"""`tideover days`: days that two certifications are due and one is paid for; a named person says that it stays so."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from pydantic import ValidationError

from contracts.casework import Officer
from contracts.in_words import InWords
from services.commands.world import LaptopFolder, opened_world
from services.names import KEYED
from services.payments.edge import days_waiting


def list_(
    folder: LaptopFolder = None, *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """List the certifications that wait for days another one is paid for."""
    with opened_world(folder, [KEYED]) as world, world.databases[KEYED].reading() as connection:
        waiting = days_waiting.waiting(connection)
    if as_json:
        typer.echo(json.dumps([_as_dict(days) for days in waiting], indent=1))
        return
    for days in waiting:
        periods = ", ".join(f"{period.start} up to, not including, {period.end}" for period in days.days)
        typer.echo(
            f"{days.person}  claim {days.claim}, certification {days.certification}: {days.amount} for {periods}"
        )
        typer.echo(f"  These days are paid under {', '.join(days.paid_for) or 'no certification any more'}.")
    if not waiting:
        typer.echo("No days wait.")


def settle(  # noqa: PLR0913 - the command's options
    person: str,
    certification: Annotated[
        str | None, typer.Argument(help="Where several certifications of the person wait.")
    ] = None,
    folder: LaptopFolder = None,
    *,
    officer: Annotated[str, typer.Option(help="Who answers for it: a staff number.")],
    reason: Annotated[str, typer.Option(help="Why nothing more is paid for these days.")],
    role: Annotated[str, typer.Option(help="In which role.")] = "payments",
) -> None:
    """Say in a named person's name that nothing more is paid for days that wait."""
    try:
        by = Officer(staff=officer.strip(), role=role.strip())
    except ValidationError:
        raise InWords("Name the officer by a staff number, and the role: letters, digits and : _ . / - only.") from None
    named = [person, *([certification] if certification else [])]
    with opened_world(folder, [KEYED]) as world, world.databases[KEYED].begin() as connection:
        days = days_waiting.settle(connection, named, by, reason)
    typer.echo(
        f"Certification {days.certification} waits no longer, says {officer.strip()}; {days.amount} stay unpaid."
    )


def _as_dict(days: days_waiting.WaitingDays) -> dict[str, object]:
    return {
        "person": days.person,
        "claim": days.claim,
        "certification": days.certification,
        "assessment_number": days.number,
        "days": [[period.start.isoformat(), period.end.isoformat()] for period in days.days],
        "minor": days.amount.minor,
        "currency": days.amount.currency,
        "paid_for": list(days.paid_for),
    }
