"""What is known of a person who stands under several pseudonyms: the facts told under each, side by side.

A key is unique in the books on one pseudonym only, so two books may give one name to different things. The names of the
pseudonym that joins are made longer where they would clash; what registries state alike under both is one fact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from contracts.base import Event
from contracts.eligibility import FactShared, PersonsLinked
from contracts.intake import ClaimFiled
from contracts.registry import Fact, FactRetracted, PersonRecorded
from law.case.facts import FactSet
from law.case.population_record import reported_death
from services.eligibility.fact_rows import stated_as
from services.eligibility.mergers import is_told_here, mergers_of
from services.eligibility.model import ReceivedFact, state_the_same

NAMES = ("key", "claim", "certification", "employment")
"""The fields in which a fact holds names out of the books on its pseudonym."""
READ_MAX = 20_000

Identity = tuple[str, str]
"""Kind and key of a fact."""


@dataclass(frozen=True, slots=True)
class OnePerson:
    """All that counts for the claims of a subject.

    `own_claims` are the subject's claims by their names here, each with its own name; None where nobody else is the
    same person, and every name is the subject's own.
    """

    subject: str
    facts: tuple[ReceivedFact, ...]
    own_claims: Mapping[str, str] | None = None

    def events(self) -> Iterator[Event]:
        """What the facts state."""
        return (fact.event for fact in self.facts)

    def own_claim(self, claim: str) -> str | None:
        """The own name of a claim; None for a claim that stands under another pseudonym."""
        return claim if self.own_claims is None else self.own_claims.get(claim)

    def own_name(self, name: str) -> str:
        """A name as the subject's own books have it."""
        return name if self.own_claims is None else name.removesuffix(_suffix(self.subject))


def one_person(subject: str, facts: Collection[ReceivedFact]) -> OnePerson:
    """The facts of a subject with those of everybody who is said to be the same person.

    What was told under another pseudonym counts once all has come that was there when the two were merged.
    """
    own = [fact for fact in facts if is_told_here(fact)]
    if len(own) == len(facts):
        return OnePerson(subject, tuple(own))
    holding = [(other, merger.stays) for (_, other), merger in mergers_of(subject, facts).items() if merger.holds]
    books = {other: _shared_by(other, facts) for other, _ in holding}
    books = {other: book for other, book in books.items() if _is_whole(other, book, facts)}
    if not books:
        return OnePerson(subject, tuple(own))
    staying = {stays for other, stays in holding if other in books}
    books[subject] = own
    in_order = sorted(books, key=lambda person: (person not in staying, person))
    named = _side_by_side([(person, books[person]) for person in in_order])
    claims = {
        here.event.key: fact.event.key
        for fact, here in zip(own, named[subject], strict=True)
        if here is not None and isinstance(fact.event, ClaimFiled) and isinstance(here.event, ClaimFiled)
    }
    return OnePerson(subject, tuple(fact for person in in_order for fact in named[person] if fact is not None), claims)


def _shared_by(other: str, facts: Iterable[ReceivedFact]) -> list[ReceivedFact]:
    shared = (fact.event for fact in facts if isinstance(fact.event, FactShared))
    return [_as_received(event) for event in shared if event.person == other]


@lru_cache(READ_MAX)
def _as_received(shared: FactShared) -> ReceivedFact:
    """Read once a process, for it never changes."""
    stated = stated_as(shared.kind, shared.event_version, shared.stated.encode())
    return ReceivedFact(shared.kind, shared.key, shared.source_version, shared.fact, stated)


def _is_whole(other: str, book: Collection[ReceivedFact], facts: Iterable[ReceivedFact]) -> bool:
    """Whether as much has come as the other said to share; nothing is whole before it said so."""
    told = [fact.event for fact in facts if isinstance(fact.event, PersonsLinked)]
    shared = [event.facts for event in told if event.other == other and event.holds]
    return bool(shared) and len(book) >= max(shared)


def _suffix(person: str) -> str:
    return f"@{person}"


