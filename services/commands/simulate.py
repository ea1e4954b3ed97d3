"""`tideover simulate`: lives drawn from seeds through the whole engine, in memory, held against the printed law."""

from __future__ import annotations

import json
import logging
import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from contracts.in_words import no_such
from services.commands.progress import reporting
from services.runtime.process.logs import configure
from services.runtime.process.stopwatch import NANO, nanoseconds
from services.simulation.campaign import Campaign, Failure, keep, run
from services.simulation.play import play
from services.simulation.stories import read_story
from services.simulation.troubles import TROUBLES

SEEDS = "1..200"
SEEDS_WRITTEN = re.compile(r"([0-9]{1,15})\.\.([0-9]{1,15})")


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
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Play lives drawn from seeds through the whole engine, in memory, and hold what is paid against the printed law.

    Ends with 1 if a rule does not hold, 2 if the input cannot be used. The same seed is the same life everywhere, so
    several processes may share a range: each takes its own part of the seeds.
    """
    configure(logging.CRITICAL)  # what a life provokes is no news
    if story is not None:
        _replay(story, but or [])
        return
    first, last = _range(seeds)
    began = nanoseconds()
    campaign = _run(range(first, last + 1), seconds, _troubles(without or []), but or [])
    took = Decimal(nanoseconds() - began) / NANO
    kept = [(failure, keep(failure, keep_in)) for failure in campaign.failures]
    if as_json:
        typer.echo(json.dumps(_result(campaign, kept, first, took), indent=2))
    else:
        _say(campaign, took)
        for failure, path in kept:
            typer.echo(f"Seed {failure.seed} fails. {failure.says}")
            typer.echo(f"  Its smallest story: {path} (tideover simulate --story FILE)")
    raise typer.Exit(int(bool(campaign.failures)))


def _range(text: str) -> tuple[int, int]:
    written = SEEDS_WRITTEN.fullmatch(text)
    first, last = (int(seed) for seed in written.groups()) if written else (1, 0)
    if last < first:
        raise typer.BadParameter("seeds are written as the first and the last, such as 1..2000")
    return first, last


def _troubles(without: list[str]) -> frozenset[str]:
    if unknown := sorted(set(without) - set(TROUBLES)):
        raise typer.BadParameter(no_such("trouble", unknown[0], TROUBLES))
    return frozenset(TROUBLES) - frozenset(without)


def _run(seeds: range, seconds: int | None, troubles: frozenset[str], but: list[str]) -> Campaign:
    began = nanoseconds()

    def is_time_left() -> bool:
        return seconds is None or nanoseconds() - began < seconds * NANO

    with reporting("seeds", len(seeds)) as report:
        return run(
            seeds,
            troubles=troubles,
            but=but,
            goes_on=is_time_left,
            progress=lambda campaign: report(_so_far(campaign), 1),
        )


def _so_far(campaign: Campaign) -> str:
    return f"{campaign.fired['died in delivery']:,} deaths, {len(campaign.failures)} failures"


def _say(campaign: Campaign, took: Decimal) -> None:
    rate = campaign.seeds / took
    typer.echo(
        f"{campaign.seeds:,} seeds, {campaign.actions:,} actions, {rate:.1f} seeds a second, "
        f"{len(campaign.failures)} failures. What fired:"
    )
    for name, times in sorted(campaign.fired.items()):
        if times:
            typer.echo(f"  {times:>9,}  {name}")


def _result(campaign: Campaign, kept: list[tuple[Failure, Path]], first: int, took: Decimal) -> dict[str, object]:
    return {
        "seeds": {"first": first, "played": campaign.seeds},
        "actions": campaign.actions,
        "seconds": str(round(took, 3)),
        "seeds_a_second": str(round(campaign.seeds / took, 2)),
        "fired": {name: times for name, times in sorted(campaign.fired.items()) if times},
        "failures": [
            {"seed": failure.seed, "rule": failure.rule, "says": failure.says, "story": str(path)}
            for failure, path in kept
        ],
    }


def _replay(path: Path, but: list[str]) -> None:
    played = play(read_story(path), but, twice=True)
    for violation in played.violations:
        typer.echo(str(violation))
    typer.echo(f"{path}: {'FAILED' if played.violations else 'every rule holds'}")
    raise typer.Exit(int(bool(played.violations)))
