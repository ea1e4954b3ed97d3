"""What an officer can rest an answer on: the facts of the case in their last version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from contracts.base import EVENTS, Envelope, Event, Unreadable, read
from contracts.fact import Fact
from contracts.registry import ContributionRecorded
from services.oversight.views import tell

FACTS_SHOWN = 40
"""The last so many; an answer may consider fifty."""


class RecordedFact(NamedTuple):
    """A fact as a form offers it: by which key an answer names it, and what it says."""

    key: str
    says: str
    day: str


def facts_of(envelopes: Iterable[Envelope], language: str) -> Sequence[RecordedFact]:
    """The facts of a case in their last version, the newest first; contributions by month are in the derivation.

    Each is said in the language. Raises `NoSuchLanguage`.
    """
    latest: dict[tuple[str, str], tuple[int, Envelope]] = {}
    for envelope in envelopes:
        event = _event(envelope)
        if isinstance(event, Fact):
            place = event.name, event.key
            if place not in latest or latest[place][0] < event.source_version:
                latest[place] = event.source_version, envelope
    newest = sorted((envelope for _, envelope in latest.values()), key=lambda envelope: envelope.time, reverse=True)
    facts = (_recorded(envelope, language) for envelope in newest)
    return [fact for fact in facts if fact is not None][:FACTS_SHOWN]


@cache
def _rested_on() -> frozenset[str]:
    """The names of the facts on which an answer may rest."""
    facts = {name for (name, _), kind in EVENTS.items() if issubclass(kind, Fact)}
    return frozenset(facts - {ContributionRecorded.name})


def _event(envelope: Envelope) -> Event | None:
    """What an envelope says, if an answer may rest on it: nothing else is read."""
    if envelope.type.partition(".")[2].rpartition(".v")[0] not in _rested_on():
        return None
    try:
        return read(envelope)
    except Unreadable:
        return None


def _recorded(envelope: Envelope, language: str) -> RecordedFact | None:
    lines = tell([envelope], language=language)
    if not lines:
        return None
    return RecordedFact(str(envelope.data["key"]), lines[0].says, lines[0].day.isoformat())
