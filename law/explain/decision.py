"""A decision to explain: one version of a determination or an assessment, with its derivation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from contracts.eligibility import AssessmentMade, DeterminationMade
from law.explain.graph import Graph

NO_STEPS = Graph((), ())
Kind = Literal["determination", "assessment"]


@dataclass(frozen=True)
class Decision:
    """One version of a determination or an assessment.

    `made` is its id, `number` counts the versions from one, and `subject` is the person's pseudonym. The event's own
    number is that of a first version.
    """

    kind: Kind
    made: UUID
    number: int
    subject: str
    claim: str
    event: DeterminationMade | AssessmentMade
    derivation: list[dict[str, Any]]

    @cached_property
    def graph(self) -> Graph:
        """The derivation as a graph, read once: a letter asks for it several times."""
        return Graph.of(self.derivation)


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact comes from: its kind, its version at the source, and the id of the event that brought it."""

    kind: str
    key: str
    source_version: int
    event: UUID
