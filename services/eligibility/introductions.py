"""Three pseudonyms of one person: the one that was merged with both others tells each of them of the other.

What was introduced is passed on no further, so that four that were merged in a row are not all known to each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from contracts.base import derived_id
from contracts.eligibility import PersonsLinked
from services.eligibility.mergers import Merger, mergers_of
from services.eligibility.model import ReceivedFact
from services.runtime.handling import To

Introduction = tuple[str, str]
"""Who is told, and the key under which."""


def told_of_each_other(person: str, facts: Collection[ReceivedFact], news: Collection[ReceivedFact]) -> Iterator[To]:
    """What others must hear of each other now that there are these news; what never held is not told."""
    now = _introductions(person, facts)
    if not now:
        return
    fresh = {fact.version for fact in news}
    before = _introductions(person, [fact for fact in facts if fact.version not in fresh])
    for (whom, key), event in sorted(now.items()):
        was = before.get((whom, key))
        is_news = event.holds if was is None else (was.version_said, was.holds) != (event.version_said, event.holds)
        if is_news:
            yield To(whom, event)


def _introductions(person: str, facts: Collection[ReceivedFact]) -> dict[Introduction, PersonsLinked]:
    """By whom and key; of a pseudonym that has not said how much it shares nothing is told yet."""
    own = {pair: merger for pair, merger in mergers_of(person, facts).items() if merger.through is None}
    if len({other for _, other in own}) <= 1:
        return {}
    shared = _shared_by(facts)
    told: dict[Introduction, PersonsLinked] = {}
    for ((first, one), merger), ((second, other), further) in combinations(sorted(own.items()), 2):
        if one == other or not {one, other} <= shared.keys():
            continue
        key = str(derived_id("introduced", person, first, second, one, other))
        both = (merger, further)
        told[one, key] = _introduced(key, both, (other, shared[other], further.stays), person)
        told[other, key] = _introduced(key, both, (one, shared[one], merger.stays), person)
    return told


def _shared_by(facts: Collection[ReceivedFact]) -> dict[str, int]:
    """How many facts each pseudonym that was merged with this one has said to share."""
    shared: dict[str, int] = {}
    for fact in facts:
        if isinstance(event := fact.event, PersonsLinked) and event.through is None:
            shared[event.other] = max(event.facts, shared.get(event.other, 0))
    return shared


def _introduced(key: str, both: tuple[Merger, Merger], about: tuple[str, int, str], through: str) -> PersonsLinked:
    other, shared, stays = about
    holds = all(merger.holds for merger in both)
    return PersonsLinked(
        merger=key,
        version_said=sum(merger.version for merger in both),
        other=other,
        stays=stays,
        holds=holds,
        facts=shared if holds else 0,
        reason=next((merger.reason for merger in both if not merger.holds), both[0].reason),
        through=through,
    )
