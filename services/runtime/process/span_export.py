"""Whether this process exports its spans: off, no package of OpenTelemetry is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

from services.runtime.process.settings import WrongSetting
from services.runtime.process.spans import Emit

SECONDS_AT_THE_END = 3
"""So long a process that ends waits for the receiver to take its last spans."""


@dataclass
class _Exports:
    emit: Emit | None = None


_process = _Exports()


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
