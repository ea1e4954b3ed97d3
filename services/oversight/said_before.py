"""What a person's log says a second time: the same message, the same fact, or the same version with other content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from contracts.base import Envelope, Event, Unreadable, read
from contracts.registry import Fact


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """Messages in the order of the log, each fact's version once; ids of those that contradict one before them."""

    envelopes: list[Envelope] = field(default_factory=list)
    events: dict[UUID, Event | Unreadable] = field(default_factory=dict)
    """What each of them says, or why it cannot be read: read once, however often it is told."""
    contradicting: set[UUID] = field(default_factory=set)


def heard_once(envelopes: Iterable[Envelope]) -> ToldOnce:
    """The messages without those that only repeat an earlier one, as the engine takes them."""
    heard = ToldOnce()
    ids: set[UUID] = set()
    versions: dict[tuple[str, str, int], Event] = {}
    for envelope in envelopes:
        if envelope.id in ids:
            continue
        ids.add(envelope.id)
        event = _event(envelope)
        if isinstance(event, Fact):
            before = versions.setdefault((event.name, event.key, event.source_version), event)
            if before is not event and before == event:
                continue
            if before is not event:
                heard.contradicting.add(envelope.id)
        heard.envelopes.append(envelope)
        heard.events[envelope.id] = event
    return heard


def _event(envelope: Envelope) -> Event | Unreadable:
    try:
        return read(envelope)
    except Unreadable as fault:
        return fault
