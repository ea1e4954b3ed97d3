"""How a story tells of letters: by which way they went, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.base import Event
from contracts.letters import LetterDelivered, LetterReturned, LetterSent

Told = tuple[str, tuple[str, ...]]
"""A sentence, and the law behind it: none."""


def _way(e: LetterSent | LetterDelivered | LetterReturned) -> str:
    return f"The letter on {e.letter}, by {e.channel.value.replace('_', ' ')} ({e.reference}),"


LETTERS: Mapping[type[Event], Callable[[Any], Told]] = {
    LetterSent: lambda e: (f"{_way(e)} was sent.", ()),
    LetterDelivered: lambda e: (f"{_way(e)} reached the person; there is proof of it.", ()),
    LetterReturned: lambda e: (f"{_way(e)} came back.", ()),
}
