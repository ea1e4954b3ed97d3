"""Sums and extremes over each person's rows."""

from __future__ import annotations

from typing import Any

import numpy as np


def sums(rows: Any, first: Any) -> Any:
    """The sum of each person's rows."""
    running = np.empty(len(rows) + 1, dtype=np.int64)
    running[0] = 0
    np.cumsum(rows, out=running[1:])
    return running[first[1:]] - running[first[:-1]]


def any_of(rows: Any, first: Any) -> Any:
    """Whether one of each person's rows says yes."""
    return sums(rows, first) > 0


def greatest(rows: Any, first: Any, otherwise: int) -> Any:
    """The greatest of each person's rows; `otherwise` for a person without rows."""
    if not len(rows):
        return np.full(len(first) - 1, otherwise)
    found = np.maximum.reduceat(np.append(rows, otherwise), first[:-1])
    return np.where(first[1:] > first[:-1], found, otherwise)


def last_where(holds: Any, first: Any) -> Any:
    """The place of the last of each person's rows for which it holds; -1 for a person without."""
    return greatest(np.where(holds, np.arange(len(holds)), -1), first, -1)


def persons_of(first: Any) -> Any:
    """Whose each row is."""
    return np.repeat(np.arange(len(first) - 1), np.diff(first))


def running_greatest_before(rows: Any, first: Any, otherwise: int) -> Any:
    """For each row the greatest of the same person's rows before it; `otherwise` for the first."""
    if not len(rows):
        return rows
    low, high = min(int(rows.min()), otherwise), max(int(rows.max()), otherwise)
    lift = persons_of(first) * (high - low + 1)
    lifted = np.maximum.accumulate(rows - low + lift)
    before = np.empty_like(lifted)
    before[1:] = lifted[:-1]
    before[0] = 0
    own = before - lift + low
    begins = first[:-1][first[1:] > first[:-1]]
    own[begins] = otherwise
    return np.maximum(own, otherwise)


def begins_of(*keys: Any) -> Any:
    """Where a new combination of the keys begins, in rows in which equal ones stand together."""
    changes = np.ones(len(keys[0]), dtype=np.bool_)
    if len(changes):
        changes[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return np.flatnonzero(changes)


def first_of(persons: Any, count: int) -> Any:
    """Where the rows of each of so many persons begin, and where the last ones end; the rows stand in order."""
    found = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(persons, minlength=count), out=found[1:])
    return found
