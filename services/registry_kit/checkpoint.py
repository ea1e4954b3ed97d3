"""How far a file was published, kept beside it, so that an interrupted ingest goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from contracts.in_words import InWords

BLOCK_BYTES = 1 << 20


class DifferentIngest(InWords):
    """What was begun before is not what is asked now; the message is one sentence."""


@dataclass(slots=True)
class Tally:
    """How many lines there were, and what became of them; as in `Checkpoint`."""

    lines: int = 0
    blank: int = 0
    continued: int = 0
    published: int = 0
    rejected: int = 0
    repeated: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything up to here is with the broker, or in the file of rejects."""

    work: str
    """A digest of the file, the mapping, the kind, the topic and the pseudonym key: what makes it the same work."""
    lines: int = 0
    """Lines of the file after its header, each counted once, whatever stands in it."""
    blank: int = 0
    continued: int = 0
    """Lines that go on a cell in quotes of the line before."""
    published: int = 0
    rejected: int = 0
    repeated: int = 0
    """Facts that an earlier line of the file had stated with the same content."""
    silent: int = 0
    """Lines that say nothing of the kind that is asked for, or nothing new."""
    rejects_bytes: int = 0
    finished: bool = False

    def advanced(self, tally: Tally, *, rejects_bytes: int) -> Checkpoint:
        """The checkpoint after some more lines."""
        counts = {name: getattr(self, name) + count for name, count in asdict(tally).items()}
        return replace(self, rejects_bytes=rejects_bytes, **counts)


def checkpoint_file(path: Path) -> Path:
    """Where the checkpoint of a file is kept."""
    return path.with_name(f"{path.name}.ingest.json")


def stored_checkpoint(path: Path, work: str) -> Checkpoint:
    """Where the work on a file stands. Raises `DifferentIngest` if other work on it was begun and not finished."""
    kept = checkpoint_file(path)
    if not kept.exists():
        return Checkpoint(work)
    try:
        checkpoint = Checkpoint(**json.loads(kept.read_text("utf-8")))
    except (ValueError, TypeError):
        raise DifferentIngest(f"{kept.name} cannot be read; begin anew with --again, which is safe.") from None
    if checkpoint.work == work:
        return checkpoint
    if checkpoint.finished:
        return Checkpoint(work)
    raise DifferentIngest(
        f"{path.name} was begun with other content, mapping, topic or key; {checkpoint.lines} lines are published; "
        "finish it as it was, or begin anew with --again."
    )


def keep(path: Path, checkpoint: Checkpoint) -> None:
    """Write the checkpoint, whole or not at all."""
    kept = checkpoint_file(path)
    fresh = kept.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(checkpoint), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(kept)


def digest_of(path: Path, *more: bytes) -> str:
    """A digest of a file's bytes and of what else makes the work the same."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    for part in more:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
