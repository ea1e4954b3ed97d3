"""Where a sealed file stands between us and the bank, and the moves between those states."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

OURS, AT_THE_BANK = "TIDEOVER", "BANK-HAS"
"""How names of files begin: those that go to the bank, and those of payments that it has had under other names."""


class FileState(StrEnum):
    """Where a file stands between us and the bank."""

    SEALED = "sealed"
    SENDING = "sending"
    """Written down before the call, so that a crash in the middle is seen as a doubt, not as a file to send again."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """We do not know whether the bank has it; only the bank's own evidence says, and nothing is sent on a guess."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    STOPPED = "stopped"
    """A named officer stopped it before it was sent: its payments are due again, and it never goes."""


OPEN = frozenset({FileState.SEALED, FileState.SENDING, FileState.SENT, FileState.UNKNOWN})
"""The states in which the bank has not answered for the file."""

FILE_MOVES: Mapping[FileState, frozenset[FileState]] = {
    FileState.SEALED: frozenset(set(FileState) - {FileState.SEALED}),
    FileState.SENDING: frozenset({FileState.SENT, FileState.UNKNOWN, FileState.ACCEPTED, FileState.REJECTED}),
    FileState.SENT: frozenset({FileState.UNKNOWN, FileState.ACCEPTED, FileState.REJECTED}),
    FileState.UNKNOWN: frozenset({FileState.SENDING, FileState.ACCEPTED, FileState.REJECTED}),
    FileState.ACCEPTED: frozenset({FileState.REJECTED}),
    FileState.REJECTED: frozenset(),
    FileState.STOPPED: frozenset(),
}
"""The life of a file; the database refuses every other move, so that none is sent as if it were new (`guards.py`).

A bank may speak of a file that a restored database still takes for sealed, and refuse one that it first accepted. What
is rebuilt from the log takes over where the live database's files stand.
"""
