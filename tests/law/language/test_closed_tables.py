"""A table over the words of a particular is complete by itself, and knows no word that is never looked up."""

from __future__ import annotations

import pytest

from tests.law.language.sheet import SOUND, X, fault, load, within

PARTICULAR = within("particulars", "fault:\n  meaning: Fault\n  words: [minor, serious]\n  asks: How serious was it?")
TABLE = """\
cut:
  meaning: Cut
  unit: share
  down: {of: fault, step: is}
  values:
    - from: 2020-01-01
      rows: {ROWS}"""
ASKED = within("quantities", "asked:\n  meaning: A\n  unit: share\n  is: cut(fault)")
FOR_REGION = within("quantities", "asked:\n  meaning: A\n  unit: share\n  is: cut(region())")


def sheet(rows: str, asked: str = ASKED) -> str:
    return SOUND + X + PARTICULAR + within("tables", TABLE.replace("ROWS", rows)) + asked


def test_a_row_for_each_word_needs_nothing_else() -> None:
    assert load(sheet("minor: 0.25, serious: 0.50")).tables["cut"].otherwise is None


WRONG = [
    ("a word without a row", sheet("minor: 0.25"), "cut says nothing for serious, by which it is looked up here"),
    (
        "a misspelt row",
        sheet("minor: 0.25, seriuos: 0.50"),
        '"seriuos" is never looked up in cut; do you mean serious?',
    ),
    ("an open list", sheet("minor: 0.25, serious: 0.50", FOR_REGION), "a word that nobody has foreseen"),
]


@pytest.mark.parametrize(("text", "sentence"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_words_that_do_not_meet_the_rows_are_refused_where_the_table_is_asked(text: str, sentence: str) -> None:
    error = fault(text)

    assert sentence in error.sentence
    assert error.rule == "quantities.asked.is"
