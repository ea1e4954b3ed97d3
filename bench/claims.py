"""Claims a second from filing to payment instruction, and how long a killed worker is missed: `python -m bench.claims`.

Both servers are its own. The registries' facts are there before the clock starts, as they are in life; then everybody
files and certifies at once, and the clock stops when the last payment instruction is written.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Sequence
from itertools import product
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench.figures import Figure, figure
from bench.machine import Machine, this_machine
from bench.real_world import ProcessDied, RealWorld, real_world
from bench.show import as_json, table
from bench.town import filed, history, people
from contracts.payments import PaymentInstructed

ARRANGEMENTS = ("chained", "apart")
"""All services in one worker, and a worker a service."""
WORKERS = (1, 2)
WARM = 40
"""People who go before the clock starts, so that every worker has its partitions and its plans."""


def main(
    *,
    claims: Annotated[int, typer.Option(min=1, help="How many people claim.")] = 2_000,
    arrangement: Annotated[
        list[str] | None, typer.Option(help=f"Which of {', '.join(ARRANGEMENTS)}; both unless one is named.")
    ] = None,
    kills: Annotated[int, typer.Option(min=0, help="How often a worker is killed.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure on real servers; ends with 1 and a sentence if a process of the engine ends in the middle."""
    try:
        machine, figures = _measured(claims, kills, arrangement or ARRANGEMENTS, quiet=json)
    except ProcessDied as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    typer.echo(as_json(machine, figures) if json else table(machine, figures))


def _measured(claims: int, kills: int, ways: Sequence[str], *, quiet: bool) -> tuple[Machine, list[Figure]]:
    machine = this_machine()
    columns = (SpinnerColumn(), TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn())
    figures: list[Figure] = []
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("claims", total=len(ways) * len(WORKERS) + bool(kills))
        for way, workers in product(ways, WORKERS):
            figures += _claims(claims, way, workers)
            bar.advance(task)
        if kills:
            figures += _kills(kills)
            bar.advance(task)
    return machine, figures


def _claims(count: int, way: str, workers: int) -> list[Figure]:
    with real_world() as world:
        world.start_all(workers, chained=way == "chained")
        _claim_all(world, list(people(WARM, "warm")))
        seconds, used = _claim_all(world, list(people(count, "timed")))
        world.stop_all()
    what = f"claims from filing to payment instruction, {way}, {workers} of each worker"
    costs = sorted(used.items(), key=lambda one: -one[1])
    return [
        figure(what, "claims/s", [[count / seconds]]),
        *(figure(f"  processor time a claim: {name}", "ms", [[1000 * spent / count]]) for name, spent in costs),
    ]


def _claim_all(world: RealWorld, everybody: list[str]) -> tuple[float, dict[str, float]]:
    """History, then claim and certification of everybody.

    The seconds from filing to the last instruction, and the processor time that each process used in them.
    """
    world.open_accounts(everybody)
    known = world.heard("eligibility")
    facts = [fact for person in everybody for fact in history(person)]
    world.publish(facts)
    world.wait_until_heard("eligibility", known + len(facts))
    before = world.said("payments", PaymentInstructed.type_())
    filings = [event for person in everybody for event in filed(person)]
    used = world.processor_seconds()
    began = time.perf_counter()
    world.publish(filings)
    world.until(
        lambda: world.said("payments", PaymentInstructed.type_()) >= before + len(everybody),
        "every payment instruction",
    )
    seconds = time.perf_counter() - began
    return seconds, {name: after - used[name] for name, after in world.processor_seconds().items()}


def _kills(count: int) -> list[Figure]:
    """A worker is killed while events come; how long until the next of its events takes effect.

    Alone, it is started again at once under its own name, as a supervisor does. With another beside it, that one
    takes over.
    """
    again: list[float] = []
    taken_over: list[float] = []
    with real_world() as world:
        first = world.start(["worker", "claims", "--instance", "one"], name="claims")
        for number in range(count):
            _works(world, f"before-{number}")
            began = time.perf_counter()
            first.send_signal(signal.SIGKILL)
            first.wait()
            world.running["claims"].remove(first)
            first = world.start(["worker", "claims", "--instance", "one"], name="claims")
            _works(world, f"again-{number}")
            again.append(time.perf_counter() - began)
        for number in range(count):
            second = world.start(["worker", "claims"], name="claims")
            world.until(lambda: world.members("claims") == 2, "two workers")
            began = time.perf_counter()
            first.send_signal(signal.SIGKILL)
            first.wait()
            world.running["claims"].remove(first)
            _works(world, f"taken-{number}")
            taken_over.append(time.perf_counter() - began)
            first = second
    return [
        figure("claims worker, kill -9 to all partitions served, started again", "s", [again]),
        figure("claims worker, kill -9 to all partitions served, by the other one", "s", [taken_over]),
    ]


def _works(world: RealWorld, label: str) -> None:
    """Some people file, in every partition, and all of them are heard."""
    before = world.heard("claims")
    claims = [next(filed(person)) for person in people(16, label)]
    world.publish(claims)
    world.wait_until_heard("claims", before + len(claims))


if __name__ == "__main__":
    typer.run(main)
