"""What the tripartite committee resolves, as its secretary records it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from contracts.base import Event
from contracts.casework import Officer
from contracts.values import Day, Key, Ordinal, Sentence

COMMITTEE = "committee"
"""The subject of what the committee resolves: nobody's pseudonym."""


class ResolutionStatus(StrEnum):
    """Where a resolution stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """The committee gave it up, for reasons that are told."""


class ResolutionRecorded(Event):
    """A resolution of the committee, or where it stands now; a higher `number` replaces every lower one."""

    name: ClassVar[str] = "casework.resolution-recorded"
    resolution: Key
    """As the committee's minutes number it, such as `2020-03`."""
    number: Ordinal
    """How often it was recorded, this time included."""
    decision: Sentence
    owner: Sentence
    """Who is to do it: an office, a registry, the ministry. No person's name."""
    resolved_on: Day
    due_on: Day | None = None
    status: ResolutionStatus
    scheme: Key | None = None
    """The scheme whose sheet it changed or is to change."""
    scheme_digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """The version of the sheet that carries it out."""
    recorded_on: Day
    officer: Officer
    """The committee's secretary."""
    reasons: Sentence | None = None

    @model_validator(mode="after")
    def _gives_nothing_up_without_a_word(self) -> Self:
        if self.status is ResolutionStatus.DROPPED and self.reasons is None:
            raise ValueError("a resolution that is given up needs reasons")
        if self.scheme_digest is not None and self.scheme is None:
            raise ValueError("a version of a sheet needs the scheme's name")
        return self
