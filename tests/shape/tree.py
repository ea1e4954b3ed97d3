"""The files that the rules of shape are about."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("contracts", "law", "services", "bench", "deploy")
APART = ("checker",)
"""What imports none of them and is imported by none."""


def python_files(*folders: str) -> list[Path]:
    """Every Python file below the folders, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    """The path as a person writes it, from the repository's root."""
    return path.relative_to(ROOT).as_posix()


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file of the repository that is text; an export without git has no such list."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git stands where the system put it
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listing.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        try:
            yield name, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
