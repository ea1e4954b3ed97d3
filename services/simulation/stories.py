"""Stories as YAML: kept with the tests, replayed by `tideover simulate --story`, written when a seed fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from contracts.in_words import InWords
from contracts.refusals import in_words
from services.runtime.process.yaml_faults import NO_YAML_FILE
from services.simulation.story import SimulatedStory

WIDE = 100_000


class StoryUnreadable(InWords):
    """A file that is no story; the message is one sentence with the file and the field."""


def read_story(path: Path) -> SimulatedStory:
    """The story in a file. Raises `StoryUnreadable`."""
    try:
        return SimulatedStory.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as fault:
        raise StoryUnreadable(f"{path} is no story of the simulator: {in_words(fault)}.") from None
    except NO_YAML_FILE as fault:
        raise StoryUnreadable(f"{path} cannot be read as YAML ({type(fault).__name__}).") from None


class _Plain(yaml.SafeDumper):
    """Writes a value that comes twice twice: a reader should not have to look elsewhere."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class names it so
        """No value is written as a reference."""
        return True


def as_yaml(story: SimulatedStory) -> str:
    """The story as a person reads it: one action a line, nothing said that is as usual."""
    head: dict[str, Any] = {"says": story.says, "seed": story.seed}
    if habits := story.bank.model_dump(exclude_defaults=True):
        head["bank"] = habits
    lines = [_written(head, flow=False), "actions:\n"]
    for action in story.actions:
        fields = {"id": action.id, "at": action.at, "do": action.do} | action.model_dump(exclude_defaults=True)
        lines.append("  - " + _written(_listed(fields), flow=True))
    return "".join(lines)


def _listed(value: Any) -> Any:
    """Tuples as lists, which is what YAML has."""
    if isinstance(value, dict):
        return {name: _listed(part) for name, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, tuple | list) else value


def _written(value: Any, *, flow: bool) -> str:
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=WIDE, default_flow_style=flow)
