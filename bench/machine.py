"""The machine a figure was measured on; a figure without it says nothing."""

from __future__ import annotations

import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Machine:
    """Cores, processor, Python, and how busy the machine was when the measuring began."""

    cores: int
    processor: str
    python: str
    load: str

    def __str__(self) -> str:
        """One line."""
        return f"{self.cores} cores, {self.processor}, Python {self.python}, load average {self.load}"


def this_machine() -> Machine:
    """The machine we run on, now."""
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return Machine(os.cpu_count() or 1, _processor(), platform.python_version(), load)


def _processor() -> str:
    told = CPU_INFO.read_text("utf-8") if CPU_INFO.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found[1] if found else platform.processor() or "unknown processor"
