"""Claims a second from filing to payment instruction, and what a claim costs: `python -m bench.claims`.

Both servers are its own. The registries' facts are there before the clock starts, as they are in life; then everybody
files and certifies at once, and the clock stops when the last payment instruction is written. Every round measures all
ways one after the other, each on fresh servers, and the floor on the rows and messages that the first of them left.

- claims/s: of the whole machine; the servers and the bench share its processors.
- processor time of a claim: of all processes of the engine and both servers, and of each. It hardly depends on what
  else the machine does.
- the floor: the same rows and messages, written by one process that does nothing else; and only the least rows. How
  many times the floor a way costs is of the same round.

A worker that ends, or that did nothing, ends the bench with a sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench.claim_profile import profile
from bench.claim_ways import FLOOR, LEAST_ROWS, Spent, carried
from bench.figures import Figure, figure
from bench.machine import this_machine
from bench.real_world import ProcessDied
from bench.show import as_json, table

WAYS = {"chained": True, "apart": False}
"""All services in one worker, and a worker a service."""
WORKERS = (1, 2)

Rounds = Mapping[str, Sequence[Spent]]
"""By way, or floor, what each round spent."""


def main(
    *,
    claims: Annotated[int, typer.Option(min=1, help="How many people claim.")] = 2_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each way is measured.")] = 3,
    arrangement: Annotated[
        list[str] | None, typer.Option(help=f"Which of {', '.join(WAYS)}; both unless one is named.")
    ] = None,
    profiled: Annotated[
        bool, typer.Option("--profile", help="Print where the time of a claim goes in the chained worker instead.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure on real servers; ends with 1 and a sentence if a process of the engine ends or does nothing."""
    machine = this_machine()
    try:
        figures = profile(claims) if profiled else _measured(claims, rounds, arrangement or list(WAYS), quiet=json)
    except ProcessDied as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    typer.echo(as_json(machine, figures) if json else table(machine, figures))


def _measured(claims: int, rounds: int, ways: Sequence[str], *, quiet: bool) -> list[Figure]:
    spent: dict[str, list[Spent]] = defaultdict(list)
    columns = (SpinnerColumn(), TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("claims", total=rounds * len(ways) * len(WORKERS))
        for _ in range(rounds):
            for way in ways:
                for workers in WORKERS:
                    floor = way == ways[0] and workers == WORKERS[0]
                    for which, cost in carried(claims, workers=workers, chained=WAYS[way], floor=floor):
                        spent[which or f"{way}, {workers} of each worker"].append(cost)
                    bar.advance(task)
    return [line for which in sorted(spent, key=_is_a_way) for line in _figures(which, spent)]


def _is_a_way(which: str) -> bool:
    return which not in {FLOOR, LEAST_ROWS}


def _figures(which: str, rounds: Rounds) -> Iterator[Figure]:
    own = rounds[which]
    what = "claims from filing to payment instruction" if _is_a_way(which) else "the floor of claims"
    yield figure(f"{what}: {which}", "claims/s", [[spent.rate] for spent in own])
    yield figure("  processor time of a claim", "ms", [[spent.milliseconds] for spent in own])
    for name in own[0].by_process:
        yield figure(f"    of it: {name}", "ms", [[spent.by_process.get(name, 0)] for spent in own])
    if _is_a_way(which):
        for name, floor in (("the floor", FLOOR), ("the floor of the least rows", LEAST_ROWS)):
            both = zip(own, rounds[floor], strict=True)
            yield figure(f"  times {name}", "x", [[spent.milliseconds / of.milliseconds] for spent, of in both])


if __name__ == "__main__":
    typer.run(main)
