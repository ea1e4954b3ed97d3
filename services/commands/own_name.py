"""What a person has to type to call us again: a command that is printed must work where it is read."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

COMMAND = "tideover"


def own_name() -> str:
    """`tideover` where the shell finds it, else the shortest path to it from where we stand."""
    called = Path(sys.argv[0])
    if called.name != COMMAND or shutil.which(COMMAND) == str(called):
        return COMMAND
    return min(str(called), os.path.relpath(called), key=len)
