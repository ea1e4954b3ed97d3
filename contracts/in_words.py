"""What a person at the terminal can put right is told in a sentence, never as a traceback."""

from __future__ import annotations


class InWords(Exception):
    """A fault whose message says to its reader what is wrong and, where it can, what to do. It ends a command."""
