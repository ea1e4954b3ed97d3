"""`tideover outage`: days on which nobody can be late, declared in a named operator's name; list, declare."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer
from pydantic import ValidationError

from contracts.base import Envelope, derived_id, seal
from contracts.casework import Officer
from contracts.outages import OURSELVES, OutageRecorded
from contracts.refusals import in_words
from services.claims.views import KnownOutage, everybody_in, outages
from services.commands.folder import opened
from services.commands.world import LaptopFolder, opened_world
from services.operations.stack import Stack
from services.registry_kit.timestamps import moment_of
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds

CLAIMS = "claims"
DAY = ["%Y-%m-%d"]


def list_(folder: LaptopFolder = None) -> None:
    """List the outages that hold, our own as the closings of days tell them among them."""
    with opened_world(folder, [CLAIMS]) as world:
        known = _known(world)
    for outage in known:
        until = f"until {outage.until} (that day not included)" if outage.until else "and goes on"
        typer.echo(f"{outage.outage}: {outage.institution}, since {outage.since} {until}.")
    if not known:
        typer.echo("No outage is known.")


def declare(  # noqa: PLR0913 - the command's options
    outage: Annotated[str, typer.Argument(help="Its key; the same one again makes it longer or shorter.")],
    folder: LaptopFolder = None,
    *,
    since: Annotated[datetime, typer.Option(formats=DAY, help="Its first day.")],
    officer: Annotated[str, typer.Option(help="Who answers for it.")],
    because: Annotated[str, typer.Option(help="What happened, in words.")],
    until: Annotated[
        datetime | None, typer.Option(formats=DAY, help="The first day after it; without it, it goes on.")
    ] = None,
    institution: Annotated[str, typer.Option(help="The source of a registry's messages; without it, we.")] = OURSELVES,
    role: Annotated[str, typer.Option(help="In which role.")] = "operator",
    taken_back: Annotated[bool, typer.Option("--take-back", help="There was no outage after all.")] = False,
) -> None:
    """Declare an outage, make it longer or shorter, or take it back, in a named operator's name."""
    settings = Settings.from_environment()
    with opened_world(folder, [CLAIMS]) as world, world.databases[CLAIMS].reading() as connection:
        versions = [told.version for told in outages(connection, all_=True) if told.outage == outage]
    if taken_back and not versions:
        raise typer.BadParameter(f"no outage {outage} was ever declared that could be taken back")
    now = unix_milliseconds()
    try:
        event = OutageRecorded(
            key=outage,
            source_version=max(now, 1 + max(versions, default=0)),  # two told before either is heard are two versions
            recorded_at=moment_of(now),
            institution=institution,
            since=since.date(),
            until=until.date() if until else None,
            officer=Officer(staff=officer, role=role),
            because=because,
            taken_back=taken_back,
        )
    except ValidationError as fault:
        raise typer.BadParameter(in_words(fault)) from None
    partitions = settings.partitions
    _publish([_told(event, everybody_in(number, partitions)) for number in range(partitions)], folder, settings)
    does = "is taken back" if taken_back else f"holds from {event.since}"
    now_or_first = "now " if versions and not taken_back else ""
    typer.echo(f"Outage {outage} {now_or_first}{does}, by {officer}. Partitions told: {partitions}.")


def _told(event: OutageRecorded, everybody: str) -> Envelope:
    identity = derived_id("outage", event.key, event.source_version, everybody)
    return seal(event, subject=everybody, source="/tideover/desk", time=event.recorded_at, event_id=identity)


def _publish(envelopes: list[Envelope], folder: LaptopFolder, settings: Settings) -> None:
    if folder is None and settings.database_url:
        from services.registry_kit.publishing import publishing_to  # noqa: PLC0415 - Kafka's client

        with publishing_to(topic_name(OutageRecorded.publisher()), settings) as publish:
            publish(envelopes)
        return
    with opened(folder or settings.folder) as laptop:
        laptop.publish(envelopes)
        laptop.run_until_quiet()


def _known(world: Stack) -> list[KnownOutage]:
    with world.databases[CLAIMS].reading() as connection:
        return outages(connection)
