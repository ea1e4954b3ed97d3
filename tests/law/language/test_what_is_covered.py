"""What the README says the language covers is used in a sheet and told as a story."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from law.catalogue import stories_of
from law.people.story_file import read_stories

ROOT = Path(__file__).parents[3]
README = (ROOT / "law/README.md").read_text(encoding="utf-8")
TABLE = README.partition("## What the language covers")[2].partition("## How to add a scheme")[0]
ROWS = re.findall(r"^\| (.+?) \| `(.+?)` \| `(.+?)` \| `(.+?)` \|$", TABLE, flags=re.MULTILINE)
TESTS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/law/schemes").glob("test_*.py"))


def sheet(name: str) -> str:
    """The words of a sheet, whatever its lines."""
    path = ROOT / "law/schemes" / f"{name}.yaml"
    return " ".join(path.read_text(encoding="utf-8").split())


def test_the_table_is_read_whole() -> None:
    lines = [line for line in TABLE.splitlines() if line.startswith("| ")]

    assert len(ROWS) == len(lines) - 1  # all but the head
    assert len(ROWS) > 35


@pytest.mark.parametrize(("element", "name", "words", "story"), ROWS, ids=[row[0] for row in ROWS])
def test_an_element_is_used_in_its_sheet_and_told_as_a_story(element: str, name: str, words: str, story: str) -> None:
    assert words in sheet(name), element
    people = {told.person for told in read_stories(stories_of(name)).stories}
    assert story in people or f"def {story}(" in TESTS, element


def test_words_that_no_sheet_holds_would_be_seen() -> None:
    assert "insured_months(nowhere)" not in sheet("de/alg1")
