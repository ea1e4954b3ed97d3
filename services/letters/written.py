"""A letter in a language: lines of runs, each of one language and direction, for text, page and PDF alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LetterRun:
    """LetterWords in a row; `language` is None for the letter's own, and empty for what belongs to none."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line, an item of a list, or a note in small print."""

    runs: tuple[LetterRun, ...]
    kind: Literal["plain", "item", "note"] = "plain"
    note: tuple[LetterRun, ...] = ()
    """Below it in small print: the original words of what stands in the line."""

    @property
    def text(self) -> str:
        """All of it without the languages."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A heading and its lines."""

    heading: str
    lines: tuple[WrittenLine, ...]


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter as it goes out."""

    language: str
    """As HTML writes it: `ar`, `fr`."""
    direction: Literal["ltr", "rtl"]
    title: str
    head: tuple[WrittenLine, ...]
    """To whom, on which day, on which claim."""
    sections: tuple[WrittenSection, ...]
    foot: WrittenLine
