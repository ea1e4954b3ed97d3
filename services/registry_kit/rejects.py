"""The files of rejects and of results: line numbers and reasons, and nothing of what the lines said."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from services.registry_kit.facts import Reject


def write_results(path: Path, results: Iterable[tuple[int, str]]) -> None:
    """Write what became of each line, in place of what an earlier run wrote."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "result"])
        writer.writerows(results)


class Rejects:
    """Appends rejects from a given size on; what an interrupted run wrote beyond it is cut off."""

    def __init__(self, path: Path, size: int = 0) -> None:
        self.path = path
        self._file = path.open("a+", encoding="utf-8", newline="")
        self._file.truncate(size)
        self._writer = csv.writer(self._file)
        if size == 0:
            self._writer.writerow(["line", "reason"])

    def write(self, rejects: Iterable[Reject]) -> None:
        """Append rejects."""
        self._writer.writerows((reject.line, reject.reason) for reject in rejects)

    def settle(self) -> int:
        """Bring everything to the disk; the file's size then."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.seek(0, os.SEEK_END)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
