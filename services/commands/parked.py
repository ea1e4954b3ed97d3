"""`tideover parked`: events that could not take effect, why, and how to let them or set them aside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Annotated, Any

import typer

from contracts.in_words import no_such
from services.commands.indented import indented
from services.commands.own_name import own_name
from services.commands.world import LaptopFolder, opened_world
from services.names import SERVICES
from services.operations.stack import Stack, Waiting
from services.registry_kit.timestamps import written
from services.runtime.delivery import parking
from services.runtime.parking_codes import CODES

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def list_(
    folder: LaptopFolder = None,
    *,
    discarded: Annotated[bool, typer.Option("--discarded", help="Those that somebody has set aside, instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the parked events of all services, in order, or those that somebody has set aside."""
    with opened_world(folder) as world:
        events = world.discarded() if discarded else world.waiting()
    if as_json:
        typer.echo(json.dumps([_as_dict(service, event) for service, event in events], indent=1))
        return
    typer.echo("\n".join(_listed(events, "set aside" if discarded else "parked")))


def _listed(events: Sequence[Waiting], state: str) -> Iterator[str]:
    """A few lines an event, which fit any terminal: where it is parked, whose it is, why, and who set it aside."""
    if not events:
        yield f"Nothing is {state}."
        return
    messages = len({event.origin for _, event in events})
    several = f", of {messages} messages: one may be parked in several services" if messages < len(events) else ""
    yield f"{len(events)} {'event is' if len(events) == 1 else 'events are'} {state}{several}.\n"
    for service, event in events:
        yield f"{service} {event.number}  {event.code}  {event.subject or '(whose it is cannot be read)'}"
        yield indented(event.reason)
        if event.closed_by:
            yield indented(f"Set aside by {event.closed_by}: {event.closed_because}")


def show(service: str, number: int, folder: LaptopFolder = None, *, as_json: AsJson = False) -> None:
    """Show one parked event: where it came from, what is wrong, what to do, and its bytes."""
    _known(service)
    with opened_world(folder, [service]) as world:
        matching = [
            event for name, event in [*world.waiting(), *world.discarded()] if (name, event.number) == (service, number)
        ]
    if not matching:
        raise typer.BadParameter(f"{service} has no parked event with number {number}")
    fields = _as_dict(service, matching[0]) | {
        "what_to_do": CODES[matching[0].code],
        "body": matching[0].body.decode("utf-8", "replace"),
    }
    if as_json:
        typer.echo(json.dumps(fields, indent=1))
        return
    for name, value in fields.items():
        if value is not None:
            typer.echo(f"{name.replace('_', ' '):>11}: {value}")


def replay(
    service: str,
    folder: LaptopFolder = None,
    *,
    subject: Annotated[str | None, typer.Option(help="Only the events of this person or thing.")] = None,
    as_json: AsJson = False,
) -> None:
    """Try the parked events of a service again, each subject's in order; what fails again stays parked."""
    _known(service)
    with opened_world(folder, [service], acting=True) as world:
        subjects = {event.subject for name, event in world.waiting() if name == service}
        if subject is not None and subject not in subjects:
            raise typer.BadParameter(f"nothing of {subject} is parked in {service}")
        chosen = sorted(subjects, key=str) if subject is None else [subject]
        results = [_replayed(world, service, about) for about in chosen]
    if as_json:
        typer.echo(json.dumps(results, indent=1))
        return
    if not results:
        typer.echo(f"Nothing is parked in {service}.")
    for result in results:
        still = f", {result['parked']} still parked" if result["parked"] else ""
        refused = ": the database refuses what follows, and all stay parked" if result["refused"] else ""
        typer.echo(f"{result['about'] or '(unreadable)'}: {result['done']} took effect{still}{refused}")


def _replayed(world: Stack, service: str, subject: str | None) -> dict[str, Any]:
    outcome = world.replay(service, subject)
    done, parked = (outcome.done, outcome.parked) if outcome else (0, 0)
    return {"service": service, "about": subject, "done": done, "parked": parked, "refused": outcome is None}


def discard(  # noqa: PLR0913 - the command's options
    service: str,
    number: int,
    folder: LaptopFolder = None,
    *,
    officer: Annotated[str, typer.Option(help="Who answers for it.")],
    reason: Annotated[str, typer.Option(help="Why it may be set aside.")],
    as_json: AsJson = False,
) -> None:
    """Set one parked event aside for good, in a named person's name. It stays in the log."""
    _known(service)
    with opened_world(folder, [service]) as world:
        try:
            _discard(world, service, number, officer, reason)
        except (LookupError, ValueError) as fault:
            raise typer.BadParameter(str(fault)) from None
    if as_json:
        done = {"service": service, "number": number, "state": parking.DISCARDED, "officer": officer, "reason": reason}
        typer.echo(json.dumps(done, indent=1))
        return
    replaying = f"{own_name()} parked replay {service}"
    typer.echo(f"{service} {number} was set aside by {officer}. Replay what waited behind it with: {replaying}")


def _discard(world: Stack, service: str, number: int, officer: str, reason: str) -> None:
    """On the server that has it, of a service that is split: each numbers what it parks beside the others."""
    *others, last = world.databases[service].parts
    for part in others:
        with suppress(LookupError):
            parking.discard(part, number, officer=officer, because=reason)
            return
    parking.discard(last, number, officer=officer, because=reason)


def _known(service: str) -> None:
    if service not in SERVICES:
        raise typer.BadParameter(no_such("service", service, SERVICES))


def _as_dict(service: str, event: parking.Parked) -> dict[str, Any]:
    return {
        "service": service,
        "number": event.number,
        "about": event.subject,
        "code": event.code,
        "reason": event.reason,
        "came_from": event.origin,
        "came_at": None if event.arrived_ms is None else written(event.arrived_ms),
        **({"set_aside_by": event.closed_by, "because": event.closed_because} if event.closed_by else {}),
    }
