"""What libraries say, and what nobody caught, as lines of our log: one form for whoever reads it, and no error's text.

Faust, aiokafka, kafka-python and uvicorn write through `logging`, each in a form of its own, and an uncaught error
prints its text, which may hold what was read: SQLAlchemy's has the values of the statement.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

from services.runtime.process.logs import configure, log, raised_at

TEXT_MAX = 400
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.NOTSET}


class Listens(logging.Handler):
    """Writes what a library says as a line of our log."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        told: dict[str, object] = {"library": record.name, "why": text_of(record)}
        fault = record.exc_info[1] if record.exc_info else next(_errors_in(record), None)
        if fault is not None:
            told |= {"error": type(fault).__name__, "at": raised_at(fault.__traceback__)}
        name = next(name for name, least in _LEVELS.items() if record.levelno >= least)
        getattr(log, name)("library_says", **told)


def text_of(record: logging.LogRecord) -> str:
    """What a library says in one line; an error within it is named by its class, since its text may hold anything."""
    message, values = record.msg, record.args
    if isinstance(message, BaseException):
        return type(message).__name__
    text = str(message)
    if values:
        with suppress(TypeError, ValueError, KeyError):  # of values that do not fit, the text alone is enough
            text %= (
                {name: _harmless(value) for name, value in values.items()}
                if isinstance(values, Mapping)
                else tuple(map(_harmless, values))
            )
    return " ".join(text.split())[:TEXT_MAX]


def _harmless(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _errors_in(record: logging.LogRecord) -> Any:
    values = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
    return (value for value in (record.msg, *values) if isinstance(value, BaseException))


LISTENED: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"log": {"class": f"{Listens.__module__}.{Listens.__name__}"}},
    "root": {"level": "WARNING", "handlers": ["log"]},
}
"""The same for a library that sets up `logging` by itself, as Faust does."""


def log_as_process() -> None:
    """Let everything that this process writes be lines of its log; of libraries what is a warning or worse."""
    configure(logging.INFO)
    log.of_process = True
    hear_libraries()


def hear_libraries() -> None:
    """Let what libraries say, and what nobody caught, be lines of the log."""
    if not any(isinstance(handler, Listens) for handler in logging.root.handlers):
        logging.root.addHandler(Listens())
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], _fault: BaseException, trace: TracebackType | None) -> None:
    log.error("process_failed", error=kind.__name__, at=raised_at(trace))


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if not issubclass(told.exc_type, SystemExit):
        log.error("thread_failed", error=told.exc_type.__name__, at=raised_at(told.exc_traceback))
