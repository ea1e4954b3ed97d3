"""Whether a file says the same twice, or contradicts itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

DIGEST_BYTES = 8
IDENTITY_BYTES = 16
CONTRADICTS = "line {} says otherwise of the same, under the same version"
"""Why a line that contradicts an earlier one is rejected."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier line about the same, and whether it says the same."""

    line: int
    same: bool


class Repeats:
    """Remembers of every statement a digest and its line, some 150 bytes each, and nothing of what it said."""

    def __init__(self) -> None:
        self._lines: dict[bytes, tuple[int, bytes]] = {}

    def earlier(self, identity: bytes, content: bytes) -> Earlier | None:
        """The first line about the same as this one."""
        if (kept := self._lines.get(_digest(identity, IDENTITY_BYTES))) is None:
            return None
        return Earlier(kept[0], kept[1] == _digest(content, DIGEST_BYTES))

    def note(self, line: int, identity: bytes, content: bytes) -> None:
        """Keep what a line says."""
        self._lines.setdefault(_digest(identity, IDENTITY_BYTES), (line, _digest(content, DIGEST_BYTES)))


def _digest(content: bytes, size: int) -> bytes:
    return hashlib.blake2b(content, digest_size=size).digest()
