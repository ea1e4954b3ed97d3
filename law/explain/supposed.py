"""What a person's claims come to over supposed facts, beside what they come to as things stand: in words and money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from contracts.base import Event
from contracts.intake import ClaimFiled
from contracts.values import Money
from law.catalogue import load_scheme
from law.explain.comparison import DecisionChange
from law.explain.determined import Determined
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.language.sheet.scheme import Scheme


def schemes_of(facts: Iterable[Event]) -> dict[str, Scheme]:
    """The sheets of the claims among facts, by name."""
    names = {fact.scheme for fact in facts if isinstance(fact, ClaimFiled)}
    return {name: load_scheme(name, accept_unverified=True) for name in names}


def differences(
    before: Mapping[str, Determined], after: Mapping[str, Determined]
) -> Iterator[tuple[str, tuple[DecisionChange, ...]]]:
    """What differs in each claim that there is either way."""
    for claim in sorted(before.keys() & after.keys()):
        yield claim, difference(before[claim], after[claim])


def supposed_in_words(
    supposed: Sequence[str], before: Mapping[str, Determined], after: Mapping[str, Determined]
) -> Iterator[str]:
    """What was supposed, and how each claim differs by it, in words and in money."""
    yield "Supposed, on a copy (nothing stored is touched):"
    yield from (f"  {line}" for line in supposed or ["nothing"])
    for claim, changes in differences(before, after):
        yield f"\nClaim {claim}, {after[claim].event.scheme}: {_outcome(before[claim])} -> {_outcome(after[claim])}"
        yield from (f"  {line}" for line in changes_in_words(changes) or ("Nothing differs.",))
        yield f"  Due for all certified periods: {due_for_all(before[claim])} -> {due_for_all(after[claim])}"
    for claim in sorted(before.keys() ^ after.keys()):
        where, claims = ("no longer there", before) if claim in before else ("there now", after)
        yield f"\nClaim {claim} is {where}: {_outcome(claims[claim])}; due for all periods {due_for_all(claims[claim])}"


def due_for_all(determined: Determined) -> Money:
    """What is due for all certified periods of a claim."""
    minor = sum(period.week.amount.minor for period in determined.periods.values())
    return Money(minor=minor, currency=determined.scheme.currency)


def _outcome(determined: Determined) -> str:
    return determined.event.outcome.value.replace("_", " ")
