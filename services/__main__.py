"""The command line `tideover`."""

from __future__ import annotations

import sys

from contracts.in_words import InWords
from services.commands.commands import TIDEOVER
from services.commands.lazy import command_line
from services.commands.printing import printable

app = command_line(TIDEOVER)


def main() -> None:
    """Run a command; what is wrong with a sheet, a setting or a key is one sentence, not a traceback."""
    try:
        app()
    except InWords as fault:
        sys.stderr.write(f"{printable(str(fault))}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
