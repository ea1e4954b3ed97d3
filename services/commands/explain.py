"""`tideover explain DECISION`: why a decision is as it is, why it is another than before, and why it is not another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from contracts.eligibility import DeterminationMade
from law.explain.as_text import explained
from law.explain.comparison import DecisionChange
from law.explain.decision import Decision, FactSource
from law.explain.difference import difference
from law.explain.difference_in_words import changes_as_json, changes_in_words
from law.explain.nearest_change import nearest_change, nearest_in_words
from law.explain.page import decision_page
from law.explain.why_not import unmet, why_not_in_words
from law.language.sheet.scheme import Scheme
from services.commands.person import part_with
from services.commands.progress import working
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import as_determined, beginning_with, fact_sources, known_to, superseded_by
from services.eligibility.views import people_beginning_with

BEFORE = "previous"


def explain(  # noqa: PLR0913  each is an option of the command
    decision: Annotated[str, typer.Argument(help="The id of a determination or assessment, or its beginning.")],
    folder: LaptopFolder = None,
    *,
    since: Annotated[
        str | None, typer.Option(help=f"Show what differs from this decision; `{BEFORE}`: from the one it replaced.")
    ] = None,
    why_not: Annotated[bool, typer.Option("--why-not", help="Every unmet condition, and what would meet it.")] = False,
    nearest: Annotated[
        bool, typer.Option("--nearest", help="The fewest facts that would have to be otherwise, and by how little.")
    ] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page in one file, without scripts.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print every step once, with its inputs by id.")] = False,
) -> None:
    """Print how a decision came about: every step with value, unit and citation, down to the facts."""
    with (
        opened_world(folder, ["eligibility"]) as world,
        part_with(world.databases["eligibility"], decision, beginning_with).reading() as connection,
    ):
        chosen = _one(connection, decision)
        before = _before(connection, chosen, since) if since else None
        of = as_determined(connection, chosen)
        sources = fact_sources(connection, chosen)
        changes = difference(as_determined(connection, before), of) if before else ()
        near = tuple(_nearest(connection, chosen)) if nearest else ()
    if html:
        html.write_text(decision_page(chosen, of, sources, changes_in_words(changes)), "utf-8")
        typer.echo(f"{html} explains {chosen.kind} {chosen.made}.")
    elif as_json:
        facts = [_fact_as_json(source) for source in sources]
        typer.echo(json.dumps(_as_json(chosen, changes) | {"facts": facts}, indent=1))
    elif why_not:
        typer.echo("\n".join(_why_not(chosen, of.scheme)))
    elif nearest:
        typer.echo("\n".join(near))
    elif before:
        typer.echo("\n".join(changes_in_words(changes) or ("Nothing differs.",)))
    else:
        typer.echo(f"{chosen.kind.capitalize()} {chosen.made}, version {chosen.number}\n")
        typer.echo(explained(chosen.derivation))


def _one(connection: Connection, beginning: str) -> Decision:
    try:
        decisions = beginning_with(connection, beginning)
    except ValueError:
        decisions = []
        if not people_beginning_with(connection, beginning):
            raise typer.BadParameter(f"{beginning} is not the beginning of an id") from None
    if len(decisions) > 1:
        raise typer.BadParameter(f"several decisions begin with {beginning}; write more of the id")
    if not decisions:
        if people_beginning_with(connection, beginning):
            raise typer.BadParameter(f"{beginning} is a person, not a decision: tideover story {beginning} names both")
        raise typer.BadParameter(f"no determination or assessment begins with {beginning}")
    return decisions[0]


def _before(connection: Connection, decision: Decision, since: str) -> Decision:
    before = superseded_by(connection, decision) if since == BEFORE else _one(connection, since)
    if before is None:
        raise typer.BadParameter(f"{decision.kind} {decision.made} is the first of its claim: it replaced none")
    if before.kind != decision.kind or before.subject != decision.subject:
        raise typer.BadParameter("two determinations, or two assessments, of one person can be compared")
    return before


def _nearest(connection: Connection, decision: Decision) -> Iterator[str]:
    if not isinstance(decision.event, DeterminationMade):
        raise typer.BadParameter("a determination says whether a claim is granted; this is an assessment")
    facts, schemes = known_to(connection, decision)
    with working("reading the law", None):
        nearest = nearest_change(schemes, facts, decision.event, decision.graph)
    return nearest_in_words(nearest)


def _why_not(decision: Decision, scheme: Scheme) -> tuple[str, ...]:
    if isinstance(decision.event, DeterminationMade):
        return why_not_in_words(decision.event, unmet(scheme, decision.event, decision.graph))
    return tuple(
        f"{week.period.start}: {week.state.value.replace('_', ' ')}, {week.amount}. {week.because} [{week.cites}]"
        for week in decision.event.weeks
    )


def _fact_as_json(source: FactSource) -> dict[str, Any]:
    return {"key": source.key, "kind": source.kind, "version": source.source_version, "event": str(source.event)}


def _as_json(decision: Decision, changes: tuple[DecisionChange, ...]) -> dict[str, Any]:
    return {
        "kind": decision.kind,
        "id": str(decision.made),
        "number": decision.number,
        "claim": decision.claim,
        "says": decision.event.model_dump(mode="json", exclude={"determination", "assessment", "number"}),
        **decision.graph.as_json(),
        **({"changes": changes_as_json(changes)} if changes else {}),
    }
