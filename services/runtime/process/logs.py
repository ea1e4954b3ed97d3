"""Structured logs with an allow-list: a field that is not named here is never written."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from functools import cache
from typing import Any

ALLOWED = {
    "event": "what happened, in snake_case",
    "level": "how bad it is",
    "service": "the service's name",
    "handler": "the function that failed",
    "error": "the class of an error, never its text",
    "topic": "where a message stood",
    "count": "how many",
    "why": "a sentence of ours",
    "partition": "which of a topic's partitions",
    "pause_ms": "how long we wait before trying again",
    "batch": "the name of a payment file",
    "code": "a parking or bank code",
    "day": "the business day",
}
"""Every field a log line may have, with its meaning. Nothing personal is among them."""


def only_allowed(_logger: Any, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list, and say how many were dropped."""
    kept = {name: value for name, value in fields.items() if name in ALLOWED}
    if dropped := len(fields) - len(kept):
        kept["count"] = kept.get("count", dropped)
    return kept


class JsonLog:
    """Writes JSON lines to standard error, each an event with fields of the list.

    Structlog is imported with the first line that is written: it brings rich and pygments, a tenth of what a process
    imports, and most processes never write a line.
    """

    def __init__(self) -> None:
        self.level = logging.WARNING

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


@cache
def _writer() -> Any:
    import structlog  # noqa: PLC0415 - see above

    return structlog.wrap_logger(
        structlog.PrintLogger(_STANDARD_ERROR),
        processors=[structlog.processors.add_log_level, only_allowed, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
    )


_STANDARD_ERROR = sys.stderr
log = JsonLog()


def configure(level: int = logging.WARNING) -> None:
    """Write lines from `level` on."""
    log.level = level
