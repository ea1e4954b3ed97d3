"""Which tests run on one worker of pytest-xdist, and in which order workers take them.

A worker starts servers of its own when a test first asks for one, so that all workers wait for servers side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

SHARED = ("lived_on_stack", "kafka_of_three", "secured", "working")
"""Fixtures that last for a run and cost more to make than a worker's waiting: one worker makes each."""
LONGEST = (
    "tests/simulation/test_seeds.py",
    "lived_on_stack",
    "tests/stack/test_drills.py",
    "tests/stack/test_effects_once.py",
    "tests/stack/test_two_worlds.py",
    "tests/stack/test_stack_up.py",
    "tests/stories/test_crashes.py",
    "tests/stack/test_migrations.py",
    "tests/bench/test_bench.py",
    "working",
    "secured",
    "tests/law/pages/test_scheme_pages.py",
    "tests/stack/test_what_brokers_send.py",
    "tests/shape/test_types_and_lint.py",
    "tests/deploy/test_roles.py",
    "tests/bench/test_feed.py",
    "tests/deploy/test_exporter_sees.py",
    "tests/stack/test_chained_world.py",
    "tests/services/commands/test_commands.py",
    "tests/stack/test_panels.py",
    "tests/stories/test_any_order.py",
)
"""Taken first, so that no worker begins one of them when the others have ended."""


def lanes(asked: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The lane of each file, by the fixtures that its tests ask for: its own name, or that of what it shares."""
    return {file: next((name for name in SHARED if name in fixtures), file) for file, fixtures in asked.items()}


def turn(lane: str, *, served: bool) -> tuple[int, bool]:
    """When the lane is taken, counted from the first: the longest, then those that ask for servers, then all others.

    So a worker can end its servers before the run is over.
    """
    return LONGEST.index(lane) if lane in LONGEST else len(LONGEST), not served
