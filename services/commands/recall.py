"""`tideover recall`: who else was decided against in the same way, and what came of it since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from contracts.claims import Ground
from services.commands.world import LaptopFolder, opened_world
from services.operations.recall import Recalled, Sought, progress_of
from services.operations.recall import recall as recalled

ID_SHOWN, DIGEST_SHOWN = 10, 12


def recall(
    folder: LaptopFolder = None,
    *,
    ground: Annotated[Ground | None, typer.Option(help="A ground of the closed list.")] = None,
    rule: Annotated[
        str | None,
        typer.Option(help="A condition of the sheet, or what a question was about: week, overpayment, referral."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The digest of the sheet, or its beginning.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List who was decided against on a ground, by a rule or under a sheet, and what came of each decision since."""
    if ground is None and rule is None and sheet is None:
        raise typer.BadParameter("say what the decisions have in common: --ground, --rule or --sheet")
    with opened_world(folder, ["claims", "eligibility"]) as world:
        claims, eligibility = world.databases["claims"], world.databases["eligibility"]
        with claims.reading() as of_claims, eligibility.reading() as of_eligibility:
            lines = recalled(of_claims, of_eligibility, Sought(ground, rule, sheet))
    if as_json:
        typer.echo(
            json.dumps({"progress": progress_of(lines), "decisions": [_as_dict(line) for line in lines]}, indent=1)
        )
        return
    _print(lines)


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
    yield f"  {decided}, now: {line.standing}{by}. Sheet {line.sheet[:DIGEST_SHOWN]}{newer}."


def _as_dict(line: Recalled) -> dict[str, object]:
    return asdict(line) | {"decided_on": line.decided_on.isoformat() if line.decided_on else None}
