"""Structured logs with an allow-list: a field that is not named here is never written."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

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


def configure(level: int = logging.WARNING) -> None:
    """Write JSON lines to standard error from `level` on."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, only_allowed, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


configure()
log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
