"""What a person at the terminal can put right is told in a sentence, never as a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

NEAR_MAX = 3
"""So many near names are offered; a longer list is not read."""


class InWords(Exception):
    """A fault whose message says to its reader what is wrong and, where it can, what to do. It ends a command."""


def no_such(kind: str, name: str, names: Iterable[str]) -> str:
    """That there is nothing of this name, with the names that are meant: the near ones, or all where none is near.

    `no_such("scheme", "us/missisippi", ...)` reads "there is no scheme us/missisippi; do you mean us/mississippi?".
    """
    written = {candidate.casefold(): candidate for candidate in names}
    near = get_close_matches(name.casefold(), written, NEAR_MAX)
    meant = [written[candidate] for candidate in near]
    if not meant:
        meant = [original for folded, original in written.items() if name and name.casefold() in folded][:NEAR_MAX]
    hint = f"do you mean {' or '.join(meant)}?" if meant else f"there are {', '.join(written.values())}"
    return f"there is no {kind} {name}; {hint}"


def as_sentence(words: str) -> str:
    """With a capital letter, and with a full stop unless it asks."""
    return words[:1].upper() + words[1:] + ("" if words.endswith(("?", ".")) else ".")
