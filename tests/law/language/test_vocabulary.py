"""Every question is documented, tested by name, and answers in the unit it declares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from law.language.terms.questions import Answer, QuestionRegister
from law.questions.vocabulary import VOCABULARY

ROOT = Path(__file__).parents[3]
README = (ROOT / "law/README.md").read_text(encoding="utf-8")
TESTS = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_f*.py"))
SHEETS = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "law/schemes").glob("*/*.yaml"))


@pytest.mark.parametrize("name", sorted(VOCABULARY.questions))
def test_the_question_is_in_the_readme_and_is_asked_in_a_test_or_a_sheet(name: str) -> None:
    assert f"`{name}(" in README
    assert f"{name}(" in TESTS + SHEETS


def test_the_readme_names_no_question_that_does_not_exist() -> None:
    table = README.partition("## The vocabulary")[2].partition("When a law asks")[0]

    assert set(re.findall(r"`([a-z_]+)\(", table)) == set(VOCABULARY.questions)


def test_two_questions_of_one_name_are_refused() -> None:
    register = QuestionRegister()

    def age() -> Answer:
        return Answer(1)

    register.question(unit="count", sentence="the age")(age)

    with pytest.raises(TypeError, match="two questions call themselves age"):
        register.question(unit="count", sentence="the age again")(age)
