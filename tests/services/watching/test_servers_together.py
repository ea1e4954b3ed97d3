"""What several servers of one service tell is shown as one figure: counts together, and the greatest of ages."""

from __future__ import annotations

from services.watching.flow import PARKED_AGE, PARKED_PEOPLE, PARKED_WAITING
from services.watching.snapshot import Snapshot

SERVICE, CODE = "eligibility", "not-json"
METRICS = (PARKED_AGE, PARKED_PEOPLE, PARKED_WAITING)


def seen(people: int, waiting: int, age: int) -> Snapshot:
    snapshot = Snapshot()
    snapshot.put(PARKED_PEOPLE, people, SERVICE)
    snapshot.put(PARKED_WAITING, waiting, SERVICE, CODE)
    snapshot.put(PARKED_AGE, age, SERVICE)
    return snapshot


def test_counts_are_added_and_the_oldest_is_the_oldest_of_all() -> None:
    together = Snapshot()
    for one in (seen(2, 5, 90), seen(1, 0, 700), seen(0, 3, 0)):
        together.add(one, METRICS)
    assert together.figures == {
        PARKED_PEOPLE.name: {(SERVICE,): 3},
        PARKED_WAITING.name: {(SERVICE, CODE): 8},
        PARKED_AGE.name: {(SERVICE,): 700},
    }
