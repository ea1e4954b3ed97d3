"""Reads the next batch in a thread while the database works on this one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

from services.runtime.delivery.messages import Item, Message, read_all
from services.runtime.service import Service

SWITCH_MICROSECONDS: Final = 500
"""How long the reading thread may keep the delivering one waiting; Python's default is 5000."""
MICRO: Final = 1_000_000
WORTH: Final = 500
"""A batch of fewer messages is handed out at once: there is no backlog."""


def read_ahead(
    batches: Iterable[Sequence[Message]], service: Service[Any], *, worth: int = WORTH
) -> Iterator[Sequence[Message]]:
    """The same batches in the same order, each read by a thread while its forerunner is worked on.

    The next batch is fetched before this one is handed out, unless this one has fewer than `worth` messages: then there
    is no backlog, and it is handed out at once. `batches` is iterated in the caller's thread.
    """
    with ThreadPoolExecutor(1, thread_name_prefix=f"{service.name}-reads-ahead") as thread, _switching_often():
        ahead: tuple[Sequence[Message], Future[list[Item]]] | None = None
        for batch in batches:
            coming = batch, thread.submit(read_all, batch, service)
            if ahead is not None:
                yield _read(*ahead)
            ahead = coming
            if len(batch) < worth:
                yield _read(*ahead)
                ahead = None
        if ahead is not None:
            yield _read(*ahead)


def _read(batch: Sequence[Message], reading: Future[list[Item]]) -> Sequence[Message]:
    reading.result()
    return batch


@contextmanager
def _switching_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_MICROSECONDS / MICRO)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
