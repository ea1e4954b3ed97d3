"""A decision as it is explained: one version of a determination or an assessment, with its derivation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from contracts.eligibility import AssessmentMade, DeterminationMade
from law.explain.graph import Graph

NO_STEPS = Graph((), ())
Kind = Literal["determination", "assessment"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One version of a determination or an assessment. `event` is numbered as if it were the first."""

    kind: Kind
    made: UUID
    number: int
    subject: str
    claim: str
    event: DeterminationMade | AssessmentMade
    derivation: list[dict[str, Any]]

    @property
    def graph(self) -> Graph:
        """The derivation, every step once."""
        return Graph.of(self.derivation)


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Where a fact comes from: its kind, its version and the event that brought it."""

    kind: str
    key: str
    source_version: int
    event: UUID
