"""What traces are made of, and whether anybody is told of them: off, no package of OpenTelemetry is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import NamedTuple

from services.runtime.process.settings import WrongSetting

SECONDS_AT_THE_END = 3
"""So long a process that ends waits for the receiver to take its last spans."""


class Span(NamedTuple):
    """One event at one service. Each field is an id, a number, or from a closed list: nothing of what it says."""

    trace: int
    id: int
    parent: int | None
    service: str
    event: str
    version: int | None
    """None where the event cannot be read."""
    became: str
    partition: int
    began_ns: int
    ended_ns: int
    """Unix time in nanoseconds."""


Emit = Callable[[Span], None]
"""Takes a span at once, to be exported in the background; never waits and never raises."""


@dataclass
class _ThisProcess:
    emit: Emit | None = None


_process = _ThisProcess()


def emitter() -> Emit | None:
    """To whom this process tells its spans; None unless it exports them."""
    return _process.emit


@contextmanager
def exporting(url: str | None) -> Iterator[None]:
    """Export spans to the OTLP receiver at `url` for the length of the block; without one nothing is done.

    Raises `WrongSetting` for what is no such address, or where the packages are missing.
    """
    if url is None:
        yield
        return
    if not url.startswith(("http://", "https://")):
        raise WrongSetting("TIDEOVER_TRACES_URL is wrong: it must begin with http:// or https://.")
    try:
        from services.runtime.process.otlp import open_exporter  # noqa: PLC0415 - an extra, and only where it is on
    except ImportError as missing:
        raise WrongSetting(
            f"TIDEOVER_TRACES_URL needs a package that is not installed ({missing.name}):"
            " pip install tideover[opentelemetry] adds it."
        ) from None
    _process.emit, close = open_exporter(url)
    try:
        yield
    finally:
        _process.emit = None
        closing = Thread(target=close, name="last spans", daemon=True)  # a receiver that is away would hold us longer
        closing.start()
        closing.join(SECONDS_AT_THE_END)
