"""Prints which Python on the path computes quickest: the environment that everything runs in is made with it.

A Python that was compiled on the machine without the profile of its own tests, as many installers compile it, takes a
fifth more of the processor than the one of a distribution, for the same work. Nothing tells the two apart but a look at
the clock. Standard library only: it runs before anything is installed. `python -m deploy.quickest_python`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

NAMES = ("python3.13", "python3.12", "python3.11", "python3")
"""What a Python is called that may fit, the newest first."""
ROUNDS = 3
"""Each Python is measured so often, in turn with the others; its best counts, since other work only slows it down."""
MARGIN = 1.1
"""Who is within a tenth of the quickest is as quick."""
PROBE_SECONDS_MAX = 30

PROBE = """
import ensurepip, json, sys, time, venv
if sys.version_info < (3, 11):
    sys.exit(1)
class Day:
    __slots__ = ("minor",)
    def __init__(self, minor):
        self.minor = minor
    def plus(self, more):
        return Day(self.minor + more)
def work():
    days, sums = Day(0), {}
    for number in range(40_000):
        days = days.plus(number)
        sums[number % 97] = sums.get(number % 97, 0) + days.minor
    for number in range(2_000):
        json.dumps({"days": [number, {"sum": sums[number % 97]}]})
def takes():
    before = time.process_time()
    work()
    return time.process_time() - before
print(min(takes() for _ in range(5)))
"""
"""Calls, objects, dictionaries and JSON: what the engine does most. Prints processor seconds; fails if it cannot be
used: too old, or without what makes an environment.
"""


def on_path(path: str) -> Iterator[str]:
    """Every program on the path that is called like a Python that may fit, each once, the newest first."""
    seen: set[Path] = set()
    for name in NAMES:
        for folder in path.split(os.pathsep):
            program = Path(folder or ".") / name
            if os.access(program, os.X_OK) and program.is_file() and program.resolve() not in seen:
                seen.add(program.resolve())
                yield str(program)


def probed(python: str) -> float | None:
    """The processor seconds that a Python takes for a little work; None if it cannot be used."""
    try:
        done = subprocess.run(
            [python, "-c", PROBE], capture_output=True, text=True, check=True, timeout=PROBE_SECONDS_MAX
        )
        return float(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def measured(pythons: list[str], probe: Callable[[str], float | None] = probed) -> dict[str, float]:
    """The best time of each that can be used, in the same order."""
    best: dict[str, float] = {}
    usable = pythons
    for _ in range(ROUNDS):
        times = {python: seconds for python in usable if (seconds := probe(python)) is not None}
        best = {python: min(seconds, best.get(python, seconds)) for python, seconds in times.items()}
        usable = list(best)
    return best


def quickest(seconds: Mapping[str, float]) -> str | None:
    """The first that is as quick as the quickest; None where there is none."""
    least = min(seconds.values(), default=0.0)
    return next((python for python, own in seconds.items() if own <= least * MARGIN), None)


def main() -> int:
    """Print it; without a word where none can be used."""
    chosen = quickest(measured(list(on_path(os.environ.get("PATH", os.defpath)))))
    if chosen is None:
        return 1
    sys.stdout.write(f"{chosen}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
