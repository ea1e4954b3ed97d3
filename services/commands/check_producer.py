"""`tideover check-producer`: an institution's topic is read, and what is wrong with it said in words."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from contracts.schemas import published
from services.commands.progress import working
from services.registry_kit.findings import FINDINGS
from services.registry_kit.producer_check import FaultReport, ProducerCheck
from services.registry_kit.timestamps import milliseconds_of, written
from services.registry_kit.topic_reading import reading
from services.runtime.kafka.topics import declared_publisher
from services.runtime.process.settings import Settings
from services.runtime.process.stopwatch import unix_milliseconds

HOUR_MS = 3_600_000
SILENCE_HOURS = 96
"""Over a long weekend nothing need come."""


def check_producer(
    topic: Annotated[str, typer.Option(help="The topic's name, for example tideover.registry.")],
    *,
    since: Annotated[str | None, typer.Option(help="From this day or moment on, for example 2026-11-01.")] = None,
    silence_hours: Annotated[int, typer.Option(min=1, help="How long nothing may come.")] = SILENCE_HOURS,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")] = False,
) -> None:
    """Read a topic without touching the engine, and say what is wrong. Ends with 1 if anything is."""
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what is wrong is said in one sentence
    published()  # every event that there is must be known before one can be called unknown
    since_ms, until_ms = _moment(since), unix_milliseconds()
    with reading(topic, Settings.from_environment(), since_ms) as messages:
        check = ProducerCheck(topic, declared_publisher(topic), messages.partitions)
        with working(topic, messages.total) as told:
            for seen in messages:
                check.look(seen)
                told(1)
    reports = check.told(since_ms=since_ms, until_ms=until_ms, silence_ms=silence_hours * HOUR_MS)
    faults = [report for report in reports if not FINDINGS[report.code].harmless]
    if as_json:
        typer.echo(json.dumps(_as_dict(topic, check.messages, reports), indent=1))
    else:
        beginning = "the beginning" if since_ms is None else written(since_ms)
        typer.echo(f"{topic}, from {beginning} on; messages: {check.messages:,}.")
        _say(reports)
        typer.echo(f"Kinds of fault: {len(faults)}." if faults else "No fault.")
    raise typer.Exit(int(bool(faults)))


def _moment(since: str | None) -> int | None:
    if since is None:
        return None
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise typer.BadParameter("--since is a day or a moment in ISO 8601, for example 2026-11-01") from None
    return milliseconds_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _say(reports: Sequence[FaultReport]) -> None:
    for report in reports:
        kind = FINDINGS[report.code]
        typer.echo(f"\n{kind.area}: {kind.says}  [{report.code}]")
        typer.echo(f"  how often   {report.count:,}{' (harmless)' if kind.harmless else ''}")
        for detail in report.details:
            typer.echo(f"  namely      {detail}")
        if report.examples:
            typer.echo(f"  for example {', '.join(report.examples)}")
        typer.echo(f"  what to do  {kind.do}")
    typer.echo("")


def _as_dict(topic: str, messages: int, reports: Sequence[FaultReport]) -> dict[str, Any]:
    return {
        "topic": topic,
        "messages": messages,
        "findings": [
            {
                "code": report.code,
                "area": FINDINGS[report.code].area,
                "harmless": FINDINGS[report.code].harmless,
                "count": report.count,
                "says": FINDINGS[report.code].says,
                "namely": list(report.details),
                "examples": list(report.examples),
                "what_to_do": FINDINGS[report.code].do,
            }
            for report in reports
        ],
    }
