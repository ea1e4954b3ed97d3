"""Prometheus and its checkers, from the system's packages; installed when we may, asked for when we may not."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PACKAGES = {
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "amtool": "prometheus-alertmanager",
}


class ToolMissing(Exception):
    """A tool is not there and cannot be installed from here; the message says what to install."""


def tool(name: str) -> Path:
    """Where a tool stands. Installs its Debian package if it is missing and we are root.

    Raises `ToolMissing`.
    """
    if (found := shutil.which(name)) is not None:
        return Path(found)
    lock = Path(tempfile.gettempdir()) / "tideover-packages.lock"
    with lock.open("w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # several test processes may find it missing at once
        if shutil.which(name) is None:
            _install(PACKAGES[name])
    if (found := shutil.which(name)) is None:
        raise ToolMissing(f"{name} is missing: install {PACKAGES[name]} with your system's package manager.")
    return Path(found)


def _install(package: str) -> None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        run = subprocess.run([apt, "--quiet", *command], env=quietly, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            last = (run.stderr or run.stdout).strip().splitlines()[-1:]
            raise ToolMissing(f"{package} could not be installed: {' '.join(last)}")
