"""Holds the columns against the exact evaluation, person by person and output by output."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from law.columns.calculator import OUTSIDE, ColumnCalculator
from law.columns.chunk import Given
from law.columns.exact_fallback import evaluation_of_one, exact_values
from law.columns.histories import Histories, without_facts
from law.columns.plan import Output
from law.columns.results import Found
from law.language.sheet.scheme import Scheme
from law.language.terms.errors import OutsideKnownLaw
from law.language.terms.values import Unknown, Value
from tests.law.columns.people import aggregates, histories

SHOWN = 5  # differences that are kept for people to read
Tell = Callable[[int], object]


def outputs_of(scheme: Scheme) -> tuple[Output, ...]:
    """Everything the claim's rules say: every quantity and condition, the rests, and the waiting."""
    return (
        *(("quantity", name) for name in scheme.quantities),
        *(("condition", name) for name in scheme.conditions),
        *(("rest", name) for name in scheme.rests),
        ("waiting", ""),
    )


@dataclass
class Comparison:
    """How many persons agree in every output; and, so that agreement means something, how varied they are."""

    what: str
    persons: int = 0
    differing: int = 0
    left_to_the_exact: int = 0
    outputs: int = 0
    in_doubt: int = 0
    """Persons of whom some output is unknown."""
    met: Counter[str] = field(default_factory=Counter)
    not_met: Counter[str] = field(default_factory=Counter)
    distinct: set[Value] = field(default_factory=set)
    """The different rates of benefit."""
    differences: list[str] = field(default_factory=list)

    def add(self, other: Comparison) -> None:
        """Take in what another batch of persons came to."""
        self.persons += other.persons
        self.differing += other.differing
        self.left_to_the_exact += other.left_to_the_exact
        self.in_doubt += other.in_doubt
        self.outputs = other.outputs
        self.differences = [*self.differences, *other.differences][:SHOWN]

    def hear(
        self, person: int, outputs: Iterable[Output], exact: list[Value], by_column: list[Value], *, of_interest: str
    ) -> None:
        """Take in what both sides say of one person; the different values of one quantity are kept."""
        self.persons += 1
        self.in_doubt += any(isinstance(value, Unknown) for value in exact)
        apart = []
        for (kind, name), theirs, ours in zip(outputs, exact, by_column, strict=True):
            if kind == "condition" and not isinstance(theirs, Unknown):
                (self.met if theirs else self.not_met)[name] += 1
            elif name == of_interest and not isinstance(theirs, Unknown):
                self.distinct.add(theirs)
            if not agree(theirs, ours):
                apart.append(f"person {person}: {name} is {theirs} exactly, {ours} by columns")
        self.differing += bool(apart)
        if len(self.differences) < SHOWN:
            self.differences += apart[: SHOWN - len(self.differences)]

    def without_values(self) -> Comparison:
        """The counts alone, for another process to add up."""
        return replace(self, distinct=set())

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.what}: {self.persons:,} persons, {self.differing:,} differ, {self.outputs} outputs each, "
            f"{self.left_to_the_exact:,} left to the exact evaluation, {self.in_doubt:,} with doubt"
        )


def from_aggregates(scheme: Scheme, count: int, seed: int, tell: Tell = lambda _done: None) -> Comparison:
    """Random aggregates of so many persons."""
    filed, given = aggregates(scheme, count, seed)
    found = ColumnCalculator(scheme).from_aggregates(filed, given, outputs_of(scheme))
    return compare(scheme, without_facts(filed), given, found, tell, f"{scheme.name} from aggregates")


def from_histories(scheme: Scheme, count: int, seed: int, tell: Tell = lambda _done: None) -> Comparison:
    """Random histories of so many persons."""
    people, given = histories(scheme, count, seed)
    found = ColumnCalculator(scheme).from_histories(people, given, outputs_of(scheme))
    return compare(scheme, people, given, found, tell, f"{scheme.name} from histories")


def compare(  # noqa: PLR0913, PLR0917  both sides and what to say of them
    scheme: Scheme, people: Histories, given: Mapping[str, Given], found: Found, tell: Tell, what: str
) -> Comparison:
    """Every output of every person, evaluated exactly, beside what the columns say."""
    told = Comparison(what, outputs=len(found.columns), left_to_the_exact=found.left_to_the_exact)
    gc.disable()  # a batch is small, and looking through it again and again costs a fifth of the time
    for person in range(len(people)):
        exact = _exactly(scheme, people, given, person, found)
        by_column = [found.value(output, person) for output in found.columns]
        told.hear(person, found.columns, exact, by_column, of_interest=scheme.benefit.rate)
        tell(1)
    gc.enable()
    return told


def _exactly(scheme: Scheme, people: Histories, given: Mapping[str, Given], person: int, found: Found) -> list[Value]:
    try:
        return exact_values(evaluation_of_one(scheme, people, given, person), found.columns)
    except OutsideKnownLaw:
        return [OUTSIDE] * len(found.columns)


def agree(exact: Any, by_column: Any) -> bool:
    """Whether both are unknown, or one value of one kind."""
    if isinstance(exact, Unknown) or isinstance(by_column, Unknown):
        return isinstance(exact, Unknown) and isinstance(by_column, Unknown)
    return isinstance(exact, bool) == isinstance(by_column, bool) and bool(exact == by_column)
