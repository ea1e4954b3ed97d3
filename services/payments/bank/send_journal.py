"""What was handed to the bank, written down outside the database before it goes: a restore does not take it back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class SentFile(BaseModel):
    """A file that was, or was about to be, handed to the bank: identifiers of payments, no account and no amount."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    end_to_ends: tuple[str, ...]


@dataclass
class SendJournal:
    """A text file of the gateway's own, a line a file in the order of sending; it lies where no restore touches it."""

    path: Path

    def __post_init__(self) -> None:
        self.is_new = not self.path.exists()
        self._sent: dict[str, SentFile] = {}
        if self.is_new:
            self._append(b"")
        for line in self.path.read_bytes().splitlines():
            try:
                sent = SentFile.model_validate_json(line)
            except ValidationError:  # cut off while it was written, and therefore before anything was sent
                continue
            self._sent[sent.name] = sent

    @property
    def sent(self) -> Mapping[str, SentFile]:
        """All files by name, the latest last."""
        return self._sent

    @property
    def latest(self) -> SentFile | None:
        """The file that was sent last."""
        return self._sent[next(reversed(self._sent))] if self._sent else None

    def note(self, file: SentFile) -> None:
        """Write a file down and wait until the disk has it; call it before the file is sent."""
        self._append(file.model_dump_json().encode() + b"\n")
        self._sent.pop(file.name, None)
        self._sent[file.name] = file

    def _append(self, line: bytes) -> None:
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
