"""`tideover receipt`: what was taken in under a receipt, and whether a file holds the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from contracts.base import EVENTS, Envelope, Event, Unreadable, read, read_body
from contracts.waiting import FilingReceived
from services.claims.views import sha256_of
from services.commands.person import one_person
from services.commands.world import LaptopFolder, opened_world


def receipt(
    number: Annotated[str, typer.Argument(help="The receipt's number, or its beginning.")],
    file: Annotated[
        Path | None, typer.Argument(help="A message or its data as JSON (one, or one a line) to be held against it.")
    ] = None,
    folder: LaptopFolder = None,
) -> None:
    """Show a receipt; with a file, say whether it holds what was filed. Ends with 1 if it does not."""
    with opened_world(folder, ["eligibility"]) as world:
        person = one_person(world, number.partition(".")[0])
        receipts = [event for event in _said_to(world.about(person)) if event.receipt.startswith(number)]
    if not receipts:
        raise typer.BadParameter(f"no receipt begins with {number}")
    if len({event.receipt for event in receipts}) > 1:
        raise typer.BadParameter(f"several receipts begin with {number}; write more of it")
    kept = receipts[0]
    typer.echo(f"Receipt {kept.receipt}: {kept.kind}, about {kept.about}, dated {kept.filed_on}.")
    typer.echo(f"It came in at {kept.received_at:%Y-%m-%d %H:%M:%S} UTC. SHA-256 of what it says: {kept.sha256}.")
    if file is None:
        return
    if any(sha256_of(event) == kept.sha256 for event in _filings_in(file, kept.kind)):
        typer.echo(f"{file} holds what was filed.")
        return
    typer.echo(f"{file} does not hold what was filed under this receipt.")
    raise typer.Exit(1)


def _said_to(envelopes: Iterator[Envelope]) -> Iterator[FilingReceived]:
    for envelope in envelopes:
        if envelope.type == FilingReceived.type_():
            event = read(envelope)
            if isinstance(event, FilingReceived):
                yield event


def _filings_in(file: Path, kind: str) -> Iterator[Event]:
    """The filings of a kind in a file; what is none is passed over."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{file} is no text in UTF-8") from None
    for written in (text, *text.splitlines()):
        try:
            stated = json.loads(written)
        except ValueError:
            continue
        if isinstance(stated, dict) and (event := _filing(stated, kind)) is not None:
            yield event


def _filing(stated: dict[str, Any], kind: str) -> Event | None:
    try:
        if "specversion" in stated:
            return read(Envelope.model_validate(stated))
        return read_body(kind, max(version for name, version in EVENTS if name == kind), stated)
    except (Unreadable, ValueError):
        return None
