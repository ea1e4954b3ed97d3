"""`python -m tests.law.written`: written law against the evaluator on random persons and their weeks, and on stories.

It fails if a field differs.
"""

from __future__ import annotations

import gc
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from law.catalogue import load_scheme, scheme_names, stories_of
from law.people.story_file import read_stories
from tests.law.written.compare import WrittenComparison, random_persons
from tests.law.written.compare_weeks import WeeksComparison, random_weeks, weeks_of_stories

BATCH = 500  # persons of one task; a batch's seed is its number


def main(
    schemes: Annotated[list[str] | None, typer.Argument(help="Schemes by name; all if none is named.")] = None,
    *,
    persons: Annotated[int, typer.Option(min=1, help="Random persons of each scheme.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The first seed.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 2,
) -> None:
    """Decide random persons and assess their weeks both ways, and compare every field; then the people of stories."""
    names = schemes or list(scheme_names())
    totals = {name: Both.of(name) for name in names}
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
            claims = total.claims
            bar.update(shown, description=claims.what, advance=found.claims.persons)
            if claims.persons == persons:
                typer.echo(str(total))
    stories = [_of_stories(name) for name in names]
    _concluded(totals.values(), stories)


class Both(NamedTuple):
    """The claims of random persons and their certified weeks, decided and assessed both ways."""

    claims: WrittenComparison
    weeks: WeeksComparison

    @classmethod
    def of(cls, name: str) -> Both:
        """Before the first person."""
        return cls(WrittenComparison(name), WeeksComparison(name))

    def add(self, other: Both) -> None:
        """Take in what another batch came to."""
        self.claims.add(other.claims)
        self.weeks.add(other.weeks)

    def __str__(self) -> str:
        """Both, each with what differs."""
        parts = (self.claims, self.weeks)
        return "\n".join("\n    ".join([str(part), *part.differences]) for part in parts)


def _of_stories(name: str) -> WeeksComparison:
    scheme = load_scheme(name, accept_unverified=True)
    found = weeks_of_stories(scheme, read_stories(stories_of(name)).stories)
    typer.echo("\n    ".join([f"stories of {found}", *found.differences]))
    return found


def _concluded(every: Collection[Both], stories: Collection[WeeksComparison]) -> None:
    claims, weeks = [both.claims for both in every], [both.weeks for both in every]
    apart = sum(found.differing for found in claims) + sum(found.differing for found in (*weeks, *stories))
    certain = sum(found.certain for found in claims)
    typer.echo(f"{sum(found.persons for found in claims):,} persons, {certain:,} certain")
    for whose, found in (("random persons", weeks), ("stories", stories)):
        every_week, certain = sum(one.weeks for one in found), sum(one.certain for one in found)
        typer.echo(f"{every_week:,} weeks of {whose}, {certain:,} certain")
    typer.echo(f"{apart:,} claims differ")
    raise typer.Exit(code=1 if apart else 0)


def _compared(name: str, count: int, seed: int) -> Both:
    gc.disable()  # a batch is small, and looking through it again and again costs a fifth of the time
    scheme = load_scheme(name, accept_unverified=True)
    found = Both(random_persons(scheme, count, seed), random_weeks(scheme, count, seed))
    gc.enable()
    return found


if __name__ == "__main__":
    typer.run(main)
