"""The path of one claim in README.md: each step links to the line of what it names.

`python -m tests.shape.reading_path` sets the lines of all links to where the names are defined now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tests.shape.tree import ROOT

README = ROOT / "README.md"
HEADING = "## One claim, file by file"
_LINK = re.compile(r"\[`(?P<name>\w+)`\]\((?P<path>[\w/.-]+\.py)#L(?P<line>\d+)\)")


class Link(NamedTuple):
    """A name that the path mentions, and where it says that the name is defined."""

    name: str
    path: str
    line: int


def section(readme: str) -> str:
    """The text of the path, without its heading."""
    return readme.partition(HEADING)[2].partition("\n## ")[0]


def links(readme: str) -> Iterator[Link]:
    """Every link of the path, in order."""
    return (Link(match["name"], match["path"], int(match["line"])) for match in _LINK.finditer(section(readme)))


def defined_at(name: str, path: str) -> int:
    """The line on which a function or class is defined. Raises `LookupError` if the file defines none of the name."""
    lines = (ROOT / path).read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if re.match(rf"\s*(def|class) {name}\b", line):
            return number
    raise LookupError(f"{path} defines no {name}")


def relinked(readme: str) -> str:
    """The README with the lines of the path's links as they are now."""
    old = section(readme)
    new = _LINK.sub(lambda m: f"[`{m['name']}`]({m['path']}#L{defined_at(m['name'], m['path'])})", old)
    return readme.replace(old, new)


if __name__ == "__main__":
    README.write_text(relinked(README.read_text("utf-8")), "utf-8")
