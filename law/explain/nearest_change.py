"""The nearest change: the fewest facts that would have to be otherwise for a claim to be granted, and by how little.

Facts are changed on a copy and the law is applied to all of them again, so conditions that hang together are met
together. Every smaller set of the changes that are tried was tried and does not do; and no amount in the answer can be
lower by one whole unit of the currency, the others as they are. What is tried: the wages of each period that the
unmet conditions look at, the reported reason of an end of work, and what the sheet lets somebody state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from contracts.base import Event
from contracts.eligibility import DeterminationMade, DeterminationOutcome, Outcome
from contracts.registry import ContributionRecorded, EmploymentEnded, ParticularStated, PersonRecorded, Separation
from contracts.values import FIRST_DAY, Money, Period
from law.case.facts import FactSet
from law.decide.all_claims import all_determined
from law.explain.graph import DerivationNode, Graph
from law.language.sheet.scheme import Scheme
from law.language.terms.calendar import add_months
from law.language.terms.errors import OutsideKnownLaw

FACTS_MAX = 3
"""So many facts at once: more is another life, not a change."""
PLACES_MAX = 8
STEPS, FIRST_PART = 32, 1000
"""Wages are raised by half as much again each time, from a thousandth of what is usual up to far beyond."""
USUAL = 100_000
"""Minor units, where the person has no wages that could say what is usual."""
SUPPOSED = "nearest"

Who = Literal["past", "state"]
"""Who could make the change: nobody, since it is of the past and only a wrong record is put right; or who states it."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that would have to be otherwise: what it is, what it is now, and what it would have to be."""

    what: str
    now: str
    needed: str
    who: Who
    key: str


@dataclass(frozen=True, slots=True)
class NearestChange:
    """The smallest set of changes with which the claim is granted; none where none of those that are tried does.

    `tried` is how many sets of facts were put to the law. `by_a_person` are conditions that a named person decides,
    and `rests_on_age` says that an unmet condition asks for the age, which nobody can change.
    """

    changes: tuple[FactChange, ...]
    tried: int
    by_a_person: tuple[str, ...] = ()
    rests_on_age: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fact may be otherwise. With an amount it is wages; `put` gives all facts with it."""

    what: str
    key: str
    now: str
    needed: str
    who: Who
    put: Callable[[Sequence[Event], int], list[Event]]
    amount: int | None = None
    """The wages now, in minor units; None where there is nothing to choose."""


def nearest_change(
    schemes: Mapping[str, Scheme], events: Sequence[Event], event: DeterminationMade, graph: Graph
) -> NearestChange:
    """What is nearest to a claim's being granted, by the facts on which it was decided. Raises `OutsideKnownLaw`."""
    scheme = schemes[event.scheme]
    unmet = [finding for finding in event.findings if finding.outcome is not Outcome.MET]
    nodes = [node for finding in unmet if (root := graph.root(finding.condition)) for node in _below(root)]
    by_a_person = tuple(finding.condition for finding in unmet if finding.outcome is Outcome.NEEDS_A_PERSON)
    search = _Search(schemes, events, event.claim, scheme)
    if not unmet:
        return NearestChange((), 0)
    places = list(_places(nodes, FactSet(events), scheme))
    changes = next(search.smallest(places), ())
    keys = {fact.key for fact in events if isinstance(fact, PersonRecorded)}
    age = any(keys & set(node.facts) for node in nodes)
    return NearestChange(changes, search.tried, by_a_person, rests_on_age=age)


def _below(node: DerivationNode) -> Iterator[DerivationNode]:
    yield node
    for inner in node.inputs:
        yield from _below(inner)


