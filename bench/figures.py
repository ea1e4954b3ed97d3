"""A measured figure: all its samples, and what they come to."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in which unit, and every run's samples."""

    what: str
    unit: str
    runs: tuple[tuple[float, ...], ...]

    @property
    def samples(self) -> list[float]:
        """All samples of all runs."""
        return [sample for run in self.runs for sample in run]

    @property
    def median(self) -> float:
        """Half of all samples are below it."""
        return statistics.median(self.samples)

    @property
    def quartiles(self) -> tuple[float, float]:
        """A quarter of all samples is below the first, and a quarter above the second."""
        samples = self.samples
        if len(samples) == 1:
            return samples[0], samples[0]
        lower, _, upper = statistics.quantiles(samples, n=4, method="inclusive")
        return lower, upper

    @property
    def spread(self) -> tuple[float, float]:
        """The lowest and the highest median of a run."""
        medians = [statistics.median(run) for run in self.runs]
        return min(medians), max(medians)

    def as_json(self) -> dict[str, Any]:
        """The figure for a machine to read."""
        return {
            "what": self.what,
            "unit": self.unit,
            "median": self.median,
            "quartiles": list(self.quartiles),
            "min": min(self.samples),
            "medians_of_runs": list(self.spread),
            "runs": len(self.runs),
            "samples": len(self.samples),
        }


def figure(what: str, unit: str, runs: Sequence[Sequence[float]]) -> Figure:
    """A figure of these runs. Raises `ValueError` if nothing was measured."""
    if not any(runs):
        raise ValueError(f"{what}: nothing was measured")
    return Figure(what, unit, tuple(tuple(run) for run in runs if run))
