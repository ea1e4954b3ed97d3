"""`tideover demo`: real displaced workers through the whole engine, with a progress bar and a summary."""

from __future__ import annotations

import gc
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console

from services.commands.console import console
from services.commands.faults import Interrupted
from services.commands.folder import Folder
from services.commands.own_name import own_name
from services.commands.progress import nobody_listens, reporting
from services.commands.story_lines import print_story
from services.commands.summary_page import print_summary
from services.demo.calendar import DAY
from services.demo.kept_day import FOLDER, OFFICERS_DAY, keep
from services.demo.people import People
from services.demo.run import EVENTS_A_PERSON, EVENTS_UNTIL_OFFICERS_DAY, demonstrate_in, to_the_end
from services.demo.summary import Summary, summarise
from services.demo.world import World, laptop_world
from services.oversight.views import tell
from services.runtime.laptop.listener_process import RARELY
from services.runtime.process.settings import Settings
from services.worlds import laptop_in

MEGABYTE = 1_000_000
PEOPLE_ON_STACK = 200


def demo(
    folder: Folder = Path("demo-data"),
    *,
    people: Annotated[
        int | None, typer.Option(min=1, help=f"How many people: all 3,343, and {PEOPLE_ON_STACK} on the stack.")
    ] = None,
    on_stack: Annotated[
        bool, typer.Option("--on-stack", help="On Kafka and PostgreSQL, started if none are set: every process runs.")
    ] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End without serving the console.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Run 3,343 real displaced workers through the whole engine, then serve the console to officers of 8 June 2020."""
    gc.set_threshold(*RARELY)
    drawn = People(count=people or (PEOPLE_ON_STACK if on_stack else People().count))
    serving = not (as_json or no_serve)
    with _stack(drawn) if on_stack else _laptop(folder, drawn) as (world, place):
        started = time.perf_counter()
        _run(world, drawn, place, quiet=as_json, serving=serving)
        summary = summarise(world, drawn, Decimal(time.perf_counter() - started))
        if as_json:
            typer.echo(json.dumps(summary.as_json()))
        else:
            _show(world, drawn, summary, place, serving=serving)
    if serving:
        _serve(place)


class Place(NamedTuple):
    """Where a demonstration's records stay, and how later commands are told of them."""

    name: str
    option: str = ""
    """What is added to every command."""
    before: str = ""
    """What is typed before them."""
    folder: Path | None = None
    """A laptop's folder."""
    settings: Settings | None = None
    """Those of the stack."""


@contextmanager
def _laptop(folder: Path, people: People) -> Iterator[tuple[World, Place]]:
    if freed := _clear(folder):
        typer.echo(f"Replacing the earlier run in {folder} ({freed / MEGABYTE:.0f} MB).", err=True)
    option = "" if folder == Settings().folder else f" --folder {folder}"
    with closing(laptop_in(folder, Settings.from_environment())) as laptop, laptop_world(laptop, people) as world:
        yield world, Place(str(folder), option=option, folder=folder)


@contextmanager
def _stack(people: People) -> Iterator[tuple[World, Place]]:
    from services.commands.demo_servers import demonstration_stack  # noqa: PLC0415 - Kafka, which a laptop does not need

    with demonstration_stack(people.seed) as (world, source):
        yield world, Place("the stack, which runs on", before=source, settings=world.settings)


def _clear(folder: Path) -> int:
    """Start from nothing, but never delete a folder that is not a demonstration's; how many bytes went."""
    if not folder.exists() or not any(folder.iterdir()):
        return 0
    if not (folder / "feed.db").exists():
        raise typer.BadParameter(f"{folder} holds something else; choose another --folder")
    freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return freed


def _run(world: World, people: People, place: Place, *, quiet: bool, serving: bool) -> None:
    """A laptop's officers work on in a copy of one day, the stack's on the stack itself, which stops at that day."""
    evening = partial(_evening, place.folder) if serving else to_the_end
    ends_early = serving and place.folder is None
    total = people.count * (EVENTS_UNTIL_OFFICERS_DAY if ends_early else EVENTS_A_PERSON)
    with nullcontext(nobody_listens) if quiet else reporting("events", total) as report:
        try:
            demonstrate_in(world, people, report, each_evening=evening)
        except KeyboardInterrupt:
            raise Interrupted(f"Stopped. What {place.name} holds is a part of a run; the next replaces it.") from None


def _evening(folder: Path | None, day: date) -> bool:
    """Before the officers' day a laptop is copied, and the stack's demonstration ends."""
    if day + DAY != OFFICERS_DAY:
        return False
    if folder is not None:
        keep(folder)
    return folder is None


def _serve(place: Place) -> None:
    """The console, until it is stopped."""
    from services.commands.console_server import serve_demonstration  # noqa: PLC0415 - a web server, for nobody else

    typer.echo(f"\nOfficers of {OFFICERS_DAY:%d %B %Y} find their work in the console.")
    folder = None if place.folder is None else place.folder / FOLDER
    serve_demonstration(folder, place.settings or Settings.from_environment())


def _show(world: World, people: People, summary: Summary, place: Place, *, serving: bool) -> None:
    out = console()
    print_summary(summary, out)
    person = _someone(world, people)
    out.rule("One person's story")
    print_story(tell(world.about(person)), out)
    what_to_do_next(person, place, out, serving=serving)


def what_to_do_next(person: str, place: Place, console: Console, *, serving: bool) -> None:
    """Commands that can be copied: each on a line of its own, as it is called here."""
    console.print(f"\nThe databases stay in {place.name}. Look further:")
    if place.before:
        console.print(f"  {place.before}", highlight=False, soft_wrap=True)
    for command, what in (
        (f"story {person[:10]}", "any case, by the beginning of a pseudonym"),
        ("explain ID", "any decision of a case"),
        ("parked list", "what could not take effect"),
    ):
        console.print(f"  {own_name()} {command}{place.option}  [dim]{what}[/dim]", highlight=False, soft_wrap=True)
    console.print(f"  {own_name()} scheme show us/mississippi  [dim]the law[/dim]", highlight=False, soft_wrap=True)
    if not serving:
        console.print(
            f"Everything is over in them, and little or nothing waits for officers. `{own_name()} demo` without\n"
            f"--no-serve ends with the console of {OFFICERS_DAY:%d %B %Y}, when officers have work.",
            highlight=False,
        )


def _someone(world: World, people: People) -> str:
    """A person whose story is worth telling: something was corrected, asked or returned, and it is not too long."""
    best, chosen = -1, ""
    for worker in people.everybody():
        if not worker.row.filed or not 2 <= worker.row.spell_fortnights <= 4:
            continue
        lines = tell(world.about(worker.person))
        told = " ".join(line.says for line in lines)
        worth = sum(word in told for word in ("Corrected", "question", "partly paid", "came back", "too much"))
        if worth > best:
            best, chosen = worth, worker.person
        if best >= 3:
            break
    return chosen or next(people.everybody()).person
