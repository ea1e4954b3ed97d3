"""`python -m checker FILE --key HEX`: holds an exported decision against its own facts, sheet and signature."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from checker.decision import check

UNREADABLE = 2


def main() -> int:
    """Check the file that is named; 0 if every step holds, 2 if it cannot be read."""
    arguments = argparse.ArgumentParser(prog="checker", description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument(
        "--key",
        action="append",
        default=[],
        help="The public key that must have signed it, in hexadecimal digits; again for each that the institution had.",
    )
    asked = arguments.parse_args()
    try:
        proof = json.loads(asked.file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as unreadable:
        print(f"{asked.file} cannot be read as an exported decision: {unreadable}")  # noqa: T201
        return UNREADABLE
    result = check(proof, *asked.key)
    for false in result.faults:
        print(f"FALSE  {false}")  # noqa: T201 - what it says is its output
    for what, why in sorted(result.given.items()):
        print(f"given  {what}: {why}")  # noqa: T201
    held = "Every step holds." if not result.faults else f"{len(result.faults)} things do not hold."
    print(f"{held} {result.steps} steps, {result.facts} facts, {len(result.given)} things taken as given.")  # noqa: T201
    return int(bool(result.faults))


if __name__ == "__main__":
    sys.exit(main())
