"""Installs what a lock file names into the environment that runs this, and shows how far it is.

Standard library only: it runs before anything is installed. `python -m deploy.install LOCK`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import TextIO

_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
_ONE_MORE = ("Collecting ", "Processing ")
"""How a line of pip begins that names a further package, from an index or from a file."""
_SECONDS_BETWEEN_LOOKS = 1
_BAR = 24


def packages_in(lock: Path) -> int:
    """How many packages a lock file names. Those for other systems are counted too, so it is an upper bound."""
    return len(set(_PIN.findall(lock.read_text("utf-8", errors="replace"))))


def installed_in(folder: Path) -> int:
    """How many packages lie in an environment."""
    return sum(1 for _ in folder.glob("*.dist-info"))


class Progress:
    """One line that is written over on a terminal; elsewhere a line each time a tenth more is done."""

    def __init__(self, total: int, out: TextIO) -> None:
        self._total, self._out = total, out
        self._last = -1
        self._step, self._most = "", 0

    def show(self, what: str, done: int) -> None:
        """Show a step, `what`, of which `done` packages are done; never fewer than before in the same step."""
        self._most = max(done, self._most) if what == self._step else done
        self._step, done = what, self._most
        share = min(done, self._total) / self._total
        if self._out.isatty():
            bar = ("#" * round(share * _BAR)).ljust(_BAR, ".")
            self._out.write(f"\r\033[K{what:10} [{bar}] {done} of about {self._total}")
        elif round(share * 10) != self._last:
            self._last = round(share * 10)
            self._out.write(f"{what} {done} of about {self._total} packages\n")
        self._out.flush()

    def end(self, sentence: str) -> None:
        """Close the line with a sentence."""
        self._out.write(f"\r\033[K{sentence}\n" if self._out.isatty() else f"{sentence}\n")


def install(lock: Path, out: TextIO) -> int:
    """Install, show progress; pip's own exit code. What pip says is shown only if it fails."""
    site = Path(sysconfig.get_paths()["purelib"])
    began = time.monotonic()
    progress = Progress(packages_in(lock), out)
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-color"]
    with subprocess.Popen(
        [*command, "--progress-bar", "off", "--require-hashes", "-r", str(lock)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        output = _watched(pip, progress, site)
    if pip.returncode:
        progress.end("pip could not install the packages; this is its output:")
        out.write(output)
        return pip.returncode
    megabytes = sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1_000_000
    progress.end(f"{installed_in(site)} packages, {megabytes:.0f} MB, {time.monotonic() - began:.0f} s")
    return 0


def _watched(pip: subprocess.Popen[str], progress: Progress, site: Path) -> str:
    """All that pip writes, shown as progress. It is silent while it installs, so the folder is counted then."""
    if pip.stdout is None:
        raise TypeError("pip's output must be a pipe")
    lines: list[str] = []
    fetched = 0
    for line in pip.stdout:
        lines.append(line)
        if line.startswith("Installing collected packages"):
            break
        if line.startswith(_ONE_MORE):
            fetched += 1
            progress.show("Fetched", fetched)
    before = installed_in(site)
    while True:
        try:
            pip.wait(_SECONDS_BETWEEN_LOOKS)
            break
        except subprocess.TimeoutExpired:
            progress.show("Installed", installed_in(site) - before)
    return "".join(lines) + pip.stdout.read()


def main(arguments: list[str]) -> int:
    """Install what the one argument names; 2, with a sentence, where it names no lock file."""
    lock = Path(arguments[0]) if len(arguments) == 1 else None
    if lock is None or not lock.is_file() or not packages_in(lock):
        sys.stderr.write("Name one lock file that pins packages: python deploy/install.py requirements.lock\n")
        return 2
    return install(lock, sys.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
