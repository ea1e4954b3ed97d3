"""`tideover exporter`: the engine seen from outside its workers, for Prometheus."""

from __future__ import annotations

import signal
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from law.language.sheet.horizon import ends_of, renewals_of
from services.runtime.process.health import Health
from services.runtime.process.http import serving
from services.runtime.process.library_logs import log_as_process
from services.runtime.process.logs import log
from services.runtime.process.settings import Settings
from services.watching.exporter import LOOK_SECONDS, Exporter
from services.watching.law import LawKnown
from services.watching.places import on_laptop, on_the_stack
from services.worlds import schemes_of


def exporter(
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Look at a laptop's databases instead of the real stack.")
    ] = None,
    *,
    seconds: Annotated[int, typer.Option(min=1, help="The pause between two looks.")] = LOOK_SECONDS,
) -> None:
    """Show from outside how the engine does: lag, what waits, money, deadlines. It only reads."""
    log_as_process()
    settings = Settings.from_environment()
    places = on_the_stack(settings) if folder is None else on_laptop(folder)
    schemes = schemes_of(settings)
    known = LawKnown(
        ends={name: ends_of(scheme) for name, scheme in schemes.items()},
        renewals={name: due[0].due for name, scheme in schemes.items() if (due := renewals_of(scheme))},
    )
    currencies = {scheme.currency for scheme in schemes.values()}
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    health = Health()
    with serving(health, host=settings.http_host, port=settings.http_port) as address:
        log.info("metrics_served", address=address)
        Exporter(places, health, known=known, currencies=currencies).run(stop, seconds)
    places.close()
