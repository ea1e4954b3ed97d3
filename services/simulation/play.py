"""Plays a story to its end and says which rules did not hold."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from services.simulation.actions import Carries
from services.simulation.rest import at_the_end, come_to_rest
from services.simulation.rules import Violation, after_each_step, the_books_balance
from services.simulation.second_schedule import compared
from services.simulation.story import SimulatedStory
from services.simulation.story_run import StoryRun


@dataclass
class Played:
    """What came of a story."""

    story: SimulatedStory
    violations: list[Violation] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)

    @property
    def rules(self) -> frozenset[str]:
        """The rules that did not hold."""
        return frozenset(violation.rule for violation in self.violations)


def play(story: SimulatedStory, but: Collection[str] = (), *, twice: bool = False) -> Played:
    """The story from its first action to rest; it ends at the first rule that does not hold, `but` those named.

    With `twice` its facts are told in two schedules as well, and must end alike.
    """
    run = StoryRun(story)
    played = Played(story, fired=run.fired)
    try:
        for action in story.actions:
            run.perform(action)
            if action.waits:
                continue
            if not isinstance(action, Carries):
                run.carry()
            if broken := _of_interest(after_each_step(run), but):
                played.violations = broken
                return played
        come_to_rest(run)
        ends = (*after_each_step(run), *the_books_balance(run), *at_the_end(run))
        played.violations = _of_interest(ends, but)
        if twice and not played.violations:
            run.fired["told in two schedules"] += 1
            played.violations = _of_interest(compared(story), but)
    except Exception as fault:  # noqa: BLE001 - a fault of any kind is what is looked for
        traceback.clear_frames(fault.__traceback__)  # what is left of a transaction must not outlive the story
        played.violations = [
            Violation(f"the engine does not fail ({type(fault).__name__})", f"{type(fault).__name__}: {fault}")
        ]
    _count(run, played.fired)
    return played


def _of_interest(violations: Iterable[Violation], but: Collection[str]) -> list[Violation]:
    return [violation for violation in violations if violation.rule not in but]


def _count(run: StoryRun, fired: Counter[str]) -> None:
    for result in run.world.results.values():
        for (_, code), number in result.parked_by_reason.items():
            fired[f"parked as {code}"] += number
    fired["events said"] += run.chronicle.said
    fired["decided against"] += len(run.chronicle.against)
    fired["answers refused"] += len(run.chronicle.refused)
