"""From whom the facts of a batch came, for a service that notes how often certain sources speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from contracts.base import Envelope, follow
from services.runtime.delivery.messages import MILLI, Message, Readable
from services.runtime.service import HeardOn, Service


def heard_of_sources(
    connection: Connection, service: Service[Any], done: Iterable[Readable], partitions: int
) -> list[Envelope]:
    """Let the service note what took effect; what follows has the first fact of its source and day as its cause."""
    if service.rhythms is None:
        return []
    counts: Counter[HeardOn] = Counter()
    first: dict[HeardOn, Readable] = {}
    for item in done:
        if (source := item.opened.source) in service.rhythms.sources:
            heard = HeardOn(source, _day_of(item, item.message), item.message.partition)
            counts[heard] += 1
            first.setdefault(heard, item)
    told = service.rhythms.note(connection, counts, partitions) if counts else {}
    return [
        follow(
            first[heard].envelope,
            to.event,
            subject=to.subject,
            part=f"{service.name}/heard/{heard.source}/{heard.day}/{heard.partition}/{number}",
        )
        for heard, news in told.items()
        for number, to in enumerate(news)
    ]


def _day_of(item: Readable, message: Message) -> date:
    """The day on which the log took it in; where the log notes no times, the day that the message bears."""
    if message.arrived_ms is None:
        return item.envelope.time.date()
    return datetime.fromtimestamp(message.arrived_ms / MILLI, UTC).date()