class _Search:
    """Puts sets of changed facts to the law."""

    def __init__(self, schemes: Mapping[str, Scheme], events: Sequence[Event], claim: str, scheme: Scheme) -> None:
        self.schemes = schemes
        self.events = events
        self.claim = claim
        self.scheme = scheme
        self.tried = 0

    def smallest(self, places: Sequence[_Place]) -> Iterator[tuple[FactChange, ...]]:
        """The sets of changes that do, the smallest first, each with its least amounts."""
        for size in range(1, FACTS_MAX + 1):
            done = [least for chosen in combinations(places, size) if (least := self._least(chosen)) is not None]
            done.sort(key=lambda least: (sum(change.who == "past" for change in least[1]), least[0]))
            yield from (changes for _, changes in done)

    def _least(self, chosen: Sequence[_Place]) -> tuple[int, tuple[FactChange, ...]] | None:
        """By how much wages rise in all, and the changes; None where these do not do, or fewer of them do."""
        usual = _usual(self.events)
        rise = next((rise for rise in _rises(usual, chosen) if self._does(chosen, _raised(chosen, rise))), None)
        if rise is None:
            return None
        amounts = _raised(chosen, rise)
        before: list[int] = []
        while before != amounts:  # a lower amount of one may let that of another be lower
            before = list(amounts)
            for number, place in enumerate(chosen):
                if place.amount is not None:
                    amounts[number] = self._lowest(chosen, amounts, number)
                    if amounts[number] == place.amount:
                        return None  # this fact may stay as it is
        pairs = list(zip(chosen, amounts, strict=True))
        risen = sum(amount - place.amount for place, amount in pairs if place.amount is not None)
        return risen, tuple(self._change(place, amount) for place, amount in pairs)

    def _lowest(self, chosen: Sequence[_Place], amounts: list[int], number: int) -> int:
        """The least amount in whole units of the currency, the others as they are."""
        unit, low = self.scheme.minor_units, chosen[number].amount or 0
        high = -(-amounts[number] // unit)
        low = low // unit
        if self._does(chosen, [*amounts[:number], chosen[number].amount or 0, *amounts[number + 1 :]]):
            return chosen[number].amount or 0
        while high - low > 1:
            middle = (low + high) // 2
            if self._does(chosen, [*amounts[:number], middle * unit, *amounts[number + 1 :]]):
                high = middle
            else:
                low = middle
        return high * unit

    def _does(self, chosen: Sequence[_Place], amounts: Sequence[int]) -> bool:
        """Whether the claim is granted with these changes."""
        events = self.events
        for place, amount in zip(chosen, amounts, strict=True):
            events = place.put(events, amount)
        self.tried += 1
        try:
            determinations = all_determined(self.schemes, FactSet(events))
        except OutsideKnownLaw:
            return False
        return determinations[self.claim].outcome is DeterminationOutcome.GRANTED

    def _change(self, place: _Place, amount: int) -> FactChange:
        needed = place.needed
        if place.amount is not None:
            needed = f"at least {Money(minor=amount, currency=self.scheme.currency)}"
        return FactChange(place.what, place.now, needed, place.who, place.key)


def _usual(events: Sequence[Event]) -> int:
    """The highest wages of one contribution, in minor units."""
    return max((event.earnings.minor for event in events if isinstance(event, ContributionRecorded)), default=USUAL)


def _rises(usual: int, chosen: Sequence[_Place]) -> Iterator[int]:
    """By how much all wages of a set are raised together, from little to far beyond what is usual."""
    if all(place.amount is None for place in chosen):
        yield 0
        return
    rise = max(1, usual // FIRST_PART)
    for _ in range(STEPS):
        yield rise
        rise += rise // 2 + 1


def _raised(chosen: Sequence[_Place], rise: int) -> list[int]:
    return [0 if place.amount is None else place.amount + rise for place in chosen]


def _places(nodes: Sequence[DerivationNode], facts: FactSet, scheme: Scheme) -> Iterator[_Place]:
    """Where facts may be otherwise, each once: stated particulars, reasons of an end of work, wages of a period."""
    places: dict[str, _Place] = {}
    for node in nodes:
        if node.kind == "particular" and isinstance(node.value, bool) and node.what in scheme.particulars:
            places.setdefault(node.what, _stating(node.what, scheme, stated=node.value))
        if (
            node.kind == "part"
            and len(places) < PLACES_MAX
            and (place := _wages(node, facts, scheme.currency)) is not None
        ):
            places.setdefault(place.key, place)
    read = {key for node in nodes for key in node.facts}
    for ended in facts.of(EmploymentEnded):
        if ended.key in read and ended.reason is not Separation.LAID_OFF:
            places.setdefault(f"reason of {ended.key}", _reason(ended))
    yield from places.values()


def _stating(name: str, scheme: Scheme, *, stated: bool) -> _Place:
    now, needed = ("yes", "no") if stated else ("no", "yes")
    recorded = f"{FIRST_DAY}T00:00:00Z"
    fact = ParticularStated.model_validate(
        {
            "key": f"{SUPPOSED}:{name}",
            "source_version": 1,
            "recorded_at": recorded,
            "particular": name,
            "value": needed,
            "since": FIRST_DAY,
        }
    )

    def put(events: Sequence[Event], _amount: int) -> list[Event]:
        others = [one for one in events if not (isinstance(one, ParticularStated) and one.particular == name)]
        return [*others, fact]

    return _Place(scheme.particulars[name].meaning, name, now, needed, "state", put)


def _reason(ended: EmploymentEnded) -> _Place:
    better = ended.model_copy(update={"reason": Separation.LAID_OFF, "source_version": ended.source_version + 1})
    what = f"The reported reason of the end of work on {ended.ended_on}"
    now, needed = (reason.value.replace("_", " ") for reason in (ended.reason, better.reason))
    return _Place(what, f"reason of {ended.key}", now, needed, "past", lambda events, _amount: [*events, better])


def _wages(part: DerivationNode, facts: FactSet, currency: str) -> _Place | None:
    """The wages of a quarter or month: those of one contribution in it, or of one that nobody recorded."""
    contributions = facts.of(ContributionRecorded)
    own = next((fact for fact in contributions if fact.key in part.facts), None)
    bucket = bucket_of(part.what)
    if own is None:
        if bucket is None:
            return None
        own = _no_wages(contributions, f"{SUPPOSED}:{bucket.start}", bucket, currency)

    def put(events: Sequence[Event], amount: int) -> list[Event]:
        earned = Money(minor=amount, currency=own.earnings.currency)
        version = own.source_version + 1
        return [*events, own.model_copy(update={"earnings": earned, "parts": None, "source_version": version})]

    what = f"Wages for {own.period.start} to {own.period.end} ({part.what})"
    return _Place(what, own.key, str(own.earnings), "", "past", put, own.earnings.minor)


def _no_wages(like: Sequence[ContributionRecorded], key: str, period: Period, currency: str) -> ContributionRecorded:
    """A contribution of nothing, in the job of the others if there are any."""
    stated = {"key": key, "source_version": 1, "recorded_at": f"{FIRST_DAY}T00:00:00Z", "employer": SUPPOSED}
    if like:
        stated |= {"employer": like[-1].employer, "employment": like[-1].employment}
    nothing = Money(minor=0, currency=currency)
    return ContributionRecorded.model_validate({**stated, "period": period, "earnings": nothing})


def bucket_of(what: str) -> Period | None:
    """The days of `2018 quarter 4` or `2018-11`, as a part of a derivation names them."""
    year, _, quarter = what.partition(" quarter ")
    if quarter.isdigit() and year.isdigit():
        first = add_months(date(int(year), 1, 1), 3 * (int(quarter) - 1))
        return Period(start=first, end=add_months(first, 3))
    try:
        first = date.fromisoformat(f"{what}-01")
    except ValueError:
        return None
    return Period(start=first, end=add_months(first, 1))


PAST = "It is of the past, and nobody can change it: it counts only if the record is wrong and is put right."
STATED = "It is for whoever may state it, if it is so."
AGE = "An unmet condition asks for the age, which nobody can change."


def nearest_in_words(nearest: NearestChange) -> Iterator[str]:
    """What is nearest, in sentences."""
    if not nearest.changes:
        yield f"No change of up to {FACTS_MAX} facts that was tried ({nearest.tried:,} trials) has the claim granted."
    else:
        count = len(nearest.changes)
        facts = "this one fact" if count == 1 else f"these {count} facts"
        yield f"The claim would be granted if {facts} were otherwise:"
        for number, change in enumerate(nearest.changes, 1):
            yield f"{number}. {change.what}: {change.needed}, and it is {change.now}."
            yield f"   {PAST if change.who == 'past' else STATED}"
        yield f"No fewer facts do, and no amount here may be lower: held against the law {nearest.tried:,} times."
    if nearest.rests_on_age:
        yield AGE
    for condition in nearest.by_a_person:
        yield f"{condition.replace('_', ' ').capitalize()}: a named person decides this whatever else changes."
