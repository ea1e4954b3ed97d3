"""A surge of claims on the real stack, while the day's payments are put into files: `python -m bench.surge`.

Both servers are its own, and share the machine's processors with the engine and with whoever files. Some people were
granted and certified before; as the surge begins their day is closed, and payments are sealed while everybody files.
Each claim is filed at its own moment, whether or not the engine keeps up, so what waits is counted from there.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import func, select

from bench.claim_ways import claim_all
from bench.figures import Figure, figure
from bench.machine import this_machine
from bench.real_world import ProcessDied, RealWorld, real_world
from bench.show import as_json, table
from bench.surge_chart import drawn
from bench.surge_load import Filing, Surge, file_all
from bench.surge_told import Told, in_legal_time, told
from bench.town import FILED, files, history, people
from contracts.eligibility import DeterminationMade
from contracts.waiting import FilingReceived
from deploy.waiting import TimedOut
from services.oversight.views import determinations
from services.runtime.database.store import outbox

PAYDAY = FILED + timedelta(days=14)
"""The day on which those who certified are due; closed as the surge begins."""
SURGE_DAY = PAYDAY + timedelta(days=1)
MILLI = 1000
P99 = 98  # of the 99 cuts into hundredths


@dataclass
class PaymentRun:
    """Payments that are put into files beside the surge: how many; in seconds from the beginning, from when to when."""

    world: RealWorld
    of: int
    began: float | None = None
    over: float | None = None

    def look(self, passed: float, surge: Surge) -> None:
        """As the surge begins the day of those who are due is closed; later, see whether all of them are in files."""
        if self.began is None and passed >= surge.calm_seconds:
            self.world.close(PAYDAY)
            self.began = passed
        elif self.began is not None and self.over is None and self.world.payments(in_files=True) >= self.of:
            self.over = passed


@dataclass(frozen=True, slots=True)
class Played:
    """A surge that is over: what became of its claims and of the day's payments."""

    surge: Surge
    told: Told
    payments: tuple[float, float]
    in_time: int
    overdue: int


def play(surge: Surge, paid: int, workers: int, says: Progress) -> Played:
    """Play it on real servers. Raises `ProcessDied` if a process of the engine ends or does nothing."""
    with real_world() as world:
        filings = _prepared(world, surge, paid, workers, says)
        task = says.add_task("claims", total=len(filings))
        run, before = PaymentRun(world, paid), _decided(world)
        looked = decided = 0

        def tick(passed: float) -> None:
            nonlocal looked, decided
            if passed >= looked:  # once a second: whoever counts an outbox shares the processors with the engine
                looked, decided = int(passed) + 1, _decided(world) - before
                world.everybody_lives()
                run.look(passed, surge)
                says.update(task, completed=decided)

        began_ms = file_all(world.settings, filings, surge, tick)

        def all_is_done() -> bool:
            tick((time.time() * MILLI - began_ms) / MILLI)
            answered = decided >= len(filings) and _received(world) >= before + len(filings)
            return answered and run.over is not None

        world.until(all_is_done, "every receipt, decision and payment file")
        found = told(world, [person for person, _ in filings], surge.moments(), began_ms)
        return Played(surge, found, (run.began or 0, run.over or 0), *_at_the_end_of_the_day(world))


def _prepared(world: RealWorld, surge: Surge, paid: int, workers: int, says: Progress) -> list[Filing]:
    """Everybody's past is known, some wait for their payment, and the claims to be filed are written down."""
    task = says.add_task("people, their past and whoever is due", total=None)
    world.start_all(workers, chained=True)
    claim_all(world, list(people(max(paid, 1), "paid")))
    everybody = list(people(len(surge.moments()), "surge"))
    kept = world.heard("eligibility")
    facts = [fact for person in everybody for fact in history(person)]
    world.publish(facts)
    world.wait_until_heard("eligibility", kept + len(facts))
    says.remove_task(task)
    return [(person, files(person, SURGE_DAY).to_bytes()) for person in everybody]


