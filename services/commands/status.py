"""`tideover status`: where a world stands, in a few lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer

from contracts.values import Money
from services.claims.views import (
    CLAIMANT,
    IN_TIME,
    OVERDUE,
    US,
    WAITS,
    claims_by_state,
    closed_days,
    contests_by_standing,
    open_outages,
    open_questions,
    waiting_claims,
)
from services.commands.own_name import own_name
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.views import some_claims
from services.operations.stack import Stack
from services.payments.views import Pile, files_by_state, payments_by_stage

UNDECIDED = {IN_TIME: "open", OVERDUE: "overdue", WAITS: "whose decision or mandate nobody knows yet"}
"""How contests that are not decided stand, in words."""
WAITING_IN_WORDS = {
    "incomplete": "without a fact that the law asks",
    "reminded": "reminded to certify",
    "late": "late with a certification",
    "overdue": "overdue with one, to be asked by a person",
    "provisional": "decided while a registry is silent",
}
"""What claims wait for, in words."""
CASES_SHOWN = 5
SHORT = 10
"""So many signs of a pseudonym or an id name it in nearly every world; `story` says so if they do not."""


def status(
    folder: LaptopFolder = None, *, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """Say in a few lines what a world holds: the last closed day, claims, questions, contests, money,
    what is parked.
    """
    with opened_world(folder, acting=False) as world:
        told = _look(world)
        place = world.place
    if as_json:
        typer.echo(json.dumps({name: _plain(value) for name, value in told.items()}, indent=1))
        return
    typer.echo(f"{place}, {_closed(told['closed'])}")
    typer.echo(f"  claims     {_counted(told['claims']) or 'none'}")
    typer.echo(f"  questions  {told['questions'][US]} for the office, {told['questions'][CLAIMANT]} for claimants")
    if waits := _waits(told["waiting"]):
        typer.echo(f"  waits      {waits}")
    if outages := _outages(told["outages"]):
        typer.echo(f"  outages    {outages}, still going on")
    if contests := _counted(told["contests"]):
        typer.echo(f"  contests   {contests}")
    typer.echo(f"  payments   {', '.join(map(_pile, told['payments'])) or 'none'}")
    typer.echo(f"  files      {_counted(told['files']) or 'none'}")
    typer.echo(f"  parked     {told['parked'] or 'nothing'}")
    for case in told["cases"]:
        outcome = case.outcome.value.replace("_", " ")
        typer.echo(f"  {case.person[:SHORT]}  {case.claim}  {outcome} by {str(case.determination)[:SHORT]}")
    if told["cases"]:
        option = f" --folder {folder}" if folder else ""
        typer.echo(f"Look further: {own_name()} story {told['cases'][0].person[:SHORT]}{option}")


def _look(world: Stack) -> dict[str, Any]:
    with world.databases["claims"].reading() as connection:
        closed = closed_days(connection)
        told: dict[str, Any] = {
            "closed": min(closed.values(), default=None),
            "claims": claims_by_state(connection),
            "questions": open_questions(connection),
            "contests": _undecided(contests_by_standing(connection)),
            "waiting": waiting_claims(connection),
            "outages": open_outages(connection),
        }
    with world.databases["payments"].reading() as connection:
        told |= {"payments": payments_by_stage(connection), "files": files_by_state(connection)}
    told["cases"] = []
    for part in world.databases["eligibility"].parts:
        with part.reading() as connection:
            told["cases"] += some_claims(connection, CASES_SHOWN - len(told["cases"]))
    return told | {"parked": len({event.origin for _, event in world.waiting()})}


def _waits(waiting: Mapping[str, int]) -> str:
    """What claims wait for, in words."""
    return ", ".join(f"{count:,} {WAITING_IN_WORDS[what]}" for what, count in waiting.items() if count)


def _outages(outages: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} of {whose}" for whose, count in outages.items() if count)


def _undecided(contests: Mapping[tuple[str, str], int]) -> Mapping[str, int]:
    """Complaints and appeals that wait for somebody, by how they stand in words."""
    counts: Counter[str] = Counter()
    for (_, standing), count in contests.items():
        if standing in UNDECIDED:
            counts[UNDECIDED[standing]] += count
    return counts


def _closed(day: date | None) -> str:
    return f"closed up to {day}." if day else f"where no day was closed yet; {own_name()} close-day does it."


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in sorted(counts.items()) if count)


def _pile(pile: Pile) -> str:
    return f"{pile.count:,} {pile.stage} ({Money(minor=pile.minor, currency=pile.currency)})"


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [{name: _plain(getattr(row, name)) for name in row.__slots__} for row in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value if value is None or isinstance(value, int) else str(value)
