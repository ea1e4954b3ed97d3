"""The heads of the chains, written down outside the database: what a later audit holds the chains against."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from contracts.in_words import InWords


class HeadsUnreadable(InWords):
    """A file of heads holds something else; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one chain of a service at the time of an audit: the number of its last link, and its digest."""

    service: str
    chain: int
    number: int
    digest: str
    """Hexadecimal, 64 digits."""


def read_heads(file: Path) -> list[Head]:
    """The heads in a file, one a line, oldest first; none if there is no such file yet.

    Raises `HeadsUnreadable`.
    """
    if not file.exists():
        return []
    heads = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            said = json.loads(line)
            heads.append(Head(str(said["service"]), int(said["chain"]), int(said["number"]), str(said["digest"])))
        except (ValueError, TypeError, KeyError):
            raise HeadsUnreadable(f"Line {number} of {file} is not the head of a chain.") from None
    return heads


def add_heads(file: Path, heads: Iterable[Head]) -> None:
    """Write heads behind those that the file holds; what it holds is never changed."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(asdict(head)) + "\n" for head in heads)
        lines.flush()
        os.fsync(lines.fileno())
