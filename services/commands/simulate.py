"""`tideover simulate`: lives drawn from seeds through the whole engine, in memory, held against the printed law."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status

from services.runtime.process.logs import configure
from services.runtime.process.stopwatch import nanoseconds
from services.simulation.campaign import Campaign, keep, run
from services.simulation.play import play
from services.simulation.stories import read_story
from services.simulation.troubles import TROUBLES

SEEDS = "1..200"
SEEDS_WRITTEN = re.compile(r"([0-9]{1,15})\.\.([0-9]{1,15})")
A_SECOND, A_MILLISECOND = 1_000_000_000, 1_000_000


def simulate(  # noqa: PLR0913 - options of a command line
    *,
    seeds: Annotated[str, typer.Option(help="The first and the last seed, such as 1..2000.")] = SEEDS,
    seconds: Annotated[int | None, typer.Option(min=1, help="Stop after so many seconds.")] = None,
    story: Annotated[Path | None, typer.Option(help="Play this story instead of seeds.")] = None,
    keep_in: Annotated[Path, typer.Option(help="Where the smallest story of a failing seed is written.")] = Path(
        "simulated"
    ),
    but: Annotated[list[str] | None, typer.Option(help="A rule that is not looked at; may be said again.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="A trouble that is not drawn; may be said again.")] = None,
) -> None:
    """Play lives drawn from seeds through the whole engine, in memory, and hold what is paid against the printed law.

    Ends with 1 if a rule does not hold, 2 if the input cannot be used. The same seed is the same life everywhere.
    """
    configure(logging.CRITICAL)  # what a life provokes is no news
    if story is not None:
        _replay(story, but or [])
        return
    first, last = _range(seeds)
    campaign = _run(range(first, last + 1), seconds, _troubles(without or []), but or [])
    _say(campaign)
    for failure in campaign.failures:
        typer.echo(f"Seed {failure.seed} fails. {failure.says}")
        typer.echo(f"  Its smallest story: {keep(failure, keep_in)} (tideover simulate --story FILE)")
    raise typer.Exit(int(bool(campaign.failures)))


def _range(text: str) -> tuple[int, int]:
    written = SEEDS_WRITTEN.fullmatch(text)
    first, last = (int(seed) for seed in written.groups()) if written else (1, 0)
    if last < first:
        raise typer.BadParameter("seeds are written as the first and the last, such as 1..2000")
    return first, last


def _troubles(without: list[str]) -> frozenset[str]:
    if unknown := sorted(set(without) - set(TROUBLES)):
        raise typer.BadParameter(f"there is no trouble called {unknown[0]!r}; there are: {'; '.join(TROUBLES)}")
    return frozenset(TROUBLES) - frozenset(without)


def _run(seeds: range, seconds: int | None, troubles: frozenset[str], but: list[str]) -> Campaign:
    began = nanoseconds()

    def is_time_left() -> bool:
        return seconds is None or nanoseconds() - began < seconds * A_SECOND

    with Console(stderr=True).status("playing ...") as status:
        return run(
            seeds,
            troubles=troubles,
            but=but,
            goes_on=is_time_left,
            progress=_showing(status, len(seeds), began),
        )


def _showing(status: Status, total: int, began: int) -> Callable[[Campaign], None]:
    def show(campaign: Campaign) -> None:
        each = (nanoseconds() - began) // campaign.seeds
        status.update(
            f"{campaign.seeds:,} of {total:,} seeds, {each // A_MILLISECOND} ms each, "
            f"{(total - campaign.seeds) * each // A_SECOND:,} s left; "
            f"{campaign.fired['died in delivery']:,} deaths, {campaign.fired['answers refused']:,} answers refused, "
            f"{len(campaign.failures)} failures"
        )

    return show


def _say(campaign: Campaign) -> None:
    typer.echo(
        f"{campaign.seeds:,} seeds, {campaign.actions:,} actions, {len(campaign.failures)} failures. What fired:"
    )
    for name, times in sorted(campaign.fired.items()):
        if times:
            typer.echo(f"  {times:>9,}  {name}")


def _replay(path: Path, but: list[str]) -> None:
    played = play(read_story(path), but)
    for violation in played.violations:
        typer.echo(str(violation))
    typer.echo(f"{path}: {'FAILED' if played.violations else 'every rule holds'}")
    raise typer.Exit(int(bool(played.violations)))
