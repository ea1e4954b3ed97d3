"""How a count is printed that may be hidden because it is about few people."""

from __future__ import annotations

HIDDEN = "·"
"""Stands for a number that is not told."""


def count_shown(number: int | None) -> str:
    """A number, or the sign of one that is hidden."""
    return HIDDEN if number is None else f"{number:,}"
