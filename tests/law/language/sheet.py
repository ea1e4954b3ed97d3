"""A small sound sheet, and the same with one line changed, to see each check bite."""

from __future__ import annotations

import textwrap
from pathlib import Path

from law.language.sheet.load import load_text
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import RuleSheetError
from law.questions.vocabulary import VOCABULARY

SOUND = Path(__file__).with_name("small.yaml").read_text("utf-8")
X = """
  - article: x
    says: What a test adds.
"""
"""An article for the rules that a test adds."""


def within(section: str, *entries: str) -> str:
    """Entries as they stand in a section of an article."""
    return f"    {section}:\n" + textwrap.indent("".join(f"{entry.strip()}\n" for entry in entries), " " * 6)


def load(text: str = SOUND, *, accept_unverified: bool = False) -> Scheme:
    """The sheet as a scheme."""
    return load_text(text, file="small.yaml", vocabulary=VOCABULARY, accept_unverified=accept_unverified)


def changed(old: str, new: str) -> str:
    """The sound sheet with one piece replaced."""
    assert SOUND.count(old) == 1, f"{old!r} must stand once in the sound sheet"
    return SOUND.replace(old, new)


def fault(text: str) -> RuleSheetError:
    """The error that a sheet is refused with."""
    try:
        load(text)
    except RuleSheetError as error:
        return error
    raise AssertionError("the sheet was accepted")


def line_of(piece: str, text: str = SOUND) -> int:
    """The line on which a piece stands."""
    return text[: text.index(piece)].count("\n") + 1
