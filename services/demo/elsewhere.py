"""Institutions and claimants live in a process of their own, as in reality: what they tell is made ahead of its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

from contracts.base import Envelope
from services.demo.mistakes import Raw
from services.demo.people import People
from services.runtime.process.children import deaf_to_interrupts

PIECE = 2_000
FEW = 100
"""For so many people no second process is started: it would take longer to start than to work."""


class Sealed(NamedTuple):
    """A message ready for the log: its topic, whom it is about, its bytes."""

    topic: str
    subject: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Post:
    """What arrives together: a piece of the initial load (`day` is None), or everything of a day."""

    day: date | None
    sealed: list[Sealed]
    raw: list[Raw]


class PeopleLost(Exception):
    """The process that tells of the people ended before it had told everything."""


@contextmanager
def told(people: People) -> Iterator[Iterator[Post]]:
    """All that becomes known of the people, in order; of few, made here. Raises `PeopleLost`."""
    if people.count <= FEW:
        yield posts_of(people)
        return
    with told_elsewhere(people) as posts:
        yield posts


@contextmanager
def told_elsewhere(people: People) -> Iterator[Iterator[Post]]:
    """All that becomes known of the people, in order, made in another process while the engine works."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    teller = context.Process(target=_tell, args=(people, there), daemon=True)
    with deaf_to_interrupts():
        teller.start()
    there.close()
    try:
        yield _posts(here)
    finally:
        here.close()
        teller.terminate()
        teller.join()


def _posts(here: Connection) -> Iterator[Post]:
    while True:
        try:
            post: Post | None = here.recv()
        except EOFError:
            raise PeopleLost("the people's process ended early") from None
        if post is None:
            return
        yield post


def _tell(people: People, there: Connection) -> None:
    try:
        for post in posts_of(people):
            there.send(post)
        there.send(None)
    except (BrokenPipeError, KeyboardInterrupt):
        return  # nobody listens any more


def posts_of(people: People) -> Iterator[Post]:
    """All that becomes known of the people: the initial load in pieces, then day by day."""
    known = people.known()
    history = known.history()
    while piece := list(islice(history, PIECE)):
        yield Post(None, sealed(piece), [])
    for day in known.days():
        yield Post(day.day, sealed(day.envelopes), day.raw)


def sealed(envelopes: Iterable[Envelope]) -> list[Sealed]:
    """Envelopes as messages for the log."""
    return [Sealed(envelope.type.split(".")[1], envelope.subject, envelope.to_bytes()) for envelope in envelopes]
