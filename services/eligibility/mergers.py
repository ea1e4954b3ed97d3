"""Who else is, or was, said to be one person with a subject, and what the others are told.

All of it follows from the facts that the subject holds; what the others have shared lies among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pydantic_core import to_json

from contracts.base import Event
from contracts.eligibility import FactShared, PersonsLinked
from contracts.merged_persons import PersonsMerged, PersonsSeparated
from contracts.short_time_answers import ShortTimeDue
from services.eligibility.model import ReceivedFact
from services.runtime.handling import To

OF_MERGERS = frozenset({PersonsMerged.name, PersonsSeparated.name, PersonsLinked.name})
"""The kinds of fact that say who is one person."""

OF_ELIGIBILITY = frozenset({FactShared, ShortTimeDue})
"""What eligibility itself tells another subject."""

Pair = tuple[str, str]
"""The key of a merger, and the other pseudonym."""


@dataclass(frozen=True, slots=True)
class Merger:
    """What is said of a subject and another pseudonym by now."""

    version: int
    """The highest version under its key, whatever it says."""
    holds: bool
    stays: str
    """The one of the two whose record in the population registry holds."""
    reason: str
    path: tuple[str, ...] = ()
    """The pseudonyms between the two, where they were not merged themselves, from the one that told of it on."""
    versions_heard: int = 0
    """How many versions were heard under its key."""


@dataclass(frozen=True, slots=True)
class _Statement:
    key: str
    version: int
    reason: str
    other: str | None
    """The other pseudonym, of what says that the two are one person."""
    stays: str
    path: tuple[str, ...] = ()


def is_told_here(fact: ReceivedFact) -> bool:
    """Whether a fact was told from outside of this very person: neither shared by another, nor an employer's answer."""
    return fact.kind not in OF_MERGERS and type(fact.event) not in OF_ELIGIBILITY


def mergers_of(person: str, facts: Iterable[ReceivedFact]) -> dict[Pair, Merger]:
    """By key and other pseudonym, whether the two are one person; of each key the highest version holds."""
    said: dict[str, list[_Statement]] = {}
    for fact in facts:
        if fact.kind in OF_MERGERS:
            statement = _statement(person, fact.event)
            said.setdefault(statement.key, []).append(statement)
    return {pair: merger for key, statements in said.items() for pair, merger in _pairs(key, statements)}


def _statement(person: str, event: Event) -> _Statement:
    if isinstance(event, PersonsLinked):
        other = event.other if event.holds else None
        return _Statement(event.merger, event.version_said, event.reason, other, event.stays, path_of(event))
    if isinstance(event, PersonsMerged):
        other = event.joins if person == event.stays else event.stays
        return _Statement(event.key, event.source_version, event.reason, other, event.stays)
    if isinstance(event, PersonsSeparated):
        return _Statement(event.key, event.source_version, event.reason, None, "")
    raise TypeError(f"{event.name} does not say who is one person")


def path_of(event: PersonsLinked) -> tuple[str, ...]:
    """Who stands between the two of whom an event tells; nobody where they were merged themselves."""
    return event.path or (() if event.through is None else (event.through,))


def _pairs(key: str, said: Collection[_Statement]) -> Iterator[tuple[Pair, Merger]]:
    """Of one key; a later version that names another pseudonym takes the place of the one before."""
    merging = [statement for statement in said if statement.other is not None]
    newest = max((statement.version for statement in merging), default=0)
    ended = max((statement.version for statement in said if statement.other is None), default=0)
    heard = len({statement.version for statement in said})
    last = max(said, key=lambda statement: (statement.version, statement.other is None, statement.reason))
    for other in {statement.other for statement in merging if statement.other}:
        own = max(
            (statement for statement in merging if statement.other == other), key=lambda statement: statement.version
        )
        holds = own.version == newest and newest >= ended
        yield (key, other), Merger(last.version, holds, own.stays, (own if holds else last).reason, own.path, heard)


def told_to_others(person: str, facts: Collection[ReceivedFact], news: Collection[ReceivedFact]) -> Iterator[To]:
    """What the others must hear now that there are these news: of mergers that changed, and facts while one holds."""
    now = mergers_of(person, facts)
    if not now:
        return
    fresh = {fact.version for fact in news}
    before = mergers_of(person, (fact for fact in facts if fact.version not in fresh))
    own = [fact for fact in facts if is_told_here(fact)]
    heard_all = _holding(before)
    for other in sorted(_holding(now)):
        unheard = [fact for fact in own if fact.version in fresh] if other in heard_all else own
        yield from (To(other, _shared(person, fact)) for fact in unheard)
    for (key, other), merger in sorted(now.items()):
        was = before.get((key, other))
        if merger.path:
            continue  # who stands between has told both
        if was is None or (was.version, was.holds) != (merger.version, merger.holds):
            yield To(other, _link(person, key, merger, len(own)))


def _holding(mergers: dict[Pair, Merger]) -> set[str]:
    return {other for (_, other), merger in mergers.items() if merger.holds}


def _shared(person: str, fact: ReceivedFact) -> FactShared:
    return FactShared(
        person=person,
        fact=fact.event_id,
        kind=fact.kind,
        key=fact.key,
        source_version=fact.source_version,
        event_version=fact.event.version,
        stated=to_json(fact.event, exclude_none=True).decode(),
    )


def _link(person: str, key: str, merger: Merger, facts: int) -> PersonsLinked:
    return PersonsLinked(
        merger=key,
        version_said=merger.version,
        other=person,
        stays=merger.stays,
        holds=merger.holds,
        facts=facts if merger.holds else 0,
        reason=merger.reason,
    )
