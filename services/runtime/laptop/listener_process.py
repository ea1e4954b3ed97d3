"""Runs read-only services in a second process on a laptop."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Self

from services.runtime.process.children import deaf_to_interrupts

if TYPE_CHECKING:
    from services.runtime.laptop.laptop import Laptop

RARELY = (1_000_000, 50, 100)
"""For `gc.set_threshold`: events hold no reference cycles, and looking for some costs a tenth of the time."""


class ListenerLost(Exception):
    """The second process ended early; what it committed is in its files, and it can be started again."""


class Listening:
    """Services that read the files of a laptop in a process of their own, each time they are told to."""

    def __init__(self, make: Callable[[], Laptop], names: Sequence[str]) -> None:
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_listen, args=(make, tuple(names), there), daemon=True)
        with deaf_to_interrupts():
            self._process.start()
        there.close()

    def read_on(self) -> None:
        """Let them read what is new; returns at once."""
        self._tell("read")

    def finish(self) -> None:
        """Let them read everything, and wait until they have. Raises `ListenerLost`."""
        self._tell("finish")
        try:
            self._here.recv()
        except EOFError:
            raise ListenerLost("the listening process ended early") from None

    def _tell(self, what: str) -> None:
        try:
            self._here.send(what)
        except BrokenPipeError:
            raise ListenerLost("the listening process ended early") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.close()
        self._process.join()


def _listen(make: Callable[[], Laptop], names: Sequence[str], there: Connection) -> None:
    gc.set_threshold(*RARELY)
    laptop = make()
    try:
        while True:
            order = there.recv()
            laptop.catch_up(names)
            if order == "finish":
                there.send("done")
    except (EOFError, KeyboardInterrupt):
        laptop.close()
