"""Under which pseudonym, and with which account, a story's person is known."""

from __future__ import annotations


def person(number: int) -> str:
    """The pseudonym of a story's person."""
    return f"p-{number:032x}"


def account(number: int) -> str:
    """The synthetic account of a story's person."""
    return f"123456780:{number:010d}"
