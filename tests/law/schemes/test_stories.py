"""Stories written as data: every file passes, and a story that the law contradicts is told so in words."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from law.catalogue import STORIES, load_scheme, scheme_names
from law.people.story import StoryFault, read_stories
from law.people.try_story import try_story
from services.__main__ import app

FILES = {path.relative_to(STORIES).with_suffix("").as_posix(): path for path in sorted(STORIES.glob("*/*.yaml"))}
TEXT = FILES["uy/desempleo"].read_text("utf-8")
FEWEST = 5


@pytest.mark.parametrize("name", FILES)
def test_every_story_of_a_scheme_passes(name: str) -> None:
    told = read_stories(FILES[name])
    assert told.scheme == name
    assert name in scheme_names()
    assert len(told.stories) >= FEWEST
    scheme = load_scheme(name, accept_unverified=True)
    for story in told.stories:
        assert not try_story(story, scheme).differences, story.person


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("outcome", "refused", "outcome: expected refused, but the law says granted"),
        ("rate", Decimal(1), "rate: expected 1.00, but the law says 33,000.00"),
        ("lasts", "7 months", "lasts: expected 7 months, but the law says 6 months"),
        ("total", Decimal(1), "total: expected 1.00, but the law says 150,000.00"),
        ("paid", (Decimal(1),), "paid: expected 1.00, but the law says 33,000.00, 28,500.00"),
        ("unmet", ("insured_long_enough",), "unmet: expected insured_long_enough, but the law says none"),
        ("asked", ("not_on_strike",), "asked: expected not_on_strike, but the law says none"),
    ],
)
def test_an_expectation_that_the_law_contradicts_is_a_difference(field: str, value: object, sentence: str) -> None:
    story = read_stories(FILES["uy/desempleo"]).stories[0]
    wrong = story.model_copy(update={"expect": story.expect.model_copy(update={field: value})})
    tried = try_story(wrong, load_scheme("uy/desempleo", accept_unverified=True))
    assert any(difference.startswith(sentence) for difference in tried.differences), tried.differences


def test_the_command_ends_with_the_number_of_failures_and_a_code(tmp_path: Path) -> None:
    planted = tmp_path / "planted.yaml"
    planted.write_text(TEXT.replace("rate: 33000", "rate: 33001"), encoding="utf-8")
    runs = {
        0: ["scheme", "try", "uy/desempleo"],
        1: ["scheme", "try", "uy/desempleo", str(planted)],
        2: ["scheme", "try", "uy/desempleo", str(tmp_path / "vanished.yaml")],
    }
    codes = [CliRunner().invoke(app, run).exit_code for run in runs.values()]
    assert codes == list(runs)


def test_what_is_wrong_with_a_file_of_stories_is_one_sentence_with_its_place(tmp_path: Path) -> None:
    for piece, other, place in (
        ("claims: 2025-03-01", "claims: tomorrow", "stories.1.claims"),
        ("reason: laid_off", "reason: bored", "stories.1.lost_work.reason"),
        ("outcome: granted", "outcome: rich", "stories.1.expect.outcome"),
    ):
        path = tmp_path / "wrong.yaml"
        path.write_text(TEXT.replace(piece, other, 1), encoding="utf-8")
        with pytest.raises(StoryFault, match=place):
            read_stories(path)


def test_a_story_that_no_institution_could_state_names_the_person_and_the_part(tmp_path: Path) -> None:
    path = tmp_path / "precise.yaml"
    path.write_text(TEXT.replace("amount: 50000", "amount: 50000.001", 1), encoding="utf-8")
    ran = CliRunner().invoke(app, ["scheme", "try", "uy/desempleo", str(path)])

    assert ran.exit_code == 2
    assert "A shop assistant of 39" in ran.output
    assert "the pay of job job: 50000.001 is not a whole number of the smallest unit of UYU" in ran.output


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=8))
@settings(max_examples=60)
def test_a_file_of_stories_with_a_piece_torn_out_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, junk: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "torn.yaml"
    path.write_text(TEXT[:start] + junk + TEXT[start + length :], encoding="utf-8", errors="replace")
    with contextlib.suppress(StoryFault):
        read_stories(path)
