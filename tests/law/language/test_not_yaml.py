"""A broken YAML file is told by line, column and a plain sentence, never in the words of the library that reads it."""

from __future__ import annotations

import pytest

from law.language.terms.document import read_document
from law.language.terms.errors import RuleSheetError

BROKEN = [
    ("a: b: c\n", 1, "a text with a colon and a blank stands between quotes. It stops at column 5."),
    ("a: 1\n  b: 2\n", 2, "no name may begin here: it stands too far right, or in a text. It stops at column 4."),
    ("a: 1\n---\nb: 2\n", 2, "three hyphens begin a second text: a file holds one. It stops at column 1."),
    ("a: \x00\n", 1, "a sign stands here that no text holds. It stops at column 4."),
    ("a: 1\nb: \ud800\n", 2, "a sign stands here that no text holds. It stops at column 4."),
    ("%YAML 9.9\na: b\n", 1, "from here on it cannot be read. It stops at column 1."),
    ("? x\n- y\n", 2, "the blanks before it are more or fewer. It stops at column 1."),
    ("a:\n  - [1 2: 3]\n  - [4: 5, 6\n", 3, "a brace or bracket is opened and not shut."),
    ("a: [1, 2 }]\n", 1, "commas part what stands between a brace or bracket and its end. It stops at column 10."),
    ("a:\n  - 'b\n", 2, "quotes are opened and not shut."),
]
OF_THE_LIBRARY = ("mapping", "token", "flow", "block", "expected", "found", "scalar", "character", "stream", "node")


@pytest.mark.parametrize(("text", "line", "sentence"), BROKEN)
def test_a_broken_file_is_told_by_line_column_and_a_plain_sentence(text: str, line: int, sentence: str) -> None:
    with pytest.raises(RuleSheetError) as raised:
        read_document(text, file="sheet.yaml")

    said = str(raised.value)
    assert said.startswith(f"sheet.yaml:{line}: sheet: this is not YAML: ")
    assert sentence in said
    assert not [word for word in OF_THE_LIBRARY if word in raised.value.sentence]
