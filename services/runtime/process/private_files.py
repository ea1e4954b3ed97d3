"""Files and folders that nobody else on the machine may read."""

from __future__ import annotations

import os
from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are not there yet, for their owner alone; one that is there stays."""
    if not folder.exists():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def private_file(file: Path) -> None:
    """Make a file, or take one of ours, for its owner alone."""
    private_folder(file.parent)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
