"""Separates what is new in a batch from what took effect before, is parked, or is for others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from services.runtime.database import bulk
from services.runtime.database.store import inbox
from services.runtime.delivery.messages import Item, Message, Readable, read_all, subjects_of
from services.runtime.delivery.parking import ParkedEvents
from services.runtime.service import Service


@dataclass
class Fresh:
    """A sifted batch: what must be dealt with, in the order of the log, and what of the rest came again."""

    parked: ParkedEvents
    items: list[Item] = field(default_factory=list)
    repeated: list[Item] = field(default_factory=list)
    """Took effect before, or are parked already."""
    not_for_us: int = 0


def sift(
    connection: Connection,
    messages: Sequence[Message],
    service: Service[Any],
    hold: Callable[[Iterable[str]], None] | None = None,
    *,
    expecting_news: bool = False,
) -> Fresh:
    """Read the messages and drop those that took effect before, are parked, or are not for this service.

    `hold` is given the subjects before the database is read. Where the batch is expected to be new, no event is looked
    up: the key of the inbox refuses one that came before.
    """
    items = read_all(messages, service)
    if hold is not None:
        hold(subjects_of(items))
    fresh = Fresh(ParkedEvents(connection), not_for_us=len(messages) - len(items))
    ids = [item.id for item in items if isinstance(item, Readable)]
    seen = {} if expecting_news else _contents(connection, ids)
    for item in items:
        if (new := _unless_seen(item, seen)) is None:
            fresh.repeated.append(item)
        else:
            fresh.items.append(new)
    parked_before = fresh.parked.already([item.id for item in fresh.items if isinstance(item, Readable)])
    parked_before |= fresh.parked.already([item.identity for item in fresh.items if not isinstance(item, Readable)])
    if parked_before:
        fresh.repeated += [item for item in fresh.items if item.identity in parked_before]
        fresh.items = [item for item in fresh.items if item.identity not in parked_before]
    return fresh


def _unless_seen(item: Item, seen: dict[UUID, bytes]) -> Item | None:
    if not isinstance(item, Readable):
        return item
    before = seen.get(item.id)
    if before is None:
        seen[item.id] = item.content
        return item
    if item.is_noted_as(before):
        return None
    clash = item.to_park("id-reused", "an event with the same id and other content came before")
    return replace(clash, identity=f"{clash.identity}#{item.content.hex()[:16]}")


def _contents(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The digest of each of these ids that took effect."""
    return dict(bulk.find(connection, inbox, {"event_id": ids}, ("event_id", "content")))


def take_note(connection: Connection, events: Sequence[Readable]) -> None:
    """Write the inbox rows of events that took effect."""
    rows = [(event.id, event.content) for event in events]
    bulk.insert(connection, inbox, ("event_id", "content"), rows)
