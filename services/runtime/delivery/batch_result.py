"""What became of a batch, as numbers: for the transport, for a person, and for the metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, cast

from pydantic_core import from_json

from contracts.base import EVENTS, TYPE_PREFIX, UPCASTS, Envelope
from contracts.eligibility import AssessmentMade, DeterminationMade
from services.runtime.delivery.messages import Item, Readable
from services.runtime.delivery.parking import ToPark
from services.runtime.metrics.labels import AGAIN, FIRST, UNREADABLE

_LAW_APPLIED = {DeterminationMade.type_(): "determination", AssessmentMade.type_(): "assessment"}


@dataclass
class BatchResult:
    """What became of a batch."""

    done: int = 0
    duplicates: int = 0
    not_for_us: int = 0
    parked: int = 0
    published: int = 0
    done_by_event: Counter[str] = field(default_factory=Counter)
    parked_by_reason: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By the event's name and the parking code."""
    parked_events: list[ToPark] = field(default_factory=list)
    """Those of them that nobody was told of yet."""
    repeated: list[Item] = field(default_factory=list)
    """The duplicates, as long."""
    law_applied: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Determinations and assessments published, for the first time or again."""

    def add(self, other: BatchResult) -> None:
        """Count another result into this one."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.parked_events += other.parked_events
        self.repeated += other.repeated
        for name in _COUNTS:
            if counted := getattr(other, name):  # to update a counter with nothing costs as much as with something
                getattr(self, name).update(counted)

    def count_repeated(self, items: Sequence[Item]) -> None:
        """Count events that took effect, or were parked, before."""
        self.duplicates += len(items)
        self.repeated += items

    def forget_events(self) -> None:
        """Let go of the events themselves, of which everybody was told; the numbers stay."""
        self.parked_events.clear()
        self.repeated.clear()

    def count_done(self, items: Iterable[Readable]) -> None:
        """Count events that took effect."""
        events = [item.model.name for item in items]
        if events:
            self.done_by_event.update(events)
            self.done += len(events)

    def count_parked(self, parked: Sequence[ToPark]) -> None:
        """Count events that wait."""
        if parked:
            self.parked += len(parked)
            self.parked_events += parked
            self.parked_by_reason.update((name_in(event.body), event.code) for event in parked)

    def count_published(self, envelopes: Sequence[Envelope]) -> None:
        """Count what was written to the outbox."""
        self.published += len(envelopes)
        for envelope in envelopes:
            if (made := _LAW_APPLIED.get(envelope.type)) is not None:
                self.law_applied[made, FIRST if cast("Any", envelope.data).number == 1 else AGAIN] += 1


_COUNTS = tuple(counted.name for counted in fields(BatchResult) if counted.default_factory is Counter)
_NUMBERS = tuple(counted.name for counted in fields(BatchResult) if counted.default == 0)


def name_in(body: bytes) -> str:
    """The event's name, if the message has one that is known: a label may not be what a stranger wrote."""
    try:
        type_ = from_json(body)["type"]
    except (ValueError, TypeError, KeyError):
        return UNREADABLE
    versions = (*EVENTS, *UPCASTS)
    return next((name for name, version in versions if f"{TYPE_PREFIX}.{name}.v{version}" == type_), UNREADABLE)
