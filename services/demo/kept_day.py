"""A day of the demonstration, kept: a copy of its databases as they were in the evening, for officers to work in."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from services.runtime.process.private_files import private_file, private_folder

OFFICERS_DAY = date(2020, 6, 8)
"""A Monday on which questions of every kind wait: what officers find who work on with the demonstration."""
FOLDER = "officers-day"
"""Below the demonstration's own folder."""


def keep(world: Path) -> Path:
    """Copy a laptop's databases and keys as they are now; where the copy lies. What is being written is waited for."""
    into = world / FOLDER
    private_folder(into)
    for file in sorted(world.rglob("*")):
        copy = into / file.relative_to(world)
        if into in file.parents or file.is_dir() or file.name.endswith(("-wal", "-shm")):
            continue
        private_file(copy)
        if file.suffix == ".db":
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        else:
            shutil.copyfile(file, copy)
    return into
