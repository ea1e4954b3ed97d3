"""How long a killed worker is missed: `python -m bench.outages`, both servers its own."""

from __future__ import annotations

import signal
import time
from typing import Annotated

import typer

from bench.figures import Figure, figure
from bench.machine import this_machine
from bench.real_world import ProcessDied, RealWorld, real_world
from bench.show import as_json, table
from bench.town import filed, people
from services.names import CHAINED


def outages(count: int) -> list[Figure]:
    """A worker is killed so many times while events come; seconds until the next of its events takes effect.

    Alone, it is started again at once under its own name, as a supervisor does. With another beside it, that one
    takes over. Both for the worker that carries all services, and for one that carries claims alone. Raises
    `ProcessDied` if a process ends that nobody killed.
    """
    return [measured for worker in (CHAINED, "claims") for measured in _outages_of(worker, count)]


def _outages_of(worker: str, count: int) -> list[Figure]:
    with real_world() as world:
        world.start(["worker", worker, "--instance", "one"], name=worker)
        again = [_started_again(world, worker, number) for number in range(count)]
        taken_over = [_taken_over(world, worker, number) for number in range(count)]
    said = f"worker {worker}, kill -9 to all partitions served"
    return [figure(f"{said}, started again", "s", [again]), figure(f"{said}, by the other one", "s", [taken_over])]


def _started_again(world: RealWorld, worker: str, number: int) -> float:
    _works(world, f"before-{number}")
    began = time.perf_counter()
    _kill_the_older(world, worker)
    world.start(["worker", worker, "--instance", "one"], name=worker)
    _works(world, f"again-{number}")
    return time.perf_counter() - began


def _taken_over(world: RealWorld, worker: str, number: int) -> float:
    world.start(["worker", worker], name=worker)
    world.until(lambda: world.members(worker) == 2, "two workers")
    began = time.perf_counter()
    _kill_the_older(world, worker)
    _works(world, f"taken-{number}")
    return time.perf_counter() - began


def _kill_the_older(world: RealWorld, worker: str) -> None:
    older = world.running[worker].pop(0)
    older.send_signal(signal.SIGKILL)
    older.wait()


def _works(world: RealWorld, label: str) -> None:
    """Some people file, in every partition, and claims hears all of them."""
    before = world.heard("claims")
    claims = [next(filed(person)) for person in people(16, label)]
    world.publish(claims)
    world.wait_until_heard("claims", before + len(claims))


def main(
    *,
    kills: Annotated[int, typer.Option(min=1, help="How often a worker is killed, each way.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure on real servers; ends with 1 and a sentence if a process ends that nobody killed."""
    machine = this_machine()
    try:
        figures = outages(kills)
    except ProcessDied as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    typer.echo(as_json(machine, figures) if json else table(machine, figures))


if __name__ == "__main__":
    typer.run(main)
