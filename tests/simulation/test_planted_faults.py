"""The simulator finds every planted fault within a few dozen seeds."""

from __future__ import annotations

import pytest

from tests.simulation.planted import PLANTED, seeds_until_found

WITHIN = 120


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str) -> None:
    found = seeds_until_found(name, WITHIN)
    assert found is not None, f"{name} was not found in {WITHIN} seeds"
