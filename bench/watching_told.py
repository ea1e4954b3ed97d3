"""What looks cost, as a table: a line a place, and the power of the postings with which its processor time grew."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Self

from bench.growth_told import slope
from bench.machine import Machine

LEAST_MS = 0.1
"""Less than this is not told apart."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One place at one size, in milliseconds."""

    place: str
    wall_ms: float
    processor_ms: float

    @classmethod
    def of(cls, place: str, wall: Sequence[float], processor: Sequence[float]) -> Self:
        """The median of the wall times; the mean of the processor's, which is counted in coarse steps."""
        return cls(place, median(wall), sum(processor) / len(processor))


def powers(found: Mapping[int, Sequence[Looked]]) -> dict[str, float]:
    """By place, the power of the postings with which the processor's time grew, by least squares; 0 is not at all."""
    sizes = [math.log(size) for size in found]
    by_place: dict[str, list[float]] = {}
    for looks in found.values():
        for one in looks:
            by_place.setdefault(one.place, []).append(math.log(max(one.processor_ms, LEAST_MS)))
    return {place: slope(sizes, times) for place, times in by_place.items()}


def as_table(machine: Machine, found: Mapping[int, Sequence[Looked]]) -> str:
    """A line a place; each pair is wall and processor time in milliseconds."""
    grew = powers(found) if len(found) > 1 else {}
    head = ("a look, ms wall (processor)", *(f"{size:,} postings" for size in found), "grows with n to the")
    rows = [head]
    for looks in zip(*found.values(), strict=True):
        times = (f"{one.wall_ms:,.1f} ({one.processor_ms:,.1f})" for one in looks)
        place = looks[0].place
        rows.append((place, *times, f"{grew[place]:.2f}" if grew else ""))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([str(machine), "", *lines])
