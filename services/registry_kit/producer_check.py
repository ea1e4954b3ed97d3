"""Checks a producer: messages are given one after another, and the faults are reported at the end.

It knows no broker and no clock, and keeps some 300 bytes of digests per message and nothing of its content.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.base import Envelope, Unreadable, known_publisher
from contracts.reading import read_step_by_step
from contracts.registry import Fact
from services.registry_kit.findings import FINDINGS
from services.registry_kit.message_faults import (
    Fault,
    ReceivedMessage,
    fineness_faults,
    key_faults,
    schema_faults,
    time_faults,
)
from services.registry_kit.producer_memory import Ids, Minutes, Versions

EXAMPLES_MAX = 3
CONTENT_TYPE = b"application/cloudevents+json"


@dataclass(frozen=True, slots=True)
class FaultReport:
    """One kind of fault that was found: how often, what exactly, and where the first few stand."""

    code: str
    count: int
    details: tuple[str, ...]
    examples: tuple[str, ...]
    """As topic/partition/offset."""


class ProducerCheck:
    """Looks at the messages of one topic, in the order of each partition.

    `publisher` is who alone may write here, None where the topic is for a trial.
    """

    def __init__(self, topic: str, publisher: str | None, partitions: int) -> None:
        self.messages = 0
        self._topic = topic
        self._publisher = publisher
        self._partitions = partitions
        self._ids = Ids()
        self._versions = Versions()
        self._minutes = Minutes()
        self._counts: Counter[str] = Counter()
        self._details: defaultdict[str, list[str]] = defaultdict(list)
        self._examples: defaultdict[str, list[str]] = defaultdict(list)

    def look(self, seen: ReceivedMessage) -> None:
        """Take one message in."""
        self.messages += 1
        self._minutes.note(seen.at_ms, seen.partition, seen.offset)
        for fault in self._faults(seen):
            self._note(fault, seen.partition, seen.offset)

    def told(self, *, since_ms: int | None, until_ms: int, silence_ms: int) -> list[FaultReport]:
        """Everything that was found; silence is judged from `since_ms`, or the first message, to `until_ms`."""
        for fault, partition, offset in self._versions.gaps():
            self._note(fault, partition, offset)
        for fault, partition, offset in self._minutes.silences(since_ms, until_ms, silence_ms):
            self._note(fault, partition, offset)
        return [
            FaultReport(code, self._counts[code], tuple(self._details[code]), tuple(self._examples[code]))
            for code in FINDINGS
            if self._counts[code]
        ]

    def _faults(self, seen: ReceivedMessage) -> Iterator[Fault]:
        if seen.content_type != CONTENT_TYPE:
            yield Fault("no-content-type")
        try:
            opened = read_step_by_step(seen.value or b"")
        except Unreadable as fault:
            if fault.envelope is not None:
                yield from key_faults(seen, fault.envelope, self._partitions)
                yield from filter(None, [self._ids.note(fault.envelope, fault.envelope.to_bytes())])
                yield from self._topic_faults(fault.envelope)
            yield Fault(fault.code, fault.reason)
            return
        envelope, event = opened.envelope, opened.event
        yield from key_faults(seen, envelope, self._partitions)
        before = self._ids.note(envelope, opened.meaning)
        if before is not None:
            yield before
        yield from self._topic_faults(envelope)
        yield from schema_faults(envelope, event)
        yield from fineness_faults(event)
        if isinstance(event, Fact):
            yield from time_faults(seen, envelope, event)
            if before is None or before.code != "repeated":
                yield from self._versions.note(envelope, event, seen.partition, seen.offset)

    def _topic_faults(self, envelope: Envelope) -> Iterator[Fault]:
        if self._publisher is not None and (said_by := known_publisher(envelope.type)) not in {"", self._publisher}:
            yield Fault("wrong-topic", f"It belongs to {said_by}.")

    def _note(self, fault: Fault, partition: int | None, offset: int | None) -> None:
        self._counts[fault.code] += 1
        if len(self._examples[fault.code]) < EXAMPLES_MAX:
            if partition is not None:
                self._examples[fault.code].append(f"{self._topic}/{partition}/{offset}")
            if fault.detail and fault.detail not in self._details[fault.code]:
                self._details[fault.code].append(fault.detail)
