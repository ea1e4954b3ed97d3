"""`python -m tests.oracles FILE...`: packs of independent cases through the rule sheets and the engine."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.oracles.check import checked
from tests.oracles.pack import read_pack

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Check every file named, or those kept here; 1 if any case fails."""
    files = [Path(argument) for argument in arguments] or sorted(HERE.glob("*.json"))
    failed = 0
    for file in files:
        report = checked(read_pack(file))
        failed += len(report.failed)
        lines = [f"{file.name}: {report.passed} passed, {len(report.failed)} failed"]
        lines += [f"  {line}" for line in (*report.failed, *report.set_aside)]
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
