"""Reads a file of stories. What is wrong with it is one sentence with the line, in words of ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from law.language.sheet.scheme import Scheme
from law.language.terms.errors import RuleSheetError
from law.people.model_file import read_words
from law.people.story import Stories, StoryFault

EXAMPLE = (
    "stories: [{person: A person who ..., because: Article 1, claims: 2025-03-10, lost_work: {reason: laid_off}, "
    "earned: [{from: 2024-03-01, months: 12, amount: 50000}], expect: {outcome: granted}}]"
)
STORY = re.compile(r"stories\.([0-9]+)")


def read_stories(path: Path) -> Stories:
    """The stories in a file. Raises `StoryFault`."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise StoryFault(f"there is no file of stories {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoryFault(f"{path}: the file cannot be read: {error}") from None
    words: Any = None
    try:
        read = read_words(text, file=str(path), example=EXAMPLE)
        words = read.words
        return read.as_model(Stories)
    except RuleSheetError as error:
        error.rule = f"{_person(words, error.rule)}{error.rule}"
        raise StoryFault(str(error)) from None


def refuse_other_scheme(stories: Stories, scheme: Scheme, path: Path) -> None:
    """Raises `StoryFault` where the stories were written for another scheme than this."""
    if stories.scheme != scheme.name:
        raise StoryFault(f"{path}: these are stories of {stories.scheme}, and the sheet is that of {scheme.name}")


def _person(words: Any, rule: str) -> str:
    """Whose story it is, where that can be told."""
    number = STORY.match(rule)
    try:
        return f"{words['stories'][int(number[1]) - 1]['person']}: " if number else ""
    except (LookupError, TypeError):
        return ""
