"""That two pseudonyms are one person: what a population registry or a named officer says, and what is taken back.

Published on the registries' topic, under either of the two pseudonyms.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from contracts.fact import Fact
from contracts.values import Key, Sentence

Pseudonym = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9:_./\-]*$")]
"""A person as events name one: the subject of their facts."""


class PersonsMerged(Fact):
    """Two pseudonyms are one person: what is known of both counts together, for the claims of both."""

    name: ClassVar[str] = "registry.persons-merged"
    stays: Pseudonym
    """The one whose record in the population registry holds."""
    joins: Pseudonym
    """The other one. What was told under either stays under it."""
    reason: Sentence
    said_by: Key | None = None
    """The staff number of the officer who found it, where no registry says it by itself."""

    @model_validator(mode="after")
    def _of_two(self) -> Self:
        if self.stays == self.joins:
            raise ValueError("a person is merged with another pseudonym, not with the same one")
        return self


class PersonsSeparated(Fact):
    """They are two persons after all: the merger of this key, in every version below this one, never was."""

    name: ClassVar[str] = "registry.persons-separated"
    stays: Pseudonym
    joins: Pseudonym
    reason: Sentence
    said_by: Key | None = None
    """The staff number of the officer who found it, where no registry says it by itself."""