Named = list[ReceivedFact | None]
"""The facts of a book under names that clash with no book before it; None for what gives way to such a book."""


def _side_by_side(books: Sequence[tuple[str, list[ReceivedFact]]]) -> dict[str, Named]:
    first, staying = books[0]
    named: dict[str, Named] = {first: list(staying)}
    stated: dict[Identity, list[Event]] = {}
    taken: set[str] = set()
    _take_note(staying, stated, taken)
    for person, book in books[1:]:
        alike = {_identity(fact) for fact in book if _is_stated_alike(fact, stated)}
        jobs = {job for fact in book if _identity(fact) in alike and (job := getattr(fact.event, "employment", None))}
        names = _Names(person, frozenset(taken), frozenset(alike), frozenset(jobs), _tells_of_a_death(book))
        named[person] = [names.beside(fact) for fact in book]
        _take_note([fact for fact in named[person] if fact is not None], stated, taken)
    return named


def _tells_of_a_death(book: Iterable[ReceivedFact]) -> bool:
    """Whether the population registry reports a death by now under this pseudonym, in doubt or not."""
    events = (fact.event for fact in book if isinstance(fact.event, PersonRecorded | FactRetracted))
    return reported_death(FactSet(events)) is not None


def _take_note(book: Iterable[ReceivedFact], stated: dict[Identity, list[Event]], taken: set[str]) -> None:
    for fact in book:
        stated.setdefault(_identity(fact), []).append(fact.event)
        taken.update(name for field in NAMES if isinstance(name := getattr(fact.event, field, None), str))


def _identity(fact: ReceivedFact) -> Identity:
    """Of a retraction, that of what it retracts."""
    event: Any = fact.event
    return (event.kind if isinstance(event, FactRetracted) else fact.kind), event.key if isinstance(event, Fact) else ""


def _is_stated_alike(fact: ReceivedFact, stated: Mapping[Identity, list[Event]]) -> bool:
    """Whether a registry states the same under a pseudonym before; two filings are two, however alike."""
    event = fact.event
    is_of_registry = event.publisher() == "registry" and not isinstance(event, PersonRecorded | FactRetracted)
    return is_of_registry and any(state_the_same(other, event) for other in stated.get(_identity(fact), ()))


@dataclass(frozen=True, slots=True)
class _Names:
    """How the names of one book are written beside those that are taken."""

    person: str
    taken: frozenset[str]
    alike: frozenset[Identity]
    jobs: frozenset[str]
    """The employments of facts that are stated alike."""
    died: bool
    """Whether a death is reported in this book."""

    def beside(self, fact: ReceivedFact) -> ReceivedFact | None:
        """The fact by names of its own; records of the population registry give way where they tell of no death."""
        event = fact.event
        if isinstance(event, PersonRecorded) or (
            isinstance(event, FactRetracted) and event.kind == PersonRecorded.name
        ):
            return self._of_the_registry(fact, event) if self.died else None
        names = {field: self._name(field, name, fact) for field in NAMES if (name := getattr(event, field, None))}
        changed = {field: name for field, name in names.items() if name != getattr(event, field)}
        return replace(fact, event=event.model_copy(update=changed)) if changed else fact

    def _of_the_registry(self, fact: ReceivedFact, event: PersonRecorded | FactRetracted) -> ReceivedFact:
        """What speaks of the death: all of it, or a correction and a denial would be lost.

        It begins before every other record, so that it answers nothing else where the pseudonym that stays is known.
        """
        changed: dict[str, object] = {"key": event.key + _suffix(self.person)}
        if isinstance(event, PersonRecorded):
            changed["valid_from"] = date.min
        return replace(fact, key=fact.key + _suffix(self.person), event=event.model_copy(update=changed))

    def _name(self, field: str, name: str, fact: ReceivedFact) -> str:
        if name not in self.taken or _identity(fact) in self.alike or (field == "employment" and name in self.jobs):
            return name
        return name + _suffix(self.person)
