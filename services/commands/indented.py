"""Words below a row of a list, indented and cut into lines that fit the smallest terminal, of eighty columns."""

from __future__ import annotations

import textwrap

WIDTH, INDENT = 78, "    "


def indented(words: str) -> str:
    """The words as lines of at most `WIDTH` signs, each indented; a word alone that is longer stays whole."""
    lines = textwrap.wrap(words, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT, break_long_words=False)
    return "\n".join(lines)
