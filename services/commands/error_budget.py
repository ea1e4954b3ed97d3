"""`tideover error-budget`: of each ground and office, what was decided against claimants and how much was wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from contracts.values import FIRST_DAY
from law.language.terms.words import share_in_words
from services.claims.views import ErrorBudgetView, closed_days, error_budgets
from services.commands.world import LaptopFolder, opened_world

CLAIMS = "claims"
NOTHING = "No decision against a claimant was counted: no officer who decided one has named an office."


def error_budget(
    folder: LaptopFolder = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
) -> None:
    """List each error budget: decided, wrong, what is left, stopped since when, reopened by whom and why."""
    with opened_world(folder, [CLAIMS]) as world, world.databases[CLAIMS].reading() as connection:
        last = max(closed_days(connection).values(), default=FIRST_DAY)
        budgets = error_budgets(connection, last)
    if as_json:
        typer.echo(json.dumps([_as_dict(budget) for budget in budgets], indent=1))
        return
    for budget in budgets:
        typer.echo("\n".join(_in_words(budget)))
    if not budgets:
        typer.echo(NOTHING)


def _in_words(budget: ErrorBudgetView) -> Iterator[str]:
    spent, stopped = budget.spent, budget.stopped
    stands = f"stopped since {stopped.stopped_on}" if stopped else f"goes on, {spent.left} more may be wrong"
    yield f"{budget.ground}, office {budget.office}: {stands}"
    share = share_in_words(str(spent.share))
    yield (
        f"  Since {budget.counted_since}: {spent.decided} decided against claimants, {spent.wrong} of them wrong; "
        f"it stops above {share} of {spent.least} or more."
    )
    if budget.to_review:
        yield f"  {budget.to_review} drawn for a review and not looked at yet."
    for stop in budget.stops:
        yield f"  Stopped on {stop.stopped_on}, when {stop.wrong} of {stop.decided} were wrong."
        if stop.reopened_on is not None:
            yield f"  Reopened on {stop.reopened_on} by {stop.reopened_by} ({stop.role}): {stop.reasons}"


def _as_dict(budget: ErrorBudgetView) -> dict[str, object]:
    spent, stopped = budget.spent, budget.stopped
    stops = [{name: _plain(value) for name, value in asdict(stop).items()} for stop in budget.stops]
    return {
        "ground": budget.ground,
        "office": budget.office,
        "counted_since": _plain(budget.counted_since),
        "decided": spent.decided,
        "wrong": spent.wrong,
        "share": str(spent.share),
        "least": spent.least,
        "left": spent.left,
        "to_review": budget.to_review,
        "stopped_since": _plain(stopped.stopped_on) if stopped else None,
        "stops": stops,
    }


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | str) else str(value)
