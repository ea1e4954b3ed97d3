"""Masks: for whom something holds. `None` holds for nobody, the commonest case; a single truth holds for all alike."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_] | np.bool_ | None
Persons: TypeAlias = slice | NDArray[np.int64]
"""Some of the persons: a stretch of them, or each by its place."""


def either(*masks: Mask) -> Mask:
    """For whom any of them holds."""
    found: Mask = None
    for mask in masks:
        if mask is not None:
            found = mask if found is None else found | mask
    return found


def narrowed(mask: Mask, within: Any) -> Mask:
    """For whom it holds within another mask."""
    return None if mask is None else mask & within


def chosen(test: Any, then: Mask, otherwise: Mask) -> Mask:
    """The mask of a choice: `then` for whom the test holds, `otherwise` for the others."""
    return either(narrowed(then, test), narrowed(otherwise, np.logical_not(test)))


def part_of(mask: Mask, persons: Persons) -> Mask:
    """For whom it holds among some of the persons."""
    return mask[persons] if isinstance(mask, np.ndarray) else mask


def holds_at(mask: Mask, place: int) -> bool:
    """Whether it holds for one person."""
    return bool(mask[place]) if isinstance(mask, np.ndarray) else mask is not None and bool(mask)


def some(mask: Any) -> Mask:
    """The mask, or None if it holds for nobody."""
    return mask if mask is not None and np.any(mask) else None