def _decided(world: RealWorld) -> int:
    return world.said("eligibility", DeterminationMade.type_())


def _received(world: RealWorld) -> int:
    query = select(func.count(outbox.c.subject.distinct())).where(outbox.c.type == FilingReceived.type_())
    with world.databases["claims"].reading() as connection:
        return connection.scalar(query) or 0


def _at_the_end_of_the_day(world: RealWorld) -> tuple[int, int]:
    """How many claims were decided within the promised days, and how many are overdue, by the committee's figures."""
    world.close(SURGE_DAY)
    world.until(lambda: _known_to_the_committee(world) >= _decided(world), "the committee's figures")
    return in_legal_time(world, SURGE_DAY)


def _known_to_the_committee(world: RealWorld) -> int:
    with world.databases["oversight"].reading() as connection:
        return sum(determinations(connection).values())


def figures_of(played: Played) -> Iterator[Figure]:
    """The figures of a surge."""
    surge, told_ = played.surge, played.told
    in_it = [number for number, at in enumerate(told_.filed) if surge.calm_seconds <= at < surge.ends]
    yield figure("claims filed a second, usual", "claims/s", [[surge.usual]])
    yield figure("claims filed a second, in the surge", "claims/s", [[surge.usual * surge.factor]])
    yield figure("claims of the surge", "claims", [[len(in_it)]])
    for what, waits in (("receipt", told_.intake()), ("decision", told_.decisions())):
        of_surge = [waits[number] for number in in_it]
        yield figure(f"from filing to {what}, in the surge", "s", [of_surge])
        yield figure("  99 of 100 within", "s", [[statistics.quantiles(of_surge, n=100)[P99]]])
    yield figure("most claims that waited for a decision", "claims", [[_most(told_)]])
    yield figure("from the surge's end until nobody waits", "s", [[max(0.0, _over(played))]])
    began, over = played.payments
    yield figure("the day's payments put into files beside it", "s", [[over - began]])
    yield figure("decided within the promised days", "claims", [[played.in_time]])
    yield figure("overdue at the end of the day", "claims", [[played.overdue]])


def _most(told_: Told) -> int:
    return max(told_.waiting(second) for second in range(int(told_.over) + 2))


def _over(played: Played) -> float:
    """When the last claim of the surge was decided, from its end on."""
    pairs = zip(played.told.filed, played.told.decided, strict=True)
    return max(decided for filed, decided in pairs if filed < played.surge.ends) - played.surge.ends


def main(  # noqa: PLR0913 - one parameter an option
    *,
    factor: Annotated[float, typer.Option(min=1, help="How many times as many claims come.")] = 24,
    usual: Annotated[float, typer.Option(min=0.1, help="Claims a second on a usual day.")] = 5,
    seconds: Annotated[int, typer.Option(min=1, help="How long the surge lasts.")] = 60,
    calm: Annotated[int, typer.Option(min=1, help="How long it is calm before and after.")] = 15,
    paid: Annotated[int, typer.Option(min=1, help="How many people are paid at the same time.")] = 2_000,
    workers: Annotated[int, typer.Option(min=1, help="Workers that carry all services.")] = 2,
    chart: Annotated[Path | None, typer.Option(help="Where a chart is written, as SVG or PNG.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Play a surge; ends with 1 and a sentence if a process ends or does nothing, or a claim is overdue."""
    machine = this_machine()
    columns = (TextColumn("{task.description:<38}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), disable=json) as says:
            played = play(Surge(usual, factor, calm, seconds), paid, workers, says)
    except (ProcessDied, TimedOut) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from None
    if chart is not None:
        drawn(chart, played.surge, played.told, played.payments)
    figures = list(figures_of(played))
    typer.echo(as_json(machine, figures) if json else table(machine, figures))
    raise typer.Exit(1 if played.overdue else 0)


if __name__ == "__main__":
    typer.run(main)
