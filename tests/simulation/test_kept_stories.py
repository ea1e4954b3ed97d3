"""Every kept story holds: each is the smallest life that once broke a rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.simulation.play import play
from services.simulation.stories import as_yaml, read_story

STORIES = Path(__file__).with_name("stories")
KEPT = sorted(STORIES.glob("*.yaml"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_kept_story_holds(path: Path) -> None:
    played = play(read_story(path))
    assert not played.violations


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_story_is_written_as_it_is_read(path: Path, tmp_path: Path) -> None:
    story = read_story(path)
    again = tmp_path / "again.yaml"
    again.write_text(as_yaml(story), encoding="utf-8")
    assert read_story(again) == story
    assert story.says != "drawn"
