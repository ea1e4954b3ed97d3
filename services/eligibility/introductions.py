"""Several pseudonyms of one person: whoever was merged with another tells it of all others that it knows.

What is told names those who stand between, each merged with the next, and nobody is told what leads through themselves:
so four that were merged in a row all come to know each other, and nothing goes round in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from contracts.base import derived_id
from contracts.eligibility import PATH_MAX, PersonsLinked
from contracts.values import VERSION_MAX
from services.eligibility.mergers import Merger, Pair, mergers_of, path_of
from services.eligibility.model import ReceivedFact
from services.runtime.handling import To

SUM_MAX = VERSION_MAX - 2**32
"""So high a version may be as a sum; the rest is kept for counting."""
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
    known = mergers_of(person, facts)
    if len({other for _, other in known}) <= 1:
        return {}
    shared = _shared_by(known, facts)
    told: dict[Introduction, PersonsLinked] = {}
    for one, other in combinations(sorted(known.keys() & shared.keys()), 2):
        key = str(derived_id("introduced", person, one[0], other[0], one[1], other[1]))
        for whom, about in ((one, other), (other, one)):
            if _is_told(known[whom], whom[1], known[about], about[1]):
                told[whom[1], key] = _introduced(key, known[whom], (about[1], known[about], shared[about]), person)
    return told


def _is_told(link: Merger, whom: str, further: Merger, about: str) -> bool:
    """Whether who was merged with the person itself hears of another one, to whom no way leads through them."""
    return not link.path and whom != about and whom not in further.path and len(further.path) < PATH_MAX


def _shared_by(known: Mapping[Pair, Merger], facts: Collection[ReceivedFact]) -> dict[Pair, int]:
    """How many facts each of those that are known is said to share: by itself, or by who told of it."""
    said: dict[Pair, int] = {}
    by_itself: dict[str, int] = {}
    for fact in facts:
        if isinstance(event := fact.event, PersonsLinked):
            pair = event.merger, event.other
            said[pair] = max(event.facts, said.get(pair, 0))
            if not path_of(event):
                by_itself[event.other] = max(event.facts, by_itself.get(event.other, 0))
    return {
        pair: shared
        for pair, merger in known.items()
        if (shared := said.get(pair) if merger.path else by_itself.get(pair[1])) is not None
    }


def _introduced(key: str, link: Merger, about: tuple[str, Merger, int], through: str) -> PersonsLinked:
    other, further, shared = about
    both = link, further
    holds = link.holds and further.holds
    return PersonsLinked(
        merger=key,
        version_said=_version(link, further),
        other=other,
        stays=further.stays,
        holds=holds,
        facts=shared if holds else 0,
        reason=next((merger.reason for merger in both if not merger.holds), link.reason),
        through=through,
        path=(through, *further.path) if further.path else None,
    )


def _version(link: Merger, further: Merger) -> int:
    """Higher with every version that is newly heard on the way: their sum, and beyond what a version holds, a count."""
    both = link.version + further.version
    return both if both <= SUM_MAX else SUM_MAX + link.versions_heard + further.versions_heard
