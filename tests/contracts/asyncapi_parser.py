"""The AsyncAPI project's own parser, installed from its lock file into a cache when it is first asked for."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import fasteners

from deploy.programs import cache_folder, need

HERE = Path(__file__).with_name("node")
FILES = ("package.json", "package-lock.json", "check.mjs")
INSTALLED = ".installed"


def faults_in(*documents: str) -> list[list[str]]:
    """What the parser says is wrong with each document; nothing of one that is valid."""
    run = subprocess.run(
        [need("node", package="nodejs"), "check.mjs"],
        input=json.dumps(documents),
        cwd=_installed(),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode or run.stderr:
        raise RuntimeError(run.stderr)
    faults: list[list[str]] = json.loads(run.stdout)
    return faults


def _installed() -> Path:
    """The folder of the parser; another lock file gets another folder."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()[:16]
    folder = cache_folder() / f"asyncapi-parser-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    with fasteners.InterProcessLock(folder.with_name(f"{folder.name}.lock")):
        if not (folder / INSTALLED).exists():
            for name in FILES:
                shutil.copy(HERE / name, folder)
            command = [need("npm", package="npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"the AsyncAPI parser could not be installed: {done.stderr}")
            (folder / INSTALLED).touch()
    return folder
