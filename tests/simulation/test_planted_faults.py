"""The simulator finds every planted fault: in the seeds known for it, and in the story that is kept of it."""

from __future__ import annotations

import pytest

from tests.simulation.faults import FAULTS
from tests.simulation.planted import KEPT, KNOWN, found, shown_by_story

WITHIN = 25
"""Seeds from the one that is known to show a fault: when lives are drawn otherwise, a neighbour shows it."""


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_story_shows_a_planted_fault(name: str) -> None:
    assert shown_by_story(name)


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - KEPT.keys()))
def test_drawn_lives_show_a_planted_fault(name: str) -> None:
    assert found(name, KNOWN[name], WITHIN), f"{name} was not found in {WITHIN} seeds from {KNOWN[name]} on"
