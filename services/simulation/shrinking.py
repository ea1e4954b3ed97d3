"""Makes a failing story smaller while it still breaks the same rule: delta debugging over its actions.

After A. Zeller and R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28(2), 2002: leave out
halves, then quarters, then single actions; then disturbances that the fault does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from services.simulation.actions import Action
from services.simulation.story import BankHabits, SimulatedStory

Fails = Callable[[SimulatedStory], bool]
PLAYS_MAX = 300

QUIET: dict[str, Any] = {"shuffle": 0, "again": 0, "crash": 0, "line": "good", "reversed": False, "how": "same"}
"""The undisturbed form of what may be disturbed."""


def shrunk(story: SimulatedStory, fails: Fails, plays_max: int | None = None) -> SimulatedStory:
    """The smallest story found that still fails as `story` does; `story` itself if nothing can be left out."""
    plays = _Counted(fails, PLAYS_MAX if plays_max is None else plays_max)
    smaller = story
    for candidate in ({"bank": BankHabits()},):
        quieter = smaller.model_copy(update=candidate)
        if quieter != smaller and plays(quieter):
            smaller = quieter
    while True:
        before = smaller
        smaller = _with_fewer_actions(smaller, plays)
        smaller = _quieter(smaller, plays)
        if smaller == before or plays.spent:
            return smaller


class _Counted:
    def __init__(self, fails: Fails, most: int) -> None:
        self._fails, self._left = fails, most

    @property
    def spent(self) -> bool:
        return self._left <= 0

    def __call__(self, story: SimulatedStory) -> bool:
        self._left -= 1
        return not self._left < 0 and self._fails(story)


def _with_fewer_actions(story: SimulatedStory, plays: _Counted) -> SimulatedStory:
    parts = 2
    while len(story.actions) > 1 and not plays.spent:
        size = max(1, len(story.actions) // parts)
        smaller = next((one for one in _without_a_part(story, size) if plays(one)), None)
        if smaller is not None:
            story, parts = smaller, max(2, parts - 1)
        elif size == 1:
            break
        else:
            parts = min(len(story.actions), 2 * parts)
    return story


def _without_a_part(story: SimulatedStory, size: int) -> Iterator[SimulatedStory]:
    actions: Sequence[Action] = story.actions
    for start in range(0, len(actions), size):
        rest = (*actions[:start], *actions[start + size :])
        if rest:
            yield story.model_copy(update={"actions": rest})


def _quieter(story: SimulatedStory, plays: _Counted) -> SimulatedStory:
    for number in range(len(story.actions)):
        for field, usual in QUIET.items():
            action = story.actions[number]
            if getattr(action, field, usual) != usual:
                calm = action.model_copy(update={field: usual})
                actions = (*story.actions[:number], calm, *story.actions[number + 1 :])
                quieter = story.model_copy(update={"actions": actions})
                story = quieter if plays(quieter) else story
    return story
