"""What follows from what is supposed, for one claim, in words and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.base import Event
from contracts.values import Money
from law.explain.determined import Determined, determined_claims
from law.explain.difference import difference
from law.explain.difference_in_words import changes_in_words
from law.explain.supposed import due_for_all
from law.explain.what_if import Supposition
from law.explain.what_if_words import SuppositionError, Verb
from law.language.sheet.scheme import Scheme


@dataclass(frozen=True, slots=True)
class SupposedOutcome:
    """What was supposed, what differs by it, and what a claim comes to before and after."""

    changes: Sequence[str]
    differences: Sequence[str]
    outcomes: tuple[str, str]
    due: tuple[Money, Money]


def outcome_of(
    changes: Sequence[str], before: Mapping[str, Determined], after: Mapping[str, Determined], claim: str
) -> SupposedOutcome | None:
    """How a claim differs; None where it is not there either way."""
    if claim not in before or claim not in after:
        return None
    was, would_be = before[claim], after[claim]
    return SupposedOutcome(
        changes,
        tuple(changes_in_words(difference(was, would_be))),
        (was.event.outcome.value, would_be.event.outcome.value),
        (due_for_all(was), due_for_all(would_be)),
    )


def suppose(
    schemes: Mapping[str, Scheme], events: Sequence[Event], claim: str, asked: Sequence[tuple[Verb, str]]
) -> SupposedOutcome | None:
    """Apply the law again over a copy in which these changes are made.

    Raises `SuppositionError`, `OutsideKnownLaw`, `LookupError` for a scheme that is not there.
    """
    supposition = Supposition(list(events))
    for verb, line in asked:
        supposition.change(verb, line)
    before = determined_claims(schemes, events)
    return outcome_of(supposition.changes, before, determined_claims(schemes, supposition.facts), claim)


def in_one_sentence(fault: Exception) -> str:
    """What is wrong with a supposition, without the example of the command line."""
    told = str(fault.args[0]) if isinstance(fault, LookupError) and fault.args else str(fault)
    return told.partition(" For example: ")[0] if isinstance(fault, SuppositionError) else told
