"""What is kept of earlier messages to check later ones: ids, versions of facts, and when something came."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator

from contracts.base import Envelope
from contracts.registry import Fact, FactRetracted
from services.registry_kit.message_faults import Fault
from services.registry_kit.timestamps import span_in_words, written

DIGEST_BYTES = 8
VERSION_MAX = 2**64 - 1
MINUTE_MS = 60_000

At = tuple[Fault, int | None, int | None]
"""A fault with the partition and offset of a message that shows it."""


class Ids:
    """Every id with a digest of what came under it."""

    def __init__(self) -> None:
        self._seen: dict[bytes, bytes] = {}

    def note(self, envelope: Envelope, meaning: bytes) -> Fault | None:
        """Whether the id came before, and with what meaning."""
        content = _digest(meaning)
        before = self._seen.setdefault(envelope.id.bytes, b"")
        if not before:
            self._seen[envelope.id.bytes] = content
            return None
        return Fault("repeated" if before == content else "id-reused")


class Versions:
    """Every fact with its versions: number, digest of the content, partition, offset, packed one after another."""

    _ONE = struct.Struct(f">Q{DIGEST_BYTES}sIQ")

    def __init__(self) -> None:
        self._seen: dict[bytes, bytes] = {}

    def note(self, envelope: Envelope, fact: Fact, partition: int, offset: int) -> Iterator[Fault]:
        """What is wrong with this version after those that came before. A retraction is a version of its fact."""
        kind = fact.kind if isinstance(fact, FactRetracted) else fact.name
        identity = _digest(f"{envelope.source}|{envelope.subject}|{kind}|{fact.key}".encode())
        number, content = min(fact.source_version, VERSION_MAX), _digest(fact.model_dump_json().encode())
        packed = self._seen.get(identity, b"")
        known = {version: digest for version, digest, _, _ in self._ONE.iter_unpack(packed)}
        if number in known:
            yield Fault("same-fact-again" if known[number] == content else "contradiction")
            return
        if known and number < max(known):
            yield Fault("version-backwards", f"Version {number} after {max(known)}.")
        self._seen[identity] = packed + self._ONE.pack(number, content, partition, offset)

    def gaps(self) -> Iterator[At]:
        """Facts with versions missing between two that came, shown at the newest."""
        for packed in self._seen.values():
            versions = sorted(self._ONE.iter_unpack(packed))
            if versions[-1][0] - versions[0][0] >= len(versions):
                came = ", ".join(str(number) for number, *_ in versions)
                yield Fault("version-gap", f"Versions {came} came."), versions[-1][2], versions[-1][3]


class Minutes:
    """In which minutes something came, with the first message of each."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, int]] = {}

    def note(self, at_ms: int, partition: int, offset: int) -> None:
        """A message came."""
        self._seen.setdefault(at_ms // MINUTE_MS, (partition, offset))

    def silences(self, since_ms: int | None, until_ms: int, longest_ms: int) -> Iterator[At]:
        """Every time without a message that was too long, shown at the message that ended it."""
        if not self._seen:
            yield Fault("nothing-there"), None, None
            return
        came = sorted(self._seen)
        before = came[0] if since_ms is None else since_ms // MINUTE_MS
        for minute in [*came, max(until_ms // MINUTE_MS, came[-1])]:
            if (span := (minute - before) * MINUTE_MS) > longest_ms:
                detail = f"{span_in_words(span)}, from {written(before * MINUTE_MS)} to {written(minute * MINUTE_MS)}."
                yield Fault("silence", detail), *self._seen.get(minute, (None, None))
            before = minute


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest()
