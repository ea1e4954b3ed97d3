"""Structured logs with an allow-list: a field that is not named here is never written."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from functools import cache
from types import TracebackType
from typing import Any

from services.runtime.process.role import VERSION, role

ALLOWED = {
    "time": "when the line was written, in UTC",
    "level": "how bad it is",
    "role": "the process that wrote it, as Prometheus labels it",
    "version": "of the program",
    "event": "what happened, in snake_case",
    "service": "the service's name",
    "trace": "the trace of the event that it is about, the same in every service and in Kafka's headers",
    "handler": "the function that failed",
    "error": "the class of an error, never its text",
    "at": "where in our code it was raised: modules and lines, the innermost last",
    "library": "which library says it",
    "topic": "where a message stood",
    "position": "its number in that partition",
    "count": "how many",
    "why": "a sentence of ours, or of a library without the texts of errors",
    "partition": "which of a topic's partitions",
    "pause_ms": "how long we wait before trying again",
    "batch": "the name of a payment file",
    "address": "host and port at which the process serves",
    "code": "a parking or bank code",
    "day": "the business day",
}
"""Every field a log line may have, with its meaning. Nothing personal is among them."""
FRAMES_MAX = 4


def only_allowed(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list, and say how many were dropped; what nobody knows is left out."""
    kept = {name: fields[name] for name in ALLOWED if fields.get(name) is not None}
    if dropped := len(fields.keys() - ALLOWED.keys()):
        kept["count"] = kept.get("count", dropped)
    return kept


def raised_at(trace: TracebackType | None) -> str | None:
    """The last places of our own code that an error came through, if it came through any; no value is among them."""
    places: list[str] = []
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.partition(".")[0] in {"services", "law", "contracts"}:
            places.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " ".join(places[-FRAMES_MAX:]) or None


class JsonLog:
    """Writes JSON lines to standard error, each an event with fields of the list.

    Structlog is imported with the first line that is written: it brings rich and pygments, a tenth of what a process
    imports, and most processes never write a line.
    """

    def __init__(self) -> None:
        self.level = logging.WARNING
        self.of_process = False
        """Whether it is the log of a process that lasts, not of a command in front of a person."""

    def info(self, event: str, **fields: object) -> None:
        """What an operator may want to read."""
        if self.level <= logging.INFO:
            _writer().info(event, **fields)

    def warning(self, event: str, **fields: object) -> None:
        """What went wrong and mends itself, or waits for a person."""
        if self.level <= logging.WARNING:
            _writer().warning(event, **fields)

    def error(self, event: str, **fields: object) -> None:
        """What keeps somebody from being served."""
        if self.level <= logging.ERROR:
            _writer().error(event, **fields)


def _of_this_process(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    fields.update(role=role(), version=VERSION)
    return fields


@cache
def _writer() -> Any:
    import structlog  # noqa: PLC0415 - see above

    return structlog.wrap_logger(
        structlog.PrintLogger(_STANDARD_ERROR),
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.add_log_level,
            _of_this_process,
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
    )


_STANDARD_ERROR = sys.stderr
log = JsonLog()


def configure(level: int = logging.WARNING) -> None:
    """Write lines from `level` on."""
    log.level = level
