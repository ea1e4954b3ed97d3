"""While the database works on one batch, the next is fetched and read: both take about as long."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, Full, Queue
from threading import Event as Signal
from threading import Thread
from typing import Any, Final

from services.runtime.handlers import Service
from services.runtime.messages import Message, read_all

BATCHES_AHEAD = 1
LOOK_SECONDS = 0.1
"""How often a thread that waits for the other looks whether it still runs."""
SWITCH_MICROSECONDS: Final = 500
"""How long a thread that computes may keep the one that the database has answered waiting; Python's default is 5000."""

Batches = Iterator[Sequence[Message]]


@contextmanager
def reading_ahead(batches: Batches, service: Service[Any]) -> Iterator[Batches]:
    """The same batches in the same order, fetched and read by a thread of their own, at most one ahead.

    `batches` is asked by that thread alone, which ends with the block. What `batches` raises is raised here, after
    the batches that came before it.
    """
    read: Queue[Sequence[Message] | BaseException | None] = Queue(BATCHES_AHEAD)
    stop = Signal()

    def fetch_and_read() -> None:
        try:
            for batch in batches:
                read_all(batch, service)
                _hand_over(read, batch, stop)
                if stop.is_set():
                    return
            _hand_over(read, None, stop)
        except BaseException as fault:  # noqa: BLE001 - raised again by who waits for the batches
            _hand_over(read, fault, stop)

    thread = Thread(target=fetch_and_read, name=f"{service.name} reads ahead", daemon=True)
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_MICROSECONDS / 1_000_000)
    thread.start()
    try:
        yield _handed_over(read, thread)
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(before)


def _hand_over(read: Queue[Any], what: Sequence[Message] | BaseException | None, stop: Signal) -> None:
    while not stop.is_set():
        with suppress(Full):
            read.put(what, timeout=LOOK_SECONDS)
            return


def _handed_over(read: Queue[Any], thread: Thread) -> Iterator[Sequence[Message]]:
    while True:
        try:
            what = read.get(timeout=LOOK_SECONDS)
        except Empty:
            if not thread.is_alive() and read.empty():
                return
            continue
        if what is None:
            return
        if isinstance(what, BaseException):
            raise what
        yield what
