"""`tideover demo`: real displaced workers through the whole engine, with a progress bar and a summary."""

from __future__ import annotations

import gc
import json
import shutil
import time
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.commands.faults import INTERRUPTED
from services.commands.folder import Folder
from services.commands.own_name import own_name
from services.commands.progress import nobody_listens, reporting
from services.commands.story_lines import print_story
from services.commands.summary_page import print_summary
from services.demo.people import People
from services.demo.run import demonstrate
from services.demo.summary import Summary, summarise
from services.oversight.views import tell
from services.runtime.laptop.laptop import Laptop
from services.runtime.laptop.listener_process import RARELY
from services.runtime.process.settings import Settings
from services.worlds import laptop_in

MESSAGES_A_PERSON = 52
"""About; only the length of the progress bar depends on it."""
MEGABYTE = 1_000_000


def demo(
    folder: Folder = Path("demo-data"),
    *,
    people: Annotated[int | None, typer.Option(min=1, help="How many people; the data set has 3,343.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Run 3,343 real displaced workers through the whole engine, and keep the database for `story` and `explain`."""
    settings = Settings.from_environment()
    if freed := _clear(folder):
        typer.echo(f"Replacing the earlier run in {folder} ({freed / MEGABYTE:.0f} MB).", err=True)
    gc.set_threshold(*RARELY)
    drawn = People() if people is None else People(count=people)
    laptop = laptop_in(folder, settings)
    started = time.perf_counter()
    _run(laptop, drawn, folder, quiet=as_json)
    summary = summarise(laptop, drawn, Decimal(time.perf_counter() - started))
    if as_json:
        typer.echo(json.dumps(summary.as_json()))
    else:
        _show(laptop, drawn, summary, folder)
    laptop.close()


def _clear(folder: Path) -> int:
    """Start from nothing, but never delete a folder that is not a demonstration's; how many bytes went."""
    if not folder.exists() or not any(folder.iterdir()):
        return 0
    if not (folder / "feed.db").exists():
        raise typer.BadParameter(f"{folder} holds something else; choose another --folder")
    freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return freed


def _run(laptop: Laptop, people: People, folder: Path, *, quiet: bool) -> None:
    total = people.count * MESSAGES_A_PERSON
    with nullcontext(nobody_listens) if quiet else reporting("events", total) as report:
        try:
            demonstrate(laptop, people, report)
        except KeyboardInterrupt:
            typer.echo(f"Stopped. What {folder} holds is part of a run; the next one replaces it.", err=True)
            raise typer.Exit(INTERRUPTED) from None


def _show(laptop: Laptop, people: People, summary: Summary, folder: Path) -> None:
    console = Console()
    print_summary(summary, console)
    person = _someone(laptop, people)
    console.rule("One person's story")
    print_story(tell(laptop.about(person)), console)
    _what_to_do_next(person, folder, console)


def _what_to_do_next(person: str, folder: Path, console: Console) -> None:
    """Commands that can be copied: each on a line of its own, as it is called here."""
    where = "" if folder == Settings().folder else f" --folder {folder}"
    console.print(f"\nThe databases stay in {folder}. Look further:")
    for command, what in (
        (f"story {person[:10]}{where}", "any case, by the beginning of a pseudonym"),
        (f"explain ID{where}", "any decision of a case"),
        (f"parked list{where}", "what could not take effect"),
        ("scheme show us/mississippi", "the law"),
    ):
        console.print(f"  {own_name()} {command}  [dim]{what}[/dim]", highlight=False, soft_wrap=True)


def _someone(laptop: Laptop, people: People) -> str:
    """A person whose story is worth telling: something was corrected, asked or returned, and it is not too long."""
    best, chosen = -1, ""
    for worker in people.everybody():
        if not worker.row.filed or not 2 <= worker.row.spell_fortnights <= 4:
            continue
        lines = tell(laptop.about(worker.person))
        told = " ".join(line.says for line in lines)
        worth = sum(word in told for word in ("Corrected", "question", "partly paid", "came back", "too much"))
        if worth > best:
            best, chosen = worth, worker.person
        if best >= 3:
            break
    return chosen or next(people.everybody()).person
