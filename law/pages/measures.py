"""How large things are drawn, in the units of a picture as wide as a phone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

WIDTH = 344
PAD = 10
GAP = 14
LANE = 9
ARROW = 5
TITLE_LINE, SMALL_LINE = 17, 16
TITLE_LETTER, SMALL_LETTER = 84, 70
"""Tenths of a unit that a letter takes at most, on average over a line of 13 and 12 units."""
MARK = 14
PLOT_WIDTH, PLOT_HEIGHT, PLOT_TOP = 300, 64, 16


def wrapped(text: str, width: int, letter: int) -> list[str]:
    """The text in lines that fit a width."""
    return list(_lines(text, width * 10 // letter))


def _lines(text: str, letters: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and _letters(longer) > letters:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _letters(text: str) -> int:
    """Letters of full width, as in Japanese or Korean, count twice."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
