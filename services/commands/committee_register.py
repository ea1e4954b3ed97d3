"""`tideover committee resolve`: the register of what the tripartite committee resolved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer
from pydantic import ValidationError

from contracts.base import derived_id, seal
from contracts.committee import COMMITTEE, ResolutionRecorded, ResolutionStatus
from contracts.in_words import InWords
from services.commands.acts import day_of_act, named_officer, officers_world, today
from services.commands.world import LaptopFolder
from services.oversight.views import ResolutionTold, resolution_told

DAY = ["%Y-%m-%d"]


def resolve(  # noqa: PLR0913 - the command's options
    resolution: Annotated[str, typer.Argument(help="Its number in the minutes, such as 2020-03.")],
    folder: LaptopFolder = None,
    *,
    officer: Annotated[str, typer.Option(help="The committee's secretary: a staff number.")],
    says: Annotated[str | None, typer.Option(help="What was resolved, in one sentence.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who is to do it: an office, a registry. No person's name.")] = None,
    due: Annotated[datetime | None, typer.Option(formats=DAY, help="The day until which it is to be done.")] = None,
    on: Annotated[datetime | None, typer.Option("--on", formats=DAY, help="The day it was resolved.")] = None,
    status: Annotated[ResolutionStatus, typer.Option(help="Where it stands.")] = ResolutionStatus.OPEN,
    scheme: Annotated[str | None, typer.Option(help="The scheme whose sheet it changes.")] = None,
    sheet: Annotated[str | None, typer.Option(help="The digest of the sheet that carries it out.")] = None,
    reasons: Annotated[str | None, typer.Option(help="Why it is given up, or what was done.")] = None,
    role: Annotated[str, typer.Option(help="In which role.")] = "committee-secretary",
) -> None:
    """Record in the secretary's name what the committee resolved, or where a resolution stands now.

    What is not named stays as it was recorded before.
    """
    told = {
        "decision": says,
        "owner": owner,
        "resolved_on": day_of_act(on) if on else None,
        "due_on": due.date() if due else None,
        "scheme": scheme,
        "scheme_digest": sheet,
    }
    with officers_world(folder, ["oversight"]) as world:
        with world.databases["oversight"].reading() as connection:
            before = resolution_told(connection, resolution)
        event = _event(resolution, before, told, status=status, officer=named_officer(officer, role), reasons=reasons)
        event_id = derived_id("resolution-recorded", event.model_dump_json())
        at = datetime.now(UTC)
        world.tell(seal(event, subject=COMMITTEE, source="/tideover/committee", time=at, event_id=event_id))
    due_in_words = f", due on {event.due_on}" if event.due_on else ""
    typer.echo(f"Resolution {resolution} is {event.status}, for {event.owner}{due_in_words}; recorded by {officer}.")


def _event(
    resolution: str, before: ResolutionTold | None, told: Mapping[str, object], **more: object
) -> ResolutionRecorded:
    """The next record; what is not told stays as it was. Raises `InWords`."""
    kept = {
        name: value if value is not None or before is None else getattr(before, name) for name, value in told.items()
    }
    number = before.number + 1 if before else 1
    resolved_on = kept.pop("resolved_on") or today()
    fields = {"resolution": resolution, "number": number, "resolved_on": resolved_on, "recorded_on": today()}
    try:
        return ResolutionRecorded.model_validate({**fields, **kept, **more})
    except ValidationError as fault:
        raise InWords(_missing(fault)) from None


def _missing(fault: ValidationError) -> str:
    """What is wrong, in one sentence."""
    [first, *_] = fault.errors()
    field = first["loc"][0] if first["loc"] else ""
    told = {"decision": "Say what was resolved with --says.", "owner": "Say who is to do it with --owner."}
    return told.get(str(field)) or f"It is not recorded: {str(first['msg']).removeprefix('Value error, ')}."
