"""Compares pages of people in processes beside this one, and gives back what they found in the order of the pages."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from contracts.in_words import InWords
from services.operations.differences_file import ComparedPage
from services.runtime.laptop.listener_process import RARELY
from services.runtime.process.children import deaf_to_interrupts

POLITE = 10
"""Niceness of these processes: whoever pays goes first."""
AHEAD = 2
"""So many pages lie with each process, so that none waits for the next."""


People = Sequence[str]
Compare = Callable[[People], ComparedPage]
Comparing = Callable[[], AbstractContextManager[Compare]]
"""Opens what comparing needs, in whichever process it is called; it travels there, so it holds plain data."""


class ProcessLost(InWords):
    """A process beside this one ended early; what was written is whole, and the command goes on there."""


def compared(comparing: Comparing, pages: Iterable[People], processes: int) -> Iterator[ComparedPage]:
    """What is found of each page, in order; no more pages are read ahead than the processes hold.

    Raises `ProcessLost`.
    """
    if processes == 1:
        with comparing() as compare:
            yield from map(compare, pages)
        return
    with _beside(comparing, processes) as pipes:
        yield from _in_order(pipes, pages)


def _in_order(pipes: Sequence[Connection], pages: Iterable[People]) -> Iterator[ComparedPage]:
    waiting: deque[Connection] = deque()
    for number, page in enumerate(pages):
        if len(waiting) == AHEAD * len(pipes):
            yield _received(waiting.popleft())
        pipe = pipes[number % len(pipes)]
        with _losses_named():
            pipe.send(page)
        waiting.append(pipe)
    while waiting:
        yield _received(waiting.popleft())


def _received(pipe: Connection) -> ComparedPage:
    with _losses_named():
        found: ComparedPage = pipe.recv()
    return found


@contextmanager
def _losses_named() -> Iterator[None]:
    """Raises `ProcessLost` where the other end of a pipe is gone."""
    try:
        yield
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise ProcessLost("A process that compared claims ended early; give the same command again.") from None


@contextmanager
def _beside(comparing: Comparing, processes: int) -> Iterator[Sequence[Connection]]:
    """So many processes, each with a pipe; they end when it is closed, also if this process was killed."""
    context = get_context("spawn")
    with ExitStack() as closing:
        pipes: list[Connection] = []
        for _ in range(processes):
            here, there = context.Pipe()
            process = context.Process(target=_compare_all, args=(comparing, there), daemon=True)
            with deaf_to_interrupts():
                process.start()
            there.close()
            closing.callback(process.join)
            closing.callback(here.close)
            pipes.append(here)
        yield pipes


def _compare_all(comparing: Comparing, there: Connection) -> None:
    os.nice(POLITE)
    gc.set_threshold(*RARELY)
    with comparing() as compare:
        try:
            while True:
                there.send(compare(there.recv()))
        except (EOFError, BrokenPipeError):
            return
