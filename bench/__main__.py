"""`python -m bench`: measures, with a progress bar, and prints the figures beside the machine they hold for."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench.figures import Figure
from bench.flow import flow
from bench.law import law
from bench.machine import this_machine
from bench.nations import nations
from bench.persons import claimants
from bench.show import as_json, table
from law.catalogue import scheme_names
from services.demo.run import EVENTS_A_PERSON
from services.worlds import served_schemes

MEASURES = 4


def main(
    *,
    claims: Annotated[int, typer.Option(min=1, help="Claimants whose law is applied.")] = 200,
    people: Annotated[int, typer.Option(min=1, help="People of the flow; the data set has 3,343.")] = 500,
    law_runs: Annotated[int, typer.Option(min=1, help="Runs over all claimants.")] = 7,
    flow_runs: Annotated[int, typer.Option(min=0, help="Runs of the flow; 0 leaves it out.")] = 3,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure determinations, certified weeks and the whole flow."""
    machine = this_machine()
    columns = (SpinnerColumn(), TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=json) as bar:
        figures = _law(bar, claims, law_runs) + _nations(bar, law_runs)
        if flow_runs:
            figures += _flow(bar, people, flow_runs)
    typer.echo(as_json(machine, figures) if json else table(machine, figures))


def _law(bar: Progress, claims: int, runs: int) -> list[Figure]:
    figures: list[Figure] = []
    for name, scheme in served_schemes().items():
        task = bar.add_task(f"law of {name}", total=MEASURES * (runs + 1))
        figures += law(scheme, claimants(claims, name), runs, lambda task=task: bar.advance(task))  # type: ignore[misc]  # bound to this turn
    return figures


def _nations(bar: Progress, runs: int) -> list[Figure]:
    others = [name for name in scheme_names() if name not in served_schemes()]
    schemes = list(served_schemes(others).values())
    task = bar.add_task("law of all other sheets", total=len(schemes))
    return nations(schemes, runs, lambda: bar.advance(task))


def _flow(bar: Progress, people: int, runs: int) -> list[Figure]:
    task = bar.add_task(f"flow of {people:,} people", total=people * EVENTS_A_PERSON * runs)
    figures = flow(people, runs, lambda _doing, carried: bar.advance(task, carried))
    bar.update(task, total=bar.tasks[task].completed)
    return figures


if __name__ == "__main__":
    typer.run(main)
