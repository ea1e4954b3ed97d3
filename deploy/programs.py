"""Programs that the servers need and that Python packages do not bring."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import fasteners


class MissingProgram(Exception):
    """A program is not there and could not be installed; the message is one sentence."""


def need(program: str, *, package: str) -> str:
    """Where the program is; on Debian, and as root, its package is installed if it is missing.

    Raises `MissingProgram`.
    """
    if found := shutil.which(program):
        return found
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise MissingProgram(f"{program} is missing: install it (on Debian: apt-get install {package}).")
    with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "tideover-apt.lock"):
        if shutil.which(program) is None:
            _install(apt, package)
    found = shutil.which(program)
    if found is None:
        raise MissingProgram(f"{program} is missing, and the package {package} did not bring it.")
    return found


def _install(apt: str, package: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        done = subprocess.run([apt, "-q", *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            why = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise MissingProgram(f"{package} could not be installed: {' '.join(why)}")


def cache_folder() -> Path:
    """Where things obtained once are kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tideover"
