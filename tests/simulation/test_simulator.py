"""The simulator itself: the same seed is the same life, a failing life becomes small, and the command says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.__main__ import app
from services.simulation import shrinking
from services.simulation.actions import IsBorn
from services.simulation.campaign_record import CampaignRecord, RecordUnusable, SeedPlan, begun, write
from services.simulation.lives import drawn
from services.simulation.play import play
from services.simulation.shrinking import shrunk
from services.simulation.stories import StoryUnreadable, as_yaml, read_story
from services.simulation.story import SimulatedStory
from services.simulation.story_run import StoryRun
from services.simulation.troubles import TROUBLES
from tests.simulation.planted import planted

STORIES = Path(__file__).with_name("stories")


def log_of(seed: int) -> dict[str, list[bytes]]:
    """Everything that was said in the life of a seed."""
    run = StoryRun(drawn(seed))
    for action in run.story.actions:
        run.perform(action)
    run.carry()
    return run.world.topics


def test_a_seed_is_the_same_life_to_the_last_byte() -> None:
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    assert log_of(7) == log_of(7)


def test_leaving_a_trouble_out_changes_nothing_of_lives_that_do_not_meet_it() -> None:
    trouble = "two people with one key"
    stories = [(drawn(seed), drawn(seed, frozenset(TROUBLES) - {trouble})) for seed in range(30)]
    assert any(first == second for first, second in stories)


def test_a_failing_life_shrinks_to_what_makes_it_fail() -> None:
    with planted("the wait is forgotten"):
        story = next(one for seed in range(1, 9) if play(one := drawn(seed)).violations)
        rule = play(story).violations[0].rule
        small = shrunk(story, lambda candidate: rule in play(candidate).rules, plays_max=60)
        assert rule in play(small).rules
    assert len(small.actions) < len(story.actions) / 2
    assert {"files", "certifies"} <= {action.do for action in small.actions}
    assert not play(small).violations, "without the fault the same life is in order"


def test_shrinking_keeps_what_cannot_be_left_out() -> None:
    actions = tuple(IsBorn(id=f"a{number}", at=date(2020, 1, 1)) for number in range(40))
    small = shrunk(
        SimulatedStory(actions=actions), lambda story: {"a3", "a29"} <= {action.id for action in story.actions}
    )
    assert [action.id for action in small.actions] == ["a3", "a29"]


def test_the_command_plays_seeds_and_says_what_fired(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["simulate", "--seeds", "1..2", "--keep-in", str(tmp_path / "kept")])
    assert result.exit_code == 0
    assert "2 seeds" in result.stdout
    assert not (tmp_path / "kept").exists()
    assert "certifies" in result.stdout


def test_the_command_prints_its_result_as_json() -> None:
    result = CliRunner().invoke(app, ["simulate", "--seeds", "3..4", "--json"])
    said = json.loads(result.stdout)
    assert (said["seeds"], said["failures"]) == ({"first": 3, "played": 2}, [])
    assert said["fired"]["certifies"]
    assert Decimal(said["seeds_a_second"]) > 0


def test_a_failing_seed_ends_with_one_and_leaves_its_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrinking, "PLAYS_MAX", 12)
    monkeypatch.setattr("services.simulation.campaign.FAILURES_MAX", 1)
    with planted("the wait is forgotten"):
        result = CliRunner().invoke(app, ["simulate", "--seeds", "1..9", "--keep-in", str(tmp_path)])
    assert result.exit_code == 1
    kept = sorted(tmp_path.glob("seed-*.yaml"))
    assert kept
    assert str(kept[0]) in result.stdout
    assert read_story(kept[0]).actions


def test_a_campaign_goes_on_where_its_record_ends_and_counts_no_seed_twice(tmp_path: Path) -> None:
    """One sitting of three seeds says the same as one that is killed in the second seed, and another."""
    whole, parts = tmp_path / "whole.json", tmp_path / "parts.json"
    simulated("--seeds", "1..3", "--record", str(whole))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("services.commands.simulate.SEEDS_BETWEEN", 1)
        patched.setattr("services.simulation.campaign.drawn", dying_at(2))
        assert simulated("--seeds", "1..3", "--record", str(parts)).exit_code
    assert CampaignRecord.model_validate_json(parts.read_bytes()).played == 1
    said = json.loads(simulated("--seeds", "1..3", "--record", str(parts), "--json").stdout)
    assert said["seeds"] == {"first": 1, "played": 3}
    ends = [CampaignRecord.model_validate_json(path.read_bytes()) for path in (whole, parts)]
    assert ends[0].model_copy(update={"seconds": 0}) == ends[1].model_copy(update={"seconds": 0})
    again = json.loads(simulated("--seeds", "1..3", "--record", str(parts), "--json").stdout)
    assert again["fired"] == said["fired"], "nothing is left to play"


def test_a_record_of_other_seeds_is_refused_in_words(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    write(CampaignRecord(plan=SeedPlan(first=1, last=3)), record)
    with pytest.raises(RecordUnusable, match="the record of seeds 1"):
        begun(record, SeedPlan(first=1, last=4))
    record.write_text("{}")
    with pytest.raises(RecordUnusable, match="is no record"):
        begun(record, SeedPlan(first=1, last=3))


def simulated(*words: str) -> Result:
    return CliRunner().invoke(app, ["simulate", *words])


def dying_at(last: int) -> Callable[..., SimulatedStory]:
    """Stories up to a seed at which the process is killed."""

    def stories(seed: int, troubles: frozenset[str]) -> SimulatedStory:
        if seed == last:
            raise KeyboardInterrupt
        return drawn(seed, troubles)

    return stories


@pytest.mark.parametrize(
    ("seeds", "words"), [("1-9", "1..2000"), ("9..1", "1..2000"), ("²..3", "1..2000"), ("1.." + "9" * 40, "1..2000")]
)
def test_seeds_that_are_no_range_are_refused(seeds: str, words: str) -> None:
    result = CliRunner().invoke(app, ["simulate", "--seeds", seeds])
    assert result.exit_code == 2
    assert words in result.output


def test_a_kept_story_is_played_again_by_the_command() -> None:
    path = STORIES / "a_version_in_superscript.yaml"
    result = CliRunner().invoke(app, ["simulate", "--story", str(path)])
    assert (result.exit_code, "every rule holds" in result.stdout) == (0, True)


def test_a_file_that_is_no_story_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text("actions: [{do: dances}]\n", encoding="utf-8")
    with pytest.raises(StoryUnreadable, match="is no story"):
        read_story(path)
    with pytest.raises(StoryUnreadable, match="cannot be read"):
        read_story(tmp_path / "missing.yaml")


def test_a_story_is_one_action_a_line() -> None:
    story = drawn(3)
    text = as_yaml(story)
    assert text.count("\n  - {id: ") == len(story.actions)
