"""`python -m deploy.drills NAME...` plays incidents on servers of its own, and says who was called and when."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from deploy.drills.drilled import SCRAPE, Drilled, drilled
from deploy.drills.incidents import DAY_NOT_CLOSED, INCIDENTS, REGISTRY_SILENT
from deploy.drills.pictures import Camera
from deploy.drills.playing import FIRST_CALL_MAX_SECONDS, as_table, play
from deploy.postgres.programs import give
from deploy.waiting import TimedOut

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def incidents(
    names: Annotated[list[str] | None, typer.Argument(help=f"Of {', '.join(INCIDENTS)}; all if none is named.")] = None,
    pictures: Annotated[
        Path | None, typer.Option(help="Draw dashboards before, during and after each incident into this folder.")
    ] = None,
    dashboard: Annotated[list[str] | None, typer.Option(help="Which to draw; all if none is named.")] = None,
) -> None:
    """Play them one after another; exit code 1 where the wrong alert came first, too late, or after the mending."""
    if unknown := [name for name in names or () if name not in INCIDENTS]:
        typer.echo(f"There is no incident {', '.join(unknown)}; there are {', '.join(INCIDENTS)}.", err=True)
        raise typer.Exit(2)
    asked = sorted(names or INCIDENTS, key=lambda name: (name != DAY_NOT_CLOSED, name != REGISTRY_SILENT))
    closed, registered = DAY_NOT_CLOSED not in asked, REGISTRY_SILENT not in asked
    with tempfile.TemporaryDirectory(prefix="tideover-drill-") as thrown_away:
        folder = Path(thrown_away)
        give(folder)
        typer.echo("Starting servers and processes, and waiting until nobody is called ...", err=True)
        try:
            with drilled(folder, closed=closed, registered=registered) as world:
                played = [
                    play(name, INCIDENTS[name], world, _says, looks=_camera(world, pictures, dashboard))
                    for name in asked
                ]
        except TimedOut as fault:
            typer.echo(f"The drill ended: {fault}.", err=True)
            raise typer.Exit(1) from None
    typer.echo(as_table(played))
    wrong = [one.name for one in played if (one.first and one.first.alert) != INCIDENTS[one.name].first]
    slow = [one.name for one in played if one.seconds > FIRST_CALL_MAX_SECONDS]
    late = [one.name for one in played if one.late]
    for sentence, found in (
        ("Another alert came first", wrong),
        ("The first call took too long", slow),
        ("Somebody was called after the mending", late),
    ):
        if found:
            typer.echo(f"{sentence}: {', '.join(found)}.", err=True)
    sys.exit(1 if wrong or slow or late else 0)


def _camera(world: Drilled, folder: Path | None, names: list[str] | None) -> Callable[[str], None]:
    """What looks at the world's dashboards, if there is a folder to draw into."""
    if folder is None:
        return lambda _moment: None
    camera = Camera(folder, names or ())
    camera.waits()
    return lambda moment: camera.takes(moment, world.prometheus, int(SCRAPE.removesuffix("s")))


def _says(sentence: str) -> None:
    typer.echo(sentence, err=True)


if __name__ == "__main__":
    app()
