"""What eligibility keeps in memory has a bound: whoever was least recently loaded is forgotten first, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from services.eligibility.cache import FactCache
from services.eligibility.model import ReceivedFact
from tests.stories.town import born


def facts(person: str, *numbers: int) -> Iterator[tuple[str, int, ReceivedFact]]:
    for number in numbers:
        yield person, number, ReceivedFact("registry.person-recorded", "one", number, UUID(int=number), born())


def kept(cache: FactCache, *people: str) -> list[list[int]]:
    return [sorted(cache.of(person)) for person in people]


def test_the_people_least_recently_loaded_are_forgotten_and_nobody_else() -> None:
    cache = FactCache(facts_max=4)
    cache.add([*facts("ann", 1, 2), *facts("bea", 3), *facts("cat", 4)])
    assert kept(cache, "bea", "cat", "ann") == [[3], [4], [1, 2]]
    cache.add(facts("dan", 5))
    assert kept(cache, "ann", "bea", "cat", "dan") == [[1, 2], [], [4], [5]]


def test_whoever_has_more_facts_than_are_kept_leaves_nothing_behind() -> None:
    cache = FactCache(facts_max=2)
    cache.add(facts("ann", 1, 2, 3))
    cache.add(facts("bea", 4))
    assert kept(cache, "ann", "bea") == [[], [4]]
