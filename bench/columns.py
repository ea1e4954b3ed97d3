"""`python -m bench.columns`: persons a second over columns beside the floor and a peer, and one determination."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from time import perf_counter, process_time
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bench import columns_peer
from bench.columns_floor import by_hand
from bench.columns_people import CENTS, DAYS_OF_A_MONTH, Aggregates, aggregates, as_given, histories
from bench.figures import Figure, figure
from bench.machine import this_machine
from bench.show import as_json, table
from law.catalogue import load_scheme
from law.columns.as_life import life_of
from law.columns.calculator import ColumnCalculator
from law.columns.numbers import Numbers
from law.columns.plan import Output
from law.columns.results import Found
from law.decide.determine import determine
from law.language.sheet.scheme import Scheme
from law.people.as_facts import claim_of

SCHEME = "de/alg1"
FILED = np.datetime64("2024-01-01").astype(np.int64)
CONDITIONS = (
    "insured_long_enough",
    "below_pension_age",
    "something_left",
    "works_few_hours",
    "seeks_work_itself",
)
"""What GETTSIM asks too: everything but why the work ended, which only a person decides."""
OUTPUTS: tuple[Output, ...] = (
    ("quantity", "daily_benefit"),
    ("quantity", "days_of_benefit"),
    *(("condition", name) for name in CONDITIONS),
    ("waiting", ""),
)
MILLISECONDS = 1_000


def main(
    *,
    persons: Annotated[int, typer.Option(min=1, help="Persons from aggregates.")] = 1_000_000,
    with_histories: Annotated[int, typer.Option(min=1, help="Persons from histories.")] = 200_000,
    runs: Annotated[int, typer.Option(min=1, help="Runs of each, after one that warms up.")] = 7,
    peer: Annotated[bool, typer.Option(help="Measure GETTSIM too, installed on demand.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Measure German ALG I over columns."""
    machine, scheme = this_machine(), load_scheme(SCHEME, accept_unverified=True)
    people = aggregates(persons)
    columns = (SpinnerColumn(), TextColumn("{task.description:<34}"), BarColumn(), TimeElapsedColumn())
    said: list[str] = []
    with Progress(*columns, console=Console(stderr=True), disable=json) as bar:
        task = bar.add_task("evaluation over columns", total=3 * (runs + 1) + 2)
        figures = from_columns(scheme, people, with_histories, runs, lambda: bar.advance(task))
        figures += single(scheme, min(with_histories, 300))
        bar.advance(task)
        if peer:
            bar.update(task, description="GETTSIM, in its own environment")
            try:
                beside, agreement = of_peer(scheme, people, min(runs, 3))
            except columns_peer.NoPeer as missing:
                beside, agreement = [], str(missing)
            figures += beside
            said.append(agreement)
        bar.advance(task)
    typer.echo(as_json(machine, figures) if json else "\n".join([table(machine, figures), "", *said]))


def ours(calculator: ColumnCalculator, people: Aggregates) -> Found:
    """The engine's answer, from plain columns to columns."""
    given = as_given(people)
    return calculator.from_aggregates(np.full(len(people), FILED), given, OUTPUTS)


def from_columns(
    scheme: Scheme, people: Aggregates, with_histories: int, runs: int, tick: Callable[[], object]
) -> list[Figure]:
    """From aggregates, by hand, and from histories."""
    calculator, (past, given) = ColumnCalculator(scheme), histories(with_histories)
    check_against_floor(ours(calculator, people), people)
    count, rows = len(people), len(past.contributions) // with_histories
    return [
        *_speed("from aggregates", count, lambda: ours(calculator, people), runs, tick),
        *_speed("floor: the formula by hand in plain numpy", count, lambda: by_hand(people), runs, tick),
        *_speed(
            f"from histories of {rows} months on average",
            with_histories,
            lambda: calculator.from_histories(past, given),
            runs,
            tick,
        ),
    ]


