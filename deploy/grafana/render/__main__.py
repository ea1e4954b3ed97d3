"""`python -m deploy.grafana.render NAME... --out FOLDER` draws dashboards with what a Prometheus knows."""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from deploy.grafana.__main__ import FOLDER
from deploy.grafana.render.asking import Span
from deploy.grafana.render.field import NotDrawn
from deploy.grafana.render.page import drawn
from deploy.prometheus.api import Api

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@app.command()
def render(  # noqa: PLR0913 - each is an option of the command
    names: Annotated[
        list[str] | None, typer.Argument(help="Names of files in dashboards/; all if none is named.")
    ] = None,
    *,
    out: Annotated[Path, typer.Option(help="Where the pictures go.")],
    prometheus: Annotated[str, typer.Option(help="Host and port of a Prometheus.")] = "127.0.0.1:9090",
    from_: Annotated[str, typer.Option("--from", help="How long before the end it begins: 15m, 6h, 2d.")] = "6h",
    to: Annotated[float | None, typer.Option(help="The end in unix seconds; now if it is not named.")] = None,
    scrape_seconds: Annotated[int, typer.Option(help="How often that Prometheus scrapes.")] = 15,
    choose: Annotated[list[str] | None, typer.Option(help="A variable: service=claims.")] = None,
) -> None:
    """Draw them; exit code 1 where a panel's query is refused, 2 where something cannot be drawn."""
    end = time.time() if to is None else to
    span = Span(end - seconds(from_), end, scrape_seconds)
    chosen = dict(one.split("=", 1) for one in choose or ())
    out.mkdir(parents=True, exist_ok=True)
    failed = False
    for name in names or sorted(path.stem for path in FOLDER.glob("*.json")):
        try:
            picture = drawn(json.loads((FOLDER / f"{name}.json").read_text("utf-8")), Api(prometheus), span, chosen)
        except (FileNotFoundError, NotDrawn) as fault:
            typer.echo(f"{name}: {fault}", err=True)
            raise typer.Exit(2) from None
        (out / f"{name}.svg").write_text(picture.svg + "\n", "utf-8")
        for refused in picture.failed:
            typer.echo(f"{name}: {refused}", err=True)
        typer.echo(f"{name}: {', '.join(picture.empty) or 'nothing'} is empty")
        failed = failed or bool(picture.failed)
    sys.exit(1 if failed else 0)


def seconds(length: str) -> int:
    """A length of time as Prometheus writes it. Raises `typer.BadParameter`."""
    if (found := re.fullmatch(r"(\d+)([smhd])", length)) is None:
        raise typer.BadParameter(f"{length} is no length of time; write 15m, 6h or 2d.")
    return int(found[1]) * UNITS[found[2]]


if __name__ == "__main__":
    app()
