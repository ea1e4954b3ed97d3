"""What a person at the terminal can put right is told in a sentence, never as a traceback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

NEAR_MAX = 3
"""So many near names are offered; a longer list is not read."""
LISTED_MAX = 8
"""More names than this are not listed, but counted."""
EMPTY = "without a name"


class InWords(Exception):
    """A fault whose message says to its reader what is wrong and, where it can, what to do. It ends a command."""


def no_such(kind: str, name: str, names: Iterable[str], all_by: str = "") -> str:
    """That there is nothing of this name, and what is meant, as `meant` says it.

    `no_such("scheme", "us/missisippi", ...)` reads "there is no scheme us/missisippi; do you mean us/mississippi?".
    """
    return f"there is no {kind} {name or EMPTY}; {meant(name, names, all_by)}"


def meant(name: str, names: Iterable[str], all_by: str = "") -> str:
    """The names nearest to a wrong one, or where none is near, all of them if they are few.

    `all_by` is the command that lists all.
    """
    every = list(names)
    if near := nearest(name, every):
        return f"do you mean {either(near)}?{f' `{all_by}` lists all.' if all_by else ''}"
    if not every:
        return "there are none"
    if len(every) <= LISTED_MAX:
        return f"there are {', '.join(every)}"
    if all_by:
        return f"`{all_by}` lists all"
    return f"there are {', '.join(every[:LISTED_MAX])} and {len(every) - LISTED_MAX} more"


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The names that a wrong one is most like, or that it is a part of; at most three."""
    written = {candidate.casefold(): candidate for candidate in names}
    if near := get_close_matches(name.casefold(), written, NEAR_MAX):
        return [written[candidate] for candidate in near]
    return [original for folded, original in written.items() if name and name.casefold() in folded][:NEAR_MAX]


def either(names: Sequence[str]) -> str:
    """One of these: `a, b or c`."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def as_sentence(words: str) -> str:
    """With a capital letter, and ended."""
    return words[:1].upper() + ended(words[1:])


def ended(words: str) -> str:
    """With a full stop, unless it has one or asks."""
    return words if words.endswith(("?", ".")) else f"{words}."
