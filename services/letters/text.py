"""A letter as plain text: the same letter in the same language is the same bytes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from services.letters.written import LetterRun, WrittenLetter, WrittenLine

WIDTH = 88
INDENT = {"plain": ("", ""), "item": ("- ", "  "), "note": ("  ", "  ")}


def as_text(letter: WrittenLetter) -> str:
    """The letter as lines of at most 88 signs."""
    lines = [line for part in letter.head for line in _wrapped(part)]
    lines += ["", *textwrap.wrap(letter.title, WIDTH), "=" * min(WIDTH, len(letter.title))]
    for section in letter.sections:
        lines += ["", section.heading, "-" * len(section.heading)]
        lines += [line for part in section.lines for line in _wrapped(part)]
    lines += ["", *_wrapped(letter.foot)]
    return "\n".join(lines) + "\n"


def _wrapped(line: WrittenLine) -> Iterator[str]:
    first, later = INDENT[line.kind]
    yield from _filled(line.runs, first, later)
    if line.note:
        yield from _filled(line.note, later or "  ", later or "  ")


def _filled(runs: tuple[LetterRun, ...], first: str, later: str) -> list[str]:
    text = "".join(run.text for run in runs)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
