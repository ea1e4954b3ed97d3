"""`tideover recall`: who else was decided against in the same way, what came of it, and having it worked out anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from contracts.claims import Ground
from services.commands.recall_orders import drafted, ordered, orders_for, recall_act
from services.commands.world import LaptopFolder, opened_world
from services.names import SERVICES
from services.operations.recall import Recalled, Sought, in_order, progress_of, why_no_rule
from services.operations.recall import recall as recalled
from services.runtime.database.store import Database

ID_SHOWN, DIGEST_SHOWN = 10, 12


def recall(  # noqa: PLR0913  each is an option of the command
    folder: LaptopFolder = None,
    *,
    ground: Annotated[Ground | None, typer.Option(help="A ground of the closed list.")] = None,
    rule: Annotated[
        str | None,
        typer.Option(help="A condition of the sheet, or what a question was about: week, overpayment, referral."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The digest of the sheet, or its beginning.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    letters: Annotated[
        Path | None, typer.Option(help="Draft a letter for each claim into this folder, in every language.")
    ] = None,
    order: Annotated[
        str | None, typer.Option(help="Have each claim worked out anew, under this name: in the folder, or the stack.")
    ] = None,
    officer: Annotated[str | None, typer.Option(help="Who answers for the recall: a staff number.")] = None,
    role: Annotated[str | None, typer.Option(help="Their role.")] = None,
    reasons: Annotated[str | None, typer.Option(help="What was wrong, for the letter.")] = None,
) -> None:
    """List who was decided against in the same way, draft their letters, and have their claims worked out anew."""
    sought = Sought(ground, rule, sheet)
    if ground is None and rule is None and sheet is None:
        raise typer.BadParameter("say what the decisions have in common: --ground, --rule or --sheet")
    act = recall_act(sought, order, officer, role, reasons) if letters or order else None
    with opened_world(folder, SERVICES if letters else ["claims", "eligibility"]) as world:
        claims, eligibility = world.databases["claims"], world.databases["eligibility"]
        lines = _lines(claims, eligibility, sought)
        orders = [] if act is None else list(orders_for(world, act, ((line.person, line.claim) for line in lines)))
        if letters is not None:
            typer.echo(f"{drafted(world, orders, letters)} letters drafted in {letters}.", err=True)
    if order is not None:
        ordered(orders, folder)
        typer.echo(f"{len(orders)} claims are worked out anew.", err=True)
    _print_json(lines) if as_json else _print(lines)


def _lines(claims: Database, eligibility: Database, sought: Sought) -> list[Recalled]:
    """Of every server that eligibility lies on, by person and claim."""
    unknown: list[str] = []
    lines: list[Recalled] = []
    for part in eligibility.parts:
        with claims.reading() as of_claims, part.reading() as of_eligibility:
            if (fault := why_no_rule(sought, of_eligibility)) is not None:
                unknown.append(fault)
            lines += recalled(of_claims, of_eligibility, sought)
    if len(unknown) == len(eligibility.parts):
        raise typer.BadParameter(unknown[0])
    return sorted(lines, key=in_order)


def _print_json(lines: Sequence[Recalled]) -> None:
    decisions = [_as_dict(line) for line in lines]
    typer.echo(json.dumps({"progress": progress_of(lines), "decisions": decisions}, indent=1))


def _print(lines: Sequence[Recalled]) -> None:
    if not lines:
        typer.echo("Nobody was decided against in this way.")
        return
    for line in lines:
        typer.echo("\n".join(_in_words(line)))
    progress = ", ".join(f"{count} {standing}" for standing, count in sorted(progress_of(lines).items()))
    people = len({line.person for line in lines})
    decisions = "1 decision" if len(lines) == 1 else f"{len(lines)} decisions"
    typer.echo(f"\n{decisions} about {'1 person' if people == 1 else f'{people} people'}: {progress}.")


def _in_words(line: Recalled) -> Iterator[str]:
    """A decision in two lines, which hold whole ids in a window of any width."""
    ground = f", ground {line.ground}" if line.ground else ""
    newer = " (determined since under another)" if line.under_newer_sheet else ""
    yield f"{line.person[:ID_SHOWN]}  claim {line.claim}  {line.rule}{ground}"
    decided = f"Decided on {line.decided_on}" if line.decided_on else "Decided by arithmetic"
    by = f", by {line.officer}" if line.officer else ""
    anew = f" Worked out anew on {line.recalled_on}." if line.recalled_on else ""
    yield f"  {decided}, now: {line.standing}{by}. Sheet {line.sheet[:DIGEST_SHOWN]}{newer}.{anew}"


def _as_dict(line: Recalled) -> dict[str, object]:
    days = {"decided_on": line.decided_on, "recalled_on": line.recalled_on}
    return asdict(line) | {name: day.isoformat() if day else None for name, day in days.items()}
