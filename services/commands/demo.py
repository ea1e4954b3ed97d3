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
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from services.commands.console import console
from services.commands.folder import Folder
from services.commands.story import print_story
from services.commands.summary_page import print_summary
from services.demo.people import People
from services.demo.run import demonstrate
from services.demo.summary import Summary, summarise
from services.oversight.views import tell
from services.runtime.laptop.laptop import Laptop
from services.runtime.laptop.listener_process import RARELY
from services.runtime.process.settings import Settings
from services.worlds import laptop_in

MESSAGES_A_PERSON = 60  # about; only the length of the progress bar depends on it


def demo(
    folder: Folder = Path("demo-data"),
    *,
    people: Annotated[int | None, typer.Option(min=1, help="How many people; the data set has 3,343.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")] = False,
) -> None:
    """Run 3,343 real displaced workers through the whole engine, and keep the database for `story` and `explain`."""
    settings = Settings.from_environment()
    _clear(folder)
    gc.set_threshold(*RARELY)
    drawn = People() if people is None else People(count=people)
    laptop = laptop_in(folder, settings)
    started = time.perf_counter()
    _run(laptop, drawn, quiet=as_json)
    summary = summarise(laptop, drawn, Decimal(time.perf_counter() - started))
    if as_json:
        typer.echo(json.dumps(summary.as_json()))
    else:
        _show(laptop, drawn, summary, folder)
    laptop.close()


def _clear(folder: Path) -> None:
    """Start from nothing, but never delete a folder that is not a demonstration's."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "feed.db").exists():
            raise typer.BadParameter(f"{folder} holds something else; choose another --folder")
        shutil.rmtree(folder)


def _run(laptop: Laptop, people: People, *, quiet: bool) -> None:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<26}"),
        BarColumn(),
        TextColumn("{task.completed:,} events"),
    )
    bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))
    with nullcontext() if quiet else bar:
        task = bar.add_task("making people", total=people.count * MESSAGES_A_PERSON)

        def progress(doing: str, carried: int) -> None:
            bar.update(task, description=doing, advance=carried)

        last = demonstrate(laptop, people, progress)
        done = bar.tasks[0].completed
        bar.update(task, description=f"until {last:%d %B %Y}", total=done)


def _show(laptop: Laptop, people: People, summary: Summary, folder: Path) -> None:
    out = console()
    print_summary(summary, out)
    person = _someone(laptop, people)
    out.rule("One person's story")
    print_story(tell(laptop.about(person)), out)
    out.print(f"\nThe database stays in {folder}. Any case:  tideover story {person[:10]}  --folder {folder}")
    out.print("Any decision:  tideover explain ID   The law:  tideover scheme show us/mississippi")


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
