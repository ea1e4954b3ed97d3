"""`python -m tests.law.written`: written law against the evaluator on random persons; fails if a field differs."""

from __future__ import annotations

import gc
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from law.catalogue import load_scheme, scheme_names
from tests.law.written.compare import WrittenComparison, random_persons

BATCH = 500  # persons of one task; a batch's seed is its number


def main(
    schemes: Annotated[list[str] | None, typer.Argument(help="Schemes by name; all if none is named.")] = None,
    *,
    persons: Annotated[int, typer.Option(min=1, help="Random persons of each scheme.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The first seed.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Decide random persons both ways and compare every field of every determination."""
    names = schemes or list(scheme_names())
    totals = {name: WrittenComparison(name) for name in names}
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar,
        ProcessPoolExecutor(workers) as pool,
    ):
        shown = bar.add_task("persons compared", total=persons * len(names))
        running = {
            pool.submit(_compared, name, min(BATCH, persons - start), seed + number): name
            for name in names
            for number, start in enumerate(range(0, persons, BATCH))
        }
        for done in as_completed(running):
            found = done.result()
            total = totals[running[done]]
            total.add(found)
            bar.update(shown, description=total.what, advance=found.persons)
            if total.persons == persons:
                typer.echo("\n    ".join([str(total), *total.differences]))
    _concluded(totals.values())


def _concluded(every: Collection[WrittenComparison]) -> None:
    apart = sum(total.differing for total in every)
    certain = sum(total.certain for total in every)
    typer.echo(f"{sum(total.persons for total in every):,} persons, {certain:,} certain, {apart:,} differ")
    raise typer.Exit(code=1 if apart else 0)


def _compared(name: str, count: int, seed: int) -> WrittenComparison:
    gc.disable()  # a batch is small, and looking through it again and again costs a fifth of the time
    found = random_persons(load_scheme(name, accept_unverified=True), count, seed)
    gc.enable()
    return found


if __name__ == "__main__":
    typer.run(main)
