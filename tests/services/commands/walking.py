"""The commands that a page shows, and what they print when they are typed."""

from __future__ import annotations

import re
import shlex

from typer.testing import CliRunner

from services.__main__ import app

PROGRAM = ".venv/bin/tideover"


def typed(line: str) -> str:
    """What a command of the page prints."""
    result = CliRunner().invoke(app, shlex.split(line.removeprefix(PROGRAM)), env={"COLUMNS": "120"})
    assert result.exit_code == 0, f"{line}: {result.output}{result.exception}"
    return result.stdout


def shown(section: str) -> list[tuple[str, list[str]]]:
    """Every command of the section with the lines that the page shows under it."""
    walk: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```\n(.*?)^```", section, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if (command := line.removeprefix("$ ")).startswith(PROGRAM):
                walk.append((command, []))
            elif walk:
                walk[-1][1].append(line)
    return walk
