"""Many seeds one after another: what broke, what fired, how fast; a seed that fails is made small and kept."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services.simulation.lives import drawn
from services.simulation.play import Played, play
from services.simulation.second_schedule import OTHER_ENDS
from services.simulation.shrinking import shrunk
from services.simulation.stories import as_yaml
from services.simulation.story import SimulatedStory
from services.simulation.troubles import TROUBLES

FAILURES_MAX = 3
TWICE_EACH = 20
"""Of so many seeds one is told in two schedules: it costs as much as two lives more."""
GARBAGE_EACH = 100_000
"""Garbage is looked for each time so many objects were made and not yet given back."""
GoesOn = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Failure:
    """A seed that broke a rule, and its smallest story."""

    seed: int
    rule: str
    says: str
    story: SimulatedStory


@dataclass
class Campaign:
    """What came of the seeds so far."""

    seeds: int = 0
    actions: int = 0
    fired: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)


def run(  # noqa: PLR0913 - each is one independent wish
    seeds: Iterable[int],
    *,
    troubles: frozenset[str] = frozenset(TROUBLES),
    but: Collection[str] = (),
    goes_on: GoesOn = lambda: True,
    progress: Callable[[Campaign], None] = lambda _: None,
    failures_max: int | None = None,
) -> Campaign:
    """Play the story of each seed; ends early when `goes_on` says so or after `failures_max` failures."""
    campaign = Campaign()
    for seed in _seldom_collecting(seeds):
        if not goes_on():
            break
        played = play(drawn(seed, troubles), but, twice=seed % TWICE_EACH == 0)
        campaign.seeds += 1
        campaign.actions += len(played.story.actions)
        campaign.fired += played.fired
        if played.violations:
            campaign.failures.append(smallest(played, but))
        progress(campaign)
        if len(campaign.failures) >= (FAILURES_MAX if failures_max is None else failures_max):
            break
    return campaign


def _seldom_collecting(seeds: Iterable[int]) -> Iterator[int]:
    """The seeds, while garbage is collected seldom: lives leave little behind, and to look for it cost a tenth."""
    thresholds = gc.get_threshold()
    gc.set_threshold(GARBAGE_EACH, *thresholds[1:])
    try:
        yield from seeds
    finally:
        gc.set_threshold(*thresholds)


def smallest(played: Played, but: Collection[str] = ()) -> Failure:
    """The failure with the smallest story that breaks the same rule."""
    first = played.violations[0]
    twice = first.rule == OTHER_ENDS or first.rule not in play(played.story, but).rules
    story = shrunk(played.story, lambda candidate: first.rule in play(candidate, but, twice=twice).rules)
    again = play(story, but, twice=twice).violations
    says = next(str(violation) for violation in again if violation.rule == first.rule)
    return Failure(played.story.seed, first.rule, says, story.model_copy(update={"says": says}))


def keep(failure: Failure, folder: Path) -> Path:
    """Write the story into the folder, under its seed."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"seed-{failure.seed}.yaml"
    path.write_text(as_yaml(failure.story), encoding="utf-8")
    return path
