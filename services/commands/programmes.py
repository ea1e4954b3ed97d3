"""`tideover programmes`: what providers offer, who holds which seat, who waits; or a provider's file, published."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from contracts.in_words import no_such
from services.almp_referral.views import ListedProgramme, ProviderFile, Roster, listings, open_proposals, roster
from services.claims.views import closed_days
from services.commands.destinations import into_laptop, into_topic
from services.commands.world import LaptopFolder, opened_world
from services.registry_kit.mapping import MappingFault
from services.runtime.kafka.topics import topic_name
from services.runtime.process.file_faults import why_unreadable
from services.runtime.process.settings import Settings

SHORT = 10
"""So many signs of a pseudonym name it in nearly every world."""


def programmes(
    programme: Annotated[str | None, typer.Argument(help="One programme: its seats, holders and wait list.")] = None,
    *,
    folder: LaptopFolder = None,
    publish: Annotated[Path | None, typer.Option(help="A provider's file of programmes, in YAML.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; else the last closed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the programmes that providers offer with their seats and wait lists, or one of them with its roster.

    With --publish a provider's file is told as its statements; the same file told again is no news.
    """
    if publish is not None:
        _publish(publish, folder)
        return
    with opened_world(folder, ["almp_referral", "claims"]) as world:
        day = on.date() if on is not None else _last_closed(world.databases["claims"])
        with world.databases["almp_referral"].reading() as connection:
            listed = listings(connection, day)
            proposals = open_proposals(connection, day)
            shown = roster(connection, programme, day) if programme is not None else None
    if programme is None:
        typer.echo(json.dumps([_plain(one) for one in listed], indent=1) if as_json else _list_in_words(listed, day))
        if proposals and not as_json:
            typer.echo(f"Proposals of providers that no officer has answered: {len(proposals)}.")
        return
    if shown is None:
        raise typer.BadParameter(no_such("programme", programme, [one.programme.key for one in listed]))
    typer.echo(json.dumps(_roster(shown), indent=1) if as_json else _roster_in_words(shown))


def _last_closed(claims: Any) -> date:
    with claims.reading() as connection:
        closed = max(closed_days(connection).values(), default=None)
    if closed is None:
        raise typer.BadParameter("no day was closed yet: name one with --on")
    return closed


def _publish(file: Path, folder: Path | None) -> None:
    if why := why_unreadable(file):
        raise MappingFault(f"The file {file} {why}.")
    messages = ProviderFile.from_file(file).messages()
    settings = Settings.from_environment()
    with into_laptop(folder, settings) if folder is not None else into_topic(topic_name("providers"), settings) as tell:
        tell(messages)
    typer.echo(f"{file.name}: {len(messages)} programmes were told to {topic_name('providers')}.")


def _list_in_words(listed: list[ListedProgramme], day: date) -> str:
    if not listed:
        return "No provider has published a programme."
    lines = [f"Programmes on {day}: seats open, held, free; waiting."]
    for one in listed:
        end = f"; ends on {one.end.ended_on}" if one.end is not None else ""
        seats = f"{one.seats:>5} {one.held:>5} {one.free:>5} {one.waiting:>5}"
        lines.append(f"  {seats}  {one.programme.key}  {one.programme.title} ({one.programme.kind}){end}")
    return "\n".join(lines)


def _roster_in_words(shown: Roster) -> str:
    of = shown.listing.programme
    lines = [f"{of.title} ({of.key}), by {of.provider}. {of.legal_basis}."]
    for cohort in shown.cohorts:
        name = cohort.cohort.key if cohort.cohort else "without a cohort"
        seats = cohort.cohort.seats if cohort.cohort else len(cohort.holders)
        lines.append(f"Cohort {name}: {len(cohort.holders)} of {seats} seats are held.")
        lines += [
            f"  {one.person[:SHORT]}...  {one.standing.replace('_', ' ')}  since {one.since}" for one in cohort.holders
        ]
    if shown.waiting:
        lines.append("Wait list, in the order in which seats are offered:")
        lines += [
            f"  {one.place}. {one.person[:SHORT]}...  registered on {one.registered_on}  waits since {one.since}"
            for one in shown.waiting
        ]
    return "\n".join(lines)


def _plain(one: ListedProgramme) -> dict[str, Any]:
    return {
        "programme": one.programme.model_dump(mode="json", exclude_none=True),
        "end": one.end.model_dump(mode="json", exclude_none=True) if one.end else None,
        "seats": one.seats,
        "held": one.held,
        "free": one.free,
        "waiting": one.waiting,
    }


def _roster(shown: Roster) -> dict[str, Any]:
    return {
        **_plain(shown.listing),
        "cohorts": [
            {
                "cohort": cohort.cohort.model_dump(mode="json", exclude_none=True) if cohort.cohort else None,
                "holders": [
                    {"person": one.person, "referral": one.referral, "standing": one.standing, "since": str(one.since)}
                    for one in cohort.holders
                ],
            }
            for cohort in shown.cohorts
        ],
        "wait_list": [
            {
                "place": one.place,
                "person": one.person,
                "referral": one.referral,
                "registered_on": str(one.registered_on),
                "lottery": one.lottery,
                "since": str(one.since),
            }
            for one in shown.waiting
        ],
    }
