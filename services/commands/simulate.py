"""`tideover simulate`: lives drawn from seeds through the whole engine, in memory, held against the printed law."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from contracts.in_words import no_such
from services.commands.progress import reporting
from services.runtime.process.logs import configure
from services.runtime.process.stopwatch import NANO, nanoseconds
from services.simulation.campaign import Campaign, Failure, keep, run
from services.simulation.campaign_record import CampaignRecord, FailureTold, SeedPlan, begun, write
from services.simulation.play import play
from services.simulation.stories import read_story
from services.simulation.troubles import TROUBLES

SEEDS = "1..200"
SEEDS_BETWEEN = 50
"""After so many seeds, and after each that fails, the record is written."""
SEEDS_WRITTEN = re.compile(r"([0-9]{1,15})\.\.([0-9]{1,15})")


def simulate(  # noqa: PLR0913 - options of a command line
    *,
    seeds: Annotated[str, typer.Option(help="The first and the last seed, such as 1..2000.")] = SEEDS,
    seconds: Annotated[int | None, typer.Option(min=1, help="Stop after so many seconds.")] = None,
    story: Annotated[Path | None, typer.Option(help="Play this story instead of seeds.")] = None,
    keep_in: Annotated[Path, typer.Option(help="Where the smallest story of a failing seed is written.")] = Path(
        "simulated"
    ),
    record_in: Annotated[
        Path | None,
        typer.Option("--record", help="A file with what came so far; named again, the campaign goes on from there."),
    ] = None,
    but: Annotated[list[str] | None, typer.Option(help="A rule that is not looked at; may be said again.")] = None,
    without: Annotated[list[str] | None, typer.Option(help="A trouble that is not drawn; may be said again.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Play lives drawn from seeds through the whole engine, in memory, and hold what is paid against the printed law.

    Ends with 1 if a rule does not hold, 2 if the input cannot be used. The same seed is the same life everywhere, so
    several processes may share a range: each takes its own part of the seeds, with its own record. A run ends after
    three failures; with the same record the next one goes on behind them.
    """
    configure(logging.CRITICAL)  # what a life provokes is no news
    if story is not None:
        _replay(story, but or [])
        return
    first, last = _range(seeds)
    _troubles(without or [])
    plan = SeedPlan(first=first, last=last, without=tuple(sorted(without or [])), but=tuple(sorted(but or [])))
    record = _played(begun(record_in, plan), seconds, record_in, keep_in)
    typer.echo(json.dumps(_result(record), indent=2) if as_json else _said(record))
    raise typer.Exit(int(bool(record.failures)))


def _range(text: str) -> tuple[int, int]:
    written = SEEDS_WRITTEN.fullmatch(text)
    first, last = (int(seed) for seed in written.groups()) if written else (1, 0)
    if last < first:
        raise typer.BadParameter("seeds are written as the first and the last, such as 1..2000")
    return first, last


def _troubles(without: Sequence[str]) -> frozenset[str]:
    if unknown := sorted(set(without) - set(TROUBLES)):
        raise typer.BadParameter(no_such("trouble", unknown[0], TROUBLES))
    return frozenset(TROUBLES) - frozenset(without)


def _played(before: CampaignRecord, seconds: int | None, record_in: Path | None, keep_in: Path) -> CampaignRecord:
    """What came of all sittings once this one has played what is left, or its time is over."""
    began = nanoseconds()
    failures: list[FailureTold] = []

    def took() -> Decimal:
        return Decimal(nanoseconds() - began) / NANO

    def written_now(sitting: Campaign) -> CampaignRecord:
        failures.extend(_told(failure, keep_in) for failure in sitting.failures[len(failures) :])
        record = before.after(sitting, took(), failures)
        if record_in is not None:
            write(record, record_in)
        return record

    with reporting("seeds", len(before.left)) as report:

        def progress(sitting: Campaign) -> None:
            report(f"{sitting.fired['died in delivery']:,} deaths, {len(sitting.failures)} failures", 1)
            if sitting.seeds % SEEDS_BETWEEN == 0 or len(sitting.failures) > len(failures):
                written_now(sitting)

        sitting = run(
            before.left,
            troubles=_troubles(before.plan.without),
            but=before.plan.but,
            goes_on=lambda: seconds is None or took() < seconds,
            progress=progress,
        )
    return written_now(sitting)


def _told(failure: Failure, keep_in: Path) -> FailureTold:
    return FailureTold(seed=failure.seed, rule=failure.rule, says=failure.says, story=str(keep(failure, keep_in)))


def _said(record: CampaignRecord) -> str:
    counts = f"{record.played:,} seeds, {record.actions:,} actions, {_rate(record):.1f} seeds a second"
    lines = [f"{counts}, {len(record.failures)} failures. What fired:"]
    lines += [f"  {times:>9,}  {name}" for name, times in record.fired.items() if times]
    for failure in record.failures:
        lines.append(f"Seed {failure.seed} fails. {failure.says}")
        lines.append(f"  Its smallest story: {failure.story} (tideover simulate --story FILE)")
    return "\n".join(lines)


def _rate(record: CampaignRecord) -> Decimal:
    return record.played / record.seconds if record.seconds else Decimal(0)


def _result(record: CampaignRecord) -> dict[str, object]:
    return {
        "seeds": {"first": record.plan.first, "played": record.played},
        "actions": record.actions,
        "seconds": str(round(record.seconds, 3)),
        "seeds_a_second": str(round(_rate(record), 2)),
        "fired": {name: times for name, times in record.fired.items() if times},
        "failures": [failure.model_dump() for failure in record.failures],
    }


def _replay(path: Path, but: list[str]) -> None:
    played = play(read_story(path), but, twice=True)
    for violation in played.violations:
        typer.echo(str(violation))
    typer.echo(f"{path}: {'FAILED' if played.violations else 'every rule holds'}")
    raise typer.Exit(int(bool(played.violations)))
