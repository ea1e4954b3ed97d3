"""Sheets are written so that a change of the law changes few lines: one key a line, and no line over 120 characters."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml

from law.catalogue import SCHEMES

LAW = SCHEMES.parent
LONGEST = 120
SHEETS = {path.relative_to(SCHEMES).as_posix(): path.read_text("utf-8") for path in sorted(SCHEMES.rglob("*.yaml"))}
FILES = {path.relative_to(LAW).as_posix(): path for path in sorted(LAW.rglob("*.yaml"))}
WORDS_MAX = 25
CROWDED = """\
articles:
  - article: Small Act § 1
    says: a claim lives for 52 weeks
    parameters:
      year: {meaning: Year, unit: weeks}
"""


def too_long(text: str) -> list[int]:
    """The numbers of the lines that no screen shows whole."""
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST]


def with_several_keys(text: str) -> list[int]:
    """The numbers of the lines on which more than one key stands."""
    keys: Counter[int] = Counter()
    nodes = [yaml.compose(text, Loader=yaml.CSafeLoader)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            keys.update(key.start_mark.line + 1 for key, _ in node.value)
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value
    return sorted(line for line, count in keys.items() if count > 1)


def not_plain(text: str) -> list[str]:
    """The sentences on articles that are none, that are long, or that say a figure, which is for the dated values."""
    said = [article["says"] for article in yaml.safe_load(text)["articles"]]
    return [
        says
        for says in said
        if not re.fullmatch(r"[A-Z].*\.", says) or len(says.split()) > WORDS_MAX or re.search(r"\d", says)
    ]


def test_a_crowded_sheet_would_be_seen() -> None:
    assert too_long("x" * LONGEST + "\n" + "x" * (LONGEST + 1)) == [2]
    assert with_several_keys(CROWDED) == [5]
    assert not_plain(CROWDED) == ["a claim lives for 52 weeks"]


@pytest.mark.parametrize("file", FILES)
def test_no_line_is_longer_than_a_screen(file: str) -> None:
    assert not too_long(FILES[file].read_text("utf-8"))


@pytest.mark.parametrize("name", SHEETS)
def test_each_key_of_a_sheet_has_a_line_of_its_own(name: str) -> None:
    assert not with_several_keys(SHEETS[name])


@pytest.mark.parametrize("name", SHEETS)
def test_each_article_says_in_one_plain_sentence_what_it_is_about(name: str) -> None:
    assert not not_plain(SHEETS[name])
