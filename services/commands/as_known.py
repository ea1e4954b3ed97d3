"""`tideover as-known PERSON --on DAY`: what was known and decided when a day was closed, beside what is known now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer

from contracts.base import partition_of
from contracts.eligibility import AssessmentMade, DeterminationMade, DeterminationOutcome
from contracts.registry import Fact
from services.archives.as_known import AsKnown, Decided, KnownEvent
from services.archives.as_known import as_known as seen_from
from services.commands.console import console
from services.commands.person import one_person
from services.commands.story_lines import print_story
from services.commands.world import LaptopFolder, opened_world
from services.eligibility.archive import kept_facts
from services.oversight.views import closings, tell

ID_SHOWN = 8


def as_known(
    person: Annotated[str, typer.Argument(help="The person's pseudonym, or its beginning.")],
    folder: LaptopFolder = None,
    *,
    on: Annotated[
        datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day, as it stood when it was closed.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell what was known and decided when a day was closed, by when we knew it, beside what is known now."""
    with opened_world(folder, ["eligibility", "oversight"]) as world:
        subject = one_person(world, person)
        with world.databases["eligibility"].of_subject(subject).reading() as connection:
            kept = kept_facts(connection, subject)
        database = world.databases["oversight"]
        with database.reading() as connection:
            closed = closings(connection, partition_of(subject, database.partitions))
        known = seen_from(world.heard(subject), closed, kept, on.date())
    if as_json:
        typer.echo(json.dumps(_as_dict(subject, known), indent=1))
        return
    _print(subject, known, is_closed=any(day >= known.on for _, day in closed))


def _print(subject: str, known: AsKnown, *, is_closed: bool) -> None:
    typer.echo(f"{subject}, as known when {known.on} was closed\n")
    if not is_closed:
        typer.echo("That day is not closed yet: this is what was known when the last day was closed.\n")
    _section("Known then", known.facts)
    typer.echo("Decided then")
    typer.echo("\n".join(_decided(known.then)) or "  nothing")
    typer.echo("")
    _section(f"Learned since, of days up to {known.on}", known.since)
    typer.echo("In force now, of the same days")
    typer.echo("\n".join(_compared(known)) or "  nothing")


def _section(title: str, facts: Sequence[KnownEvent]) -> None:
    typer.echo(f"{title}: {len(facts)} {'fact' if len(facts) == 1 else 'facts'}")
    print_story(tell(one.envelope for one in facts), console())
    typer.echo("")


def _decided(decisions: Mapping[Decided, KnownEvent]) -> Iterator[str]:
    for one in decisions.values():
        yield f"  {_in_words(one)}"


def _compared(known: AsKnown) -> Iterator[str]:
    for key, one in known.now.items():
        before = known.then.get(key)
        if before is None:
            yield f"  {_in_words(one)}; nothing was decided then"
        elif before.event == one.event:
            yield f"  {_in_words(one)}; as then"
        else:
            yield f"  {_in_words(one)}; then: {_says(before.event)}"


def _in_words(decision: KnownEvent) -> str:
    made: Any = decision.event
    kind = "assessment" if isinstance(made, AssessmentMade) else "determination"
    identity = str(getattr(made, kind))[:ID_SHOWN]
    of = f"{made.period.start} to {made.period.end}" if isinstance(made, AssessmentMade) else f"Claim {made.claim}"
    return f"{of}: {_says(made)} ({kind} {made.number}, {identity}; {_when(decision)})"


def _says(made: Any) -> str:
    if isinstance(made, AssessmentMade):
        return f"{made.amount} due"
    outcome = made.outcome.value.replace("_", " ")
    if isinstance(made, DeterminationMade) and made.outcome is DeterminationOutcome.GRANTED and made.benefit_rate:
        return f"{outcome}, {made.benefit_rate} a {made.benefit_rate_per}"
    return str(outcome)


def _when(known: KnownEvent) -> str:
    return f"made by the closing of {known.known_by}" if known.known_by else "made since the last closing"


def _as_dict(subject: str, known: AsKnown) -> dict[str, Any]:
    return {
        "person": subject,
        "on": known.on.isoformat(),
        "known_then": [_fact(one) for one in known.facts],
        "decided_then": [_decision(one) for one in known.then.values()],
        "learned_since": [_fact(one) for one in known.since],
        "in_force_now": [
            {**_decision(one), "then": _decision(known.then[key]) if key in known.then else None}
            for key, one in known.now.items()
        ],
    }


def _fact(known: KnownEvent) -> dict[str, Any]:
    event = known.event
    return {
        "kind": event.name,
        "key": getattr(event, "key", getattr(event, "contest", None) or getattr(event, "question", None)),
        "version": getattr(event, "source_version", 1),
        "event": str(known.envelope.id),
        "first_day": _day(known.first_day),
        "recorded_by_source": event.recorded_at.isoformat() if isinstance(event, Fact) else None,
        "known_by_closing_of": _day(known.known_by),
    }


def _decision(known: KnownEvent) -> dict[str, Any]:
    made: Any = known.event
    kind = "assessment" if isinstance(made, AssessmentMade) else "determination"
    return {
        "kind": kind,
        "id": str(getattr(made, kind)),
        "number": made.number,
        "claim": made.claim,
        "made_by_closing_of": _day(known.known_by),
        "says": made.model_dump(
            mode="json", include={"outcome", "benefit_rate", "benefit_rate_per", "period", "amount"}
        ),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
