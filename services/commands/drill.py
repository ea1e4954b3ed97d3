"""`tideover drill`: what goes wrong in earnest, played on servers of its own, to see who is called and when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contracts.in_words import no_such
from services.commands.checkout import in_checkout, is_checkout, needs_packages
from services.runtime.process.settings import WrongSetting
from services.watching.incidents import INCIDENTS, LISTED

CHARTS = (".svg", ".png")


def incident(
    names: Annotated[
        list[str] | None, typer.Argument(help=f"Which incidents; all of them if none is named.\n\n{LISTED}")
    ] = None,
) -> None:
    """Play incidents under the shipped rules: the first call, after how long, what was held back, what came too late.

    It starts Kafka, PostgreSQL, Prometheus, Alertmanager and every process on loopback, and takes minutes for each.
    """
    for name in names or ():
        if name not in INCIDENTS:
            raise typer.BadParameter(no_such("incident", name, INCIDENTS))
    _play("deploy.drills", *(names or ()))


def surge(
    *,
    factor: Annotated[int, typer.Option(min=1, help="How many times as many claims come as on a usual day.")] = 24,
    usual: Annotated[int, typer.Option(min=1, help="Claims a second on a usual day.")] = 5,
    seconds: Annotated[int, typer.Option(min=1, help="How long the surge lasts.")] = 60,
    paid: Annotated[int, typer.Option(min=1, help="How many people are paid at the same time.")] = 2_000,
    chart: Annotated[Path | None, typer.Option(help="Where a chart is written, as SVG or PNG.")] = None,
) -> None:
    """Play a surge of claims beside a payment run: who waited for how long, until nobody waits, what was late.

    It starts Kafka, PostgreSQL and the workers on loopback. Ends with 1 if a claim is overdue at the end.
    """
    if chart is not None and chart.suffix not in CHARTS:
        raise typer.BadParameter(
            f"A chart is written as {' or '.join(CHARTS)}, not {chart.name}.", param_hint="--chart"
        )
    written = () if chart is None else (f"--chart={chart.absolute()}",)
    _play("bench.surge", f"--factor={factor}", f"--usual={usual}", f"--seconds={seconds}", f"--paid={paid}", *written)


def _play(module: str, *words: str) -> None:
    """Raises `WrongSetting` outside a checkout, and where a package is missing without which no server starts."""
    if not is_checkout():
        raise WrongSetting("Drills start servers, which is done only in a checkout of the repository.")
    needs_packages()
    if code := in_checkout(module, *words):
        raise typer.Exit(code)
