"""What holds of waiting once a story is at rest: nothing waits unseen, and nothing stays provisional."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from contracts.base import Envelope, Event, read
from contracts.waiting import ClaimIncomplete, DecisionProvisional
from services.claims.views import lacking_claims
from services.simulation.rules import Violation
from services.simulation.story_run import StoryRun

E = TypeVar("E", bound=Event)


def nothing_waits_unseen(run: StoryRun) -> Iterator[Violation]:
    """What a claim lacks is what was last told of it; every outage of a story ends, and so does what it left open."""
    told = {(who, event.claim): event.missing for who, event in _said(run, ClaimIncomplete)}
    with run.world.databases["claims"].reading() as connection:
        lacking = lacking_claims(connection)
    for key in sorted(told.keys() | lacking.keys()):
        if told.get(key, ()) != lacking.get(key, ()):
            yield Violation("nothing waits unseen", f"claim {key[1]} lacks something else than was told")
    marked = {(who, event.claim): event for who, event in _said(run, DecisionProvisional)}
    for (_, claim), event in sorted(marked.items()):
        if event.settled_on is None:
            yield Violation("nothing stays provisional", f"claim {claim} after the silence of {event.institution}")


def _said(run: StoryRun, kind: type[E]) -> Iterator[tuple[str, E]]:
    """What claims said of a kind, in order, and to whom."""
    marker = f'"type":"{kind.type_()}"'.encode()
    for body in run.world.topics.get(kind.publisher(), []):
        if marker in body:
            envelope = Envelope.from_bytes(body)
            event = read(envelope)
            if isinstance(event, kind):
                yield envelope.subject, event