def _speed(
    what: str, count: int, work: Callable[[], object], runs: int, tick: Callable[[], object]
) -> tuple[Figure, Figure]:
    """Persons a second by the clock, and by the processor's own time, which other work on the machine leaves alone."""
    clock, processor = [], []
    for _ in range(runs + 1):
        gc.collect()
        began, worked = perf_counter(), process_time()
        work()
        clock.append([count / (perf_counter() - began)])
        processor.append([count / (process_time() - worked)])
        tick()
    named = f"{SCHEME}: {count:,} persons {what}"
    return (
        figure(named, "persons/s", clock[1:]),
        figure(f"{named}, by processor time", "persons/s", processor[1:]),
    )


def check_against_floor(found: Found, people: Aggregates) -> None:
    """The same answer from both, or no figure. Raises `ValueError`."""
    cents, days, due = by_hand(people)
    met = np.logical_and.reduce([found.condition(name).values for name in CONDITIONS])
    minor, _ = found.minor("daily_benefit")
    if not ((minor == cents).all() and (numbers_of(found, "days_of_benefit") == days).all() and (met == due).all()):
        raise ValueError("the engine and the formula by hand differ")


def numbers_of(found: Found, name: str) -> Any:
    """A quantity of whole numbers."""
    column = found.quantity(name)
    if not isinstance(column, Numbers):
        raise TypeError(f"{name} is no number")
    return column.over.values // column.under.values


def single(scheme: Scheme, count: int) -> list[Figure]:
    """One determination from a history of facts, with its whole derivation."""
    past, _ = histories(count)
    for person in range(min(20, count)):
        determine(claim_of(life_of(past, person, scheme), scheme))
    claims = [claim_of(life_of(past, person, scheme), scheme) for person in range(count)]
    clock, processor = [], []
    for claim in claims:
        began, worked = perf_counter(), process_time()
        determine(claim)
        clock.append((perf_counter() - began) * MILLISECONDS)
        processor.append((process_time() - worked) * MILLISECONDS)
    named = f"{SCHEME}: one determination with derivation, from a history"
    return [figure(named, "ms", [clock]), figure(f"{named}, by processor time", "ms", [processor])]


def of_peer(scheme: Scheme, people: Aggregates, runs: int) -> tuple[list[Figure], str]:
    """The peer's figures, and how far it agrees. Raises `NoPeer`."""
    told, theirs = columns_peer.measured(people, runs)
    count, named = told["persons"], f"GETTSIM {told['version']}"
    many = f"{named}: {count:,} persons from aggregates"
    return [
        figure(many, "persons/s", _each(count / took for took in told["many"])),
        figure(f"{named}: one claimant", "ms", _each(took * MILLISECONDS for took in told["one"])),
    ], agreement(ours(ColumnCalculator(scheme), people), people, theirs)


def _each(samples: Any) -> Sequence[Sequence[float]]:
    return [[sample] for sample in samples]


def agreement(found: Found, people: Aggregates, theirs: dict[str, Any]) -> str:
    """For how many the peer says the same: months, and a month's amount but for our rounding of the day to cents."""
    minor, _ = found.minor("daily_benefit")
    months = numbers_of(found, "days_of_benefit") // DAYS_OF_A_MONTH
    due = np.logical_and.reduce([found.condition(name).values for name in CONDITIONS])
    half_a_cent_a_day = 0.5 * DAYS_OF_A_MONTH / CENTS + 1e-6
    amounts = np.abs(theirs["amounts"] - np.where(due, minor, 0) * DAYS_OF_A_MONTH / CENTS) <= half_a_cent_a_day
    same = (theirs["months"] == months) & (theirs["due"] == due) & amounts
    known = np.isin(people.months_in_extended_frame, (16, 17))
    return (
        f"GETTSIM and the engine agree on {int(same.sum()):,} of {len(same):,} persons; of the others "
        f"{int((~same & known).sum()):,} were insured for 16 or 17 months, where GETTSIM differs from SGB III § 147(2)."
    )


if __name__ == "__main__":
    typer.run(main)
