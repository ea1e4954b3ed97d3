"""The pictures in the READMEs show what the console's pages say today, and are small."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.services.console.pictures import (
    ALIKE,
    BYTES_MAX,
    FOLDER,
    PICTURES,
    SHOWN_WIDTH,
    kept_words,
    likeness,
    opened,
    words_of,
)
from tests.services.console.walking.world import laptop_world

READMES = (FOLDER.parent / "README.md", Path(__file__).parents[3] / "README.md")
RENEW = "python -m tests.services.console.pictures takes the pictures anew"


def test_every_picture_shows_what_its_page_says(browser: Browser, tmp_path: Path) -> None:
    with laptop_world(tmp_path) as world:
        shown = [(picture, words_of(page)) for picture, page in opened(browser, world)]
    alike = {picture.name: likeness(kept_words(picture), words) for picture, words in shown}
    assert {name for name, share in alike.items() if share < ALIKE} == set(), RENEW


def test_every_picture_is_small_and_stands_in_a_readme_with_words_for_who_does_not_see_it() -> None:
    texts = "".join(file.read_text("utf-8") for file in READMES)
    for picture in PICTURES:
        file = FOLDER / f"{picture.name}.png"
        assert file.stat().st_size < BYTES_MAX, picture.name
        with Image.open(file) as kept:
            assert kept.width == SHOWN_WIDTH, picture.name
        assert f"pictures/{picture.name}.png)" in texts, picture.name
    assert {file.stem for file in FOLDER.glob("*.png")} == {picture.name for picture in PICTURES}
    assert "![](" not in texts


def test_a_picture_of_a_page_that_says_something_else_is_seen() -> None:
    assert likeness("one two three four", "one two three four") == 1
    assert likeness("the person waits for a decision", "a programme begins on Monday") < ALIKE
    assert likeness("", "a new page") == 0
