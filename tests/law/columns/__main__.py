"""`python -m tests.law.columns`: columns against the exact evaluation on random persons; fails if an output differs."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from law.catalogue import load_scheme, scheme_names
from law.language.sheet.scheme import Scheme
from tests.law.columns.compare import Comparison, from_aggregates, from_histories

BATCH = 2_000  # persons of one task; a batch's seed is its number
WAYS: dict[str, Callable[[Scheme, int, int], Comparison]] = {
    "aggregates": from_aggregates,
    "histories": from_histories,
}


def main(
    schemes: Annotated[list[str] | None, typer.Argument(help="Schemes by name; all if none is named.")] = None,
    *,
    persons: Annotated[int, typer.Option(min=1, help="Random persons of each scheme.")] = 100_000,
    histories: Annotated[int, typer.Option(min=0, max=100, help="How many in a hundred have a whole history.")] = 40,
    seed: Annotated[int, typer.Option(help="The first seed.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Evaluate random persons both ways and compare every output of every one."""
    names = schemes or list(scheme_names())
    tasks = [task for name in names for task in _tasks(name, persons, persons * histories // 100, seed)]
    totals = {(name, way): Comparison(f"{name} from {way}") for name, way, _, _ in tasks}
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar,
        ProcessPoolExecutor(workers) as pool,
    ):
        shown = bar.add_task("persons compared", total=persons * len(names))
        running = {pool.submit(_compared, *task): task for task in tasks}
        for done in as_completed(running):
            name, way, count, _ = running[done]
            totals[name, way].add(done.result())
            bar.update(shown, description=name, advance=count)
    for total in totals.values():
        typer.echo(total)
        for difference in total.differences:
            typer.echo(f"    {difference}")
    apart = sum(total.differing for total in totals.values())
    typer.echo(f"{sum(total.persons for total in totals.values()):,} persons, {apart:,} differ")
    raise typer.Exit(code=1 if apart else 0)


def _tasks(name: str, persons: int, with_history: int, seed: int) -> list[tuple[str, str, int, int]]:
    found = []
    for way, count in (("aggregates", persons - with_history), ("histories", with_history)):
        for number, start in enumerate(range(0, count, BATCH)):
            found.append((name, way, min(BATCH, count - start), seed + number))
    return found


def _compared(name: str, way: str, count: int, seed: int) -> Comparison:
    return WAYS[way](load_scheme(name, accept_unverified=True), count, seed).without_values()


if __name__ == "__main__":
    typer.run(main)
