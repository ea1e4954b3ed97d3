"""What is wrong with one message by itself: its schema, its key, its times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from contracts.base import EVENTS, SCHEMA_PREFIX, TYPE_PREFIX, Envelope, Event, partition_of
from contracts.code_lists import group_of
from contracts.registry import ContributionRecorded, Fact
from contracts.schemas import RELEASED
from services.registry_kit.coarse import STATISTICAL
from services.registry_kit.timestamps import moment_of
from services.runtime.privacy.pseudonyms import FORM

CLOCKS_DIFFER_MAX = timedelta(minutes=5)
PERIOD_DAYS_MAX = 366
PSEUDONYM = re.compile(FORM)


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message as it stands in a topic. `at_ms` is the message's own time, in Unix milliseconds."""

    partition: int
    offset: int
    at_ms: int
    key: bytes | None
    value: bytes | None
    content_type: bytes | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault by its code in `FINDINGS`; `detail` names fields and versions, and no value that is anybody's."""

    code: str
    detail: str = ""


def key_faults(seen: ReceivedMessage, envelope: Envelope, partitions: int) -> Iterator[Fault]:
    """A message without the right key, in the wrong partition, or about somebody by an open number."""
    if seen.key is None:
        yield Fault("no-key")
    elif seen.key != envelope.subject.encode():
        yield Fault("key-not-subject")
    if seen.partition != partition_of(envelope.subject, partitions):
        yield Fault("wrong-partition")
    if not PSEUDONYM.fullmatch(envelope.subject):
        yield Fault("no-pseudonym")


def schema_faults(envelope: Envelope, event: Event) -> Iterator[Fault]:
    """What can be read and is yet not as the schema says."""
    name, _, version = envelope.type.removeprefix(f"{TYPE_PREFIX}.").rpartition(".v")
    if envelope.dataschema != f"{SCHEMA_PREFIX}:{name}:{version}":
        yield Fault("wrong-dataschema", f"That of {envelope.type} is {SCHEMA_PREFIX}:{name}:{version}.")
    if (name, int(version)) in EVENTS:
        more = list(_more(envelope.data, event.model_dump(mode="json")))
    else:  # raised from an earlier version, whose fields are those of its released schema
        more = list(envelope.data.keys() - _fields_released(f"{name}.v{version}"))
    if more:
        yield Fault("unknown-field", f"{event.name}: {', '.join(sorted(more))}.")


@cache
def _fields_released(stem: str) -> frozenset[str]:
    schema = json.loads((RELEASED / f"{stem}.json").read_text("utf-8"))
    return frozenset(schema["properties"])


def _more(data: Any, known: Any, way: str = "") -> Iterator[str]:
    """Where the data hold fields that were not taken up."""
    if isinstance(data, dict) and isinstance(known, dict):
        for name, value in data.items():
            if name in known:
                yield from _more(value, known[name], f"{way}{name}.")
            else:
                yield f"{way}{name}"
    elif isinstance(data, list) and isinstance(known, list):
        for item, taken in zip(data, known, strict=False):
            yield from _more(item, taken, way)


def fineness_faults(event: Event) -> Iterator[Fault]:
    """Codes that tell more of a person than the bus carries."""
    codes = {name: getattr(event, name, None) for name in STATISTICAL}
    if fine := [name for name, code in codes.items() if code is not None and group_of(code) != code]:
        yield Fault("too-fine", f"{event.name}: {', '.join(fine)}.")


def time_faults(seen: ReceivedMessage, envelope: Envelope, fact: Fact) -> Iterator[Fault]:
    """Moments and periods that cannot be."""
    sent = moment_of(seen.at_ms) + CLOCKS_DIFFER_MAX
    late = [name for name, moment in _moments(envelope, fact) if moment > sent]
    if late:
        yield Fault("recorded-in-the-future", f"In {' and '.join(late)}.")
    if isinstance(fact, ContributionRecorded):
        if fact.period.start > fact.recorded_at.date():
            yield Fault("period-not-begun")
        if fact.period.days > PERIOD_DAYS_MAX:
            yield Fault("period-too-long")


def _moments(envelope: Envelope, fact: Fact) -> Iterator[tuple[str, datetime]]:
    yield "time", envelope.time
    yield "recorded_at", fact.recorded_at
