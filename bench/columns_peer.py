"""GETTSIM in an environment of its own, made when first asked for, so that the project's stays as it is."""

from __future__ import annotations

import json
import os
import subprocess  # a peer's packages never meet ours in one process
import sys
import tempfile
import venv
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from bench.columns_people import Aggregates

PINNED = ("gettsim==1.3.1", "ttsim-backend==1.3.2", "pandas==3.1.1", "dags==0.6.0")
SIDE = Path(__file__).with_name("columns_peer_side.py")
MINUTES = 60


class NoPeer(Exception):
    """The peer cannot be had here; the sentence says why."""


def cache() -> Path:
    """Where the peer's environment lies: the user's cache, or what `TIDEOVER_BENCH_CACHE` names."""
    named = os.environ.get("TIDEOVER_BENCH_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "tideover" / "bench"


def python_of_peer() -> Path:
    """The peer's interpreter; its environment is made the first time. Raises `NoPeer` if it cannot be."""
    home = cache() / "-".join(PINNED[0].split("=="))
    python = home / "bin" / "python"
    if (home / "ready").exists():
        return python
    venv.create(home, with_pip=True, clear=True)
    asked = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINNED]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  arguments of our own
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise NoPeer(f"GETTSIM could not be installed into {home}: {reason}")
    (home / "ready").touch()
    return python


def measured(people: Aggregates, runs: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The peer's seconds, and what it found. Raises `NoPeer`."""
    python = python_of_peer()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.npz"
        np.savez(path, **asdict(people))
        asked = [str(python), str(SIDE), str(path), str(runs)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=30 * MINUTES)  # noqa: S603  same
        if done.returncode:
            reason = (done.stderr.strip().splitlines() or [f"{sys.executable} said nothing"])[-1]
            raise NoPeer(f"GETTSIM did not run: {reason}")
        told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        with np.load(path.with_suffix(".peer.npz")) as found:
            return told, {name: found[name] for name in found.files}
