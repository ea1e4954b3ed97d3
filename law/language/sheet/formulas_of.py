"""What the rules of a claim ask, under the names by which columns are given."""

from __future__ import annotations

from collections.abc import Iterator

from law.language.formula.tree import Tree, asks_in, written
from law.language.sheet.scheme import Scheme
from law.language.terms.units import Unit


def asked_of(scheme: Scheme) -> dict[str, Unit]:
    """The questions to the facts, each with the unit of its answer; particulars go by their own names."""
    return {written(ask): ask.unit for tree in trees_of(scheme) for ask in asks_in(tree)}


def trees_of(scheme: Scheme) -> Iterator[Tree]:
    """Every formula of the claim's rules."""
    yield from (quantity.tree for quantity in scheme.quantities.values())
    yield from (condition.tree for condition in scheme.conditions.values())
    yield from (rest.lasts for rest in scheme.rests.values())
    yield from (particular.if_unsaid for particular in scheme.particulars.values() if particular.if_unsaid)
    yield scheme.waiting.lasts
