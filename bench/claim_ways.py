"""One way in which the engine carries claims, measured on servers of its own: how fast, and what each process spent."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.claim_floor import LEAST, left_since, written_once_more
from bench.real_world import ProcessDied, RealWorld, real_world
from bench.town import filed, history, people
from contracts.payments import PaymentInstructed

MILLI = 1000
WARM = 400
"""People who go before the clock starts, so that workers, servers and their plans are warm."""
FLOOR, LEAST_ROWS = "the same rows copied, the same messages produced", "the least rows copied, the same messages"


@dataclass(frozen=True, slots=True)
class Spent:
    """What claims cost: how many, the seconds they took together, and each process's processor time in them."""

    claims: int
    seconds: float
    processor: Mapping[str, float]

    @property
    def rate(self) -> float:
        """Claims a second."""
        return self.claims / self.seconds

    @property
    def milliseconds(self) -> float:
        """The processor time of a claim in all processes together, in milliseconds."""
        return sum(self.by_process.values())

    @property
    def by_process(self) -> dict[str, float]:
        """The processor time of a claim in milliseconds, the most first."""
        used = sorted(self.processor.items(), key=lambda item: -item[1])
        return {name: MILLI * seconds / self.claims for name, seconds in used}


def carried(claims: int, *, workers: int, chained: bool, floor: bool = False) -> Iterator[tuple[str, Spent]]:
    """The cost of the way, named empty, and then those of the floors, if they are asked for, of the same claims.

    Raises `ProcessDied` if a process ended or a worker did nothing.
    """
    with real_world() as world:
        world.start_all(workers, chained=chained)
        claim_all(world, list(people(WARM, "warm")))
        first, done = world.transaction(), world.events_done()
        spent = claim_all(world, list(people(claims, "timed")))
        nobody_idle(world, done)
        world.stop_all()
        yield "", spent
        if floor:
            left = left_since(world, first)
            for name, part in ((FLOOR, left), (LEAST_ROWS, left.only(LEAST))):
                yield name, Spent(claims, *written_once_more(world, part))


def claim_all(world: RealWorld, everybody: list[str]) -> Spent:
    """The registries' facts of everybody, and when they are kept, everybody's claim and certification at once.

    The time from the filing to the last payment instruction.
    """
    world.open_accounts(everybody)
    kept = world.heard("eligibility")
    facts = [fact for person in everybody for fact in history(person)]
    world.publish(facts)
    world.wait_until_heard("eligibility", kept + len(facts))
    before = world.said("payments", PaymentInstructed.type_())
    world.publish(event for person in everybody for event in filed(person))
    used, began = world.processor_seconds(), time.perf_counter()
    world.until(
        lambda: world.said("payments", PaymentInstructed.type_()) >= before + len(everybody),
        "every payment instruction",
    )
    seconds = time.perf_counter() - began
    spent = {name: after - used[name] for name, after in world.processor_seconds().items()}
    return Spent(len(everybody), seconds, spent)


def nobody_idle(world: RealWorld, before: Mapping[int, int]) -> None:
    """Raises `ProcessDied` if a worker let no event take effect since then: a figure of two is not one of one."""
    after = world.events_done()
    done = {
        name: [after[process.pid] - before[process.pid] for process in processes if process.pid in after]
        for name, processes in world.running.items()
    }
    if idle := idle_in(done):
        raise ProcessDied(idle)


def idle_in(done: Mapping[str, Sequence[int]]) -> str | None:
    """A sentence on the first worker that did nothing, by how many events each worker of a kind let take effect."""
    for name, counts in done.items():
        if 0 in counts:
            return f"{name}, worker {counts.index(0) + 1} of {len(counts)}, did nothing while the others carried claims"
    return None
