"""`python -m tests.oracles FILE...`: packs of independent cases through the rule sheets and the engine."""

from __future__ import annotations

import sys
from pathlib import Path

from law.packs.pack import UnreadablePack, read_pack
from tests.oracles.answers import checked_here

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Check every file named, or those kept here; 1 if any case fails or a file is no pack."""
    files = [Path(argument) for argument in arguments] or sorted(HERE.glob("*.json"))
    return max([_said_of(file) for file in files], default=1)


def _said_of(file: Path) -> int:
    try:
        report = checked_here(read_pack(file))
    except UnreadablePack as fault:
        sys.stdout.write(f"{file.name}: 0 passed, 1 failed\n  {fault}\n")
        return 1
    counts, *faults = report.lines
    sys.stdout.write("\n".join([f"{file.name}: {counts}", *faults]) + "\n")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
