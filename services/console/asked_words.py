"""A question in the reader's language, in the words that letters have for it: there is no second vocabulary."""

from __future__ import annotations

from contracts.about import About
from contracts.claims import Ground
from services.console.language import said_in_letters
from services.letters.asked import matter_about
from services.letters.language import Language, language_of
from services.letters.model import LAW_LANGUAGE


def asked_in_letters(language: Language, about: About, ground: Ground | None) -> str:
    """What is asked, and the ground in question, as the person reads it in their letter.

    Empty in the language of the sheets, in which the question stands in its own words, and where letters have none.
    """
    code = language.words.language
    kind = matter_about(about)
    if code == LAW_LANGUAGE or not language_of(code).has(f"asked.about.{kind}"):
        return ""
    asked = said_in_letters(language, f"asked.about.{kind}")
    return asked if ground is None else f"{asked} {said_in_letters(language, f'ground.{ground}')}"
