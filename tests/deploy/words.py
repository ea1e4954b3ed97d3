"""What a page tells its reader to type: commands of ours, statements of SQL, and where to look."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from tests.shape.tree import ROOT

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_SAID = re.compile(r"^(?:\$ )?(?:\S*/)?(tideover|make|python3? -m deploy\S*)(?: (.*))?$")
_REST = re.compile(r"\s#\s.*$|\s*(?:;|&&|\||\s>).*$")


def pages() -> list[Path]:
    """Every page of the repository that a person reads."""
    places = ("*.md", "contracts/**/*.md", "services/**/*.md", "deploy/**/*.md", "tests/**/*.md", "bench/**/*.md")
    return sorted({path for place in places for path in ROOT.glob(place)})


def commands(text: str) -> Iterator[tuple[str, list[str], bool]]:
    """Program, words behind it, and whether it stands in a block, to be typed as it is."""
    without = _FENCE.sub("", text)
    for line in (line for _, block in _FENCE.findall(text) for line in block.replace("\\\n", " ").splitlines()):
        yield from _command(line, in_block=True)
    for words in _INLINE.findall(without):
        yield from _command(words, in_block=False)


def _command(line: str, *, in_block: bool) -> Iterator[tuple[str, list[str], bool]]:
    if found := _SAID.match(line.strip()):
        try:
            words = shlex.split(_REST.sub("", f" {found[2] or ''}"))
        except ValueError:  # a sentence with an apostrophe, not a command
            return
        yield found[1], words, in_block


def statements(text: str) -> list[str]:
    """Every statement of SQL that a page tells its reader to make."""
    blocks = [one for kind, block in _FENCE.findall(text) if kind == "sql" for one in block.split(";\n")]
    inline = [found for words in _INLINE.findall(_FENCE.sub("", text)) for found in _sql_in(words)]
    return [one.strip() for one in (*blocks, *inline) if one.strip()]


def _sql_in(words: str) -> Iterator[str]:
    if found := re.search(r"(?:^|-c ')(SELECT [^']+)", words):
        yield found[1]


def emphasised(text: str) -> list[str]:
    """Names of dashboards, panels and alerts, which stand in italics."""
    return re.findall(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)", text)
