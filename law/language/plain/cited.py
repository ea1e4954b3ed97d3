"""A sentence of the law with its citation: every page of a scheme is made of these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence with where it stands in the law; `rule` is the name of what it says, `notes` follow from it.

    In `text` and `notes` other rules stand in square brackets by their meaning.
    """

    text: str
    cites: str
    unverified: bool = False
    rule: str = ""
    notes: tuple[str, ...] = ()
