"""Of a service that is split, an event takes effect where its subject lies, wherever in the log it stands.

A producer that puts a person's event into another partition than the person's is forgiven on one server, so it is on
several. Where its position counts, it is no event of the service.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from contracts.clock import DayClosed
from services.runtime.database.store import Database
from services.runtime.delivery.messages import Item, Message, Readable, read_all
from services.runtime.service import Service


def shares(
    batch: Sequence[Message], service: Service[Any], database: Database
) -> Iterator[tuple[Database, list[Message]]]:
    """What each server is given of a batch, in order; what lies elsewhere than it stands comes first."""
    read_all(batch, service)
    for message in batch:
        held = database.of(message.partition)
        if message.item is not None and (place := place_of(message.item, message.partition, database)) is not held:
            yield place, [replace(message, item=None, read_by=None)]
            message.item = None
    for part in database.parts:
        if own := [message for message in batch if part.holds(message.partition)]:
            yield part, own


def place_of(item: Item, partition: int, database: Database) -> Database:
    """Where what a message of this partition says takes effect, or is parked."""
    if item.subject is None or (isinstance(item, Readable) and item.model is DayClosed):
        return database.of(partition)
    return database.of_subject(item.subject)
