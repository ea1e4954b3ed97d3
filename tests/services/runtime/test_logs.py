"""One form of log line, whoever speaks: our code, a library, or an error that nobody caught."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from services.runtime.delivery.delivery import deliver, replay
from services.runtime.delivery.messages import Message
from services.runtime.parking_codes import CODES
from services.runtime.process import logs
from services.runtime.process.library_logs import Listens, hear_libraries
from services.runtime.process.role import VERSION, role, take_role
from tests.services.runtime.door import Door, on_sqlite
from tests.services.runtime.tally import claim, service

NAME = "Amalie Skram"
"""What must stand in no line."""
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What a process that carries `claims` has written."""
    written, before = StringIO(), role()
    monkeypatch.setattr(logs, "_STANDARD_ERROR", written)
    monkeypatch.setattr(logs.log, "of_process", True)
    logs._writer.cache_clear()
    take_role("claims")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    assert NAME not in written.getvalue()
    take_role(before)
    logs._writer.cache_clear()


def test_an_event_that_is_parked_leaves_one_line_with_its_reason_and_its_trace(lines: Lines, tmp_path: Path) -> None:
    refused, behind = claim("p-1", "bad"), claim("p-1", "c-2")
    with on_sqlite(tmp_path) as database:
        assert Door(database).takes(service(), refused, behind).parked == 2
        [first, second] = lines()
        assert Door(database).takes(service(), refused, behind).duplicates == 2
        assert len(lines()) == 2, "what comes again is parked once"
        replay(service(), database, "p-1")
        assert len(lines()) == 4, "what fails again is parked again"
    assert (first["level"], first["event"], first["service"]) == ("warning", "event_parked", "claims")
    assert (first["role"], first["version"]) == ("claims", VERSION)
    assert datetime.fromisoformat(first["time"]).tzinfo is UTC
    assert (first["topic"], first["partition"], first["position"]) == ("intake", 0, 0)
    assert (first["code"], first["why"]) == ("unknown-scheme", CODES["unknown-scheme"])
    assert (first["trace"], second["trace"]) == (refused.trace, behind.trace)
    assert (second["code"], second["position"]) == ("behind-parked", 1)


def test_a_message_that_nobody_can_read_leaves_a_line_without_a_word_of_it(lines: Lines, tmp_path: Path) -> None:
    with on_sqlite(tmp_path) as database:
        deliver([Message(f"{NAME}, born 1846".encode(), "intake", 0, 7)], service(), database)
    [line] = lines()
    assert (line["code"], line["position"]) == ("not-json", 7)
    assert "trace" not in line


def test_a_handler_that_fails_says_where_in_our_code_and_of_which_trace(lines: Lines, tmp_path: Path) -> None:
    broken = claim("p-1", "broken")
    with on_sqlite(tmp_path) as database:
        Door(database).takes(service(), broken)
    failed = next(line for line in lines() if line["event"] == "handler_failed")
    assert (failed["handler"], failed["error"]) == ("count", "ZeroDivisionError")
    assert failed["at"].startswith("services.runtime.delivery.effects:")
    assert failed["trace"] == broken.trace


def test_a_command_in_front_of_a_person_tells_of_parked_events_in_its_own_words(
    lines: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs.log, "of_process", False)
    with on_sqlite(tmp_path) as database:
        Door(database).takes(service(), claim("p-1", "bad"))
    assert lines() == []


def said(name: str, level: int, text: object, *values: object, fault: BaseException | None = None) -> None:
    """A library says something."""
    caught = (type(fault), fault, fault.__traceback__) if fault else None
    Listens().handle(logging.LogRecord(name, level, "x.py", 1, text, values, caught))


def test_what_a_library_says_is_a_line_without_the_text_of_an_error(lines: Lines) -> None:
    said("aiokafka.conn", logging.ERROR, "Unable to connect to %s:\n %r", "127.0.0.1:9092", OSError(NAME))
    said("uvicorn.error", logging.ERROR, "Exception in ASGI application\n", fault=ValueError(NAME))
    said("kafka.client", logging.WARNING, RuntimeError(NAME))
    said("faust", logging.CRITICAL, "of %d records", ValueError(NAME))
    told = [(line["library"], line["level"], line["why"], line["error"]) for line in lines()]
    assert told == [
        ("aiokafka.conn", "error", "Unable to connect to 127.0.0.1:9092: 'OSError'", "OSError"),
        ("uvicorn.error", "error", "Exception in ASGI application", "ValueError"),
        ("kafka.client", "warning", "RuntimeError", "RuntimeError"),
        ("faust", "error", "of %d records", "ValueError"),
    ]


def test_an_error_that_nobody_caught_in_a_thread_is_a_line(lines: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)

    def fails() -> None:
        raise ValueError(NAME)

    hear_libraries()
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    logging.captureWarnings(capture=False)
    [line] = lines()
    assert (line["event"], line["error"]) == ("thread_failed", "ValueError")
