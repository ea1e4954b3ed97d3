"""`tideover explain DECISION`: why a decision is as it is, why it is another than before, and why it is not another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from contracts.eligibility import DeterminationMade
from law.explain.as_text import explained
from law.explain.comparison import Change
from law.explain.decision import Decision
from law.explain.difference import difference
from law.explain.difference_in_words import as_json as changes_as_json
from law.explain.difference_in_words import told
from law.explain.page import decision_page
from law.explain.why_not import told as why_not_told
from law.explain.why_not import unmet
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import as_determined, beginning_with, known_facts, scheme_of, superseded_by

BEFORE = "previous"


def explain(  # noqa: PLR0913  each is an option of the command
    decision: Annotated[str, typer.Argument(help="The id of a determination or assessment, or its beginning.")],
    folder: LaptopFolder = None,
    *,
    since: Annotated[
        str | None, typer.Option(help=f"What is otherwise than in this decision; `{BEFORE}`: the one it replaced.")
    ] = None,
    why_not: Annotated[bool, typer.Option("--why-not", help="Every unmet condition, and what would meet it.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page that is whole in itself.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every step once, with its inputs by id.")] = False,
) -> None:
    """Print how a decision came about: every step with value, unit and citation, down to the facts."""
    with opened_world(folder, ["eligibility"]) as world, world.databases["eligibility"].reading() as connection:
        found = _one(connection, decision)
        before = _before(connection, found, since) if since else None
        of = as_determined(connection, found)
        facts = known_facts(connection, found)
        changes = difference(as_determined(connection, before), of) if before else ()
    if html:
        html.write_text(decision_page(found, of, facts, told(changes)), "utf-8")
        typer.echo(f"{html} explains {found.kind} {found.made}.")
    elif as_json:
        by_id = [
            {"key": fact.key, "kind": fact.kind, "version": fact.source_version, "event": str(fact.event)}
            for fact in facts
        ]
        typer.echo(json.dumps(_as_json(found, changes) | {"facts": by_id}, indent=1))
    elif why_not:
        typer.echo("\n".join(_why_not(found)))
    elif before:
        typer.echo("\n".join(told(changes) or ("Nothing that is told differs.",)))
    else:
        typer.echo(f"{found.kind.capitalize()} {found.made}, version {found.number}\n")
        typer.echo(explained(found.derivation))


def _one(connection: Connection, beginning: str) -> Decision:
    try:
        found = beginning_with(connection, beginning)
    except ValueError:
        raise typer.BadParameter(f"{beginning} is not the beginning of an id") from None
    if len(found) != 1:
        raise typer.BadParameter(f"{len(found)} decisions begin with {beginning}; exactly one is needed")
    return found[0]


def _before(connection: Connection, decision: Decision, since: str) -> Decision:
    before = superseded_by(connection, decision) if since == BEFORE else _one(connection, since)
    if before is None:
        raise typer.BadParameter(f"{decision.kind} {decision.made} is the first of its claim: it replaced none")
    if before.kind != decision.kind or before.subject != decision.subject:
        raise typer.BadParameter("two determinations, or two assessments, of one person can be compared")
    return before


def _why_not(decision: Decision) -> tuple[str, ...]:
    if isinstance(decision.event, DeterminationMade):
        return why_not_told(decision.event, unmet(scheme_of(decision.event), decision.event, decision.graph))
    return tuple(
        f"{week.period.start}: {week.state.value.replace('_', ' ')}, {week.amount}. {week.because} [{week.cites}]"
        for week in decision.event.weeks
    )


def _as_json(decision: Decision, changes: tuple[Change, ...]) -> dict[str, Any]:
    return {
        "kind": decision.kind,
        "id": str(decision.made),
        "number": decision.number,
        "claim": decision.claim,
        "says": decision.event.model_dump(mode="json", exclude={"determination", "assessment", "number"}),
        **decision.graph.as_json(),
        **({"changes": changes_as_json(changes)} if changes else {}),
    }
