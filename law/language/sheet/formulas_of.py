"""Every formula of a sheet, whatever its version; and what the rules of a claim ask, as columns are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from law.language.formula.tree import Tree, asks_in, written
from law.language.sheet.scheme import Condition, Quantity, Scheme, Section
from law.language.terms.units import Unit

Formula = TypeVar("Formula", Quantity, Condition)


def asked_of(scheme: Scheme) -> dict[str, Unit]:
    """The questions to the facts, each with the unit of its answer; particulars go by their own names."""
    return {written(ask): ask.unit for tree in trees_of_claim(scheme) for ask in asks_in(tree)}


def trees_of_claim(scheme: Scheme) -> Iterator[Tree]:
    """Every formula of the claim's rules, except what moves its windows."""
    yield from _of_rules(scheme, "quantities", scheme.quantities)
    yield from _of_rules(scheme, "conditions", scheme.conditions)
    for rest in scheme.rests.values():
        yield from (tree for tree in (rest.lasts, rest.begins) if tree)
    for particular in scheme.particulars.values():
        yield from (tree for tree in (particular.from_facts, particular.if_unsaid) if tree)
    yield scheme.waiting.lasts


def trees_of(scheme: Scheme) -> Iterator[Tree]:
    """Every formula of the sheet, except what links a claim to the one before it."""
    yield from trees_of_claim(scheme)
    yield from _of_rules(scheme, "each_week.quantities", scheme.week_quantities)
    yield from _of_rules(scheme, "each_week.conditions", scheme.week_conditions)
    yield from _of_rules(scheme, "each_day.quantities", scheme.day_quantities)
    yield from (sanction.consumes for sanction in scheme.sanctions.values())
    yield scheme.waiting.served_when
    windows = (scheme.in_every_version("windows", newest) for newest in scheme.windows.values())
    for window in (version for versions in windows for version in versions):
        yield from (tree for tree in (window.as_of, window.extended_by, window.not_before) if tree is not None)


def trees_of_amounts(scheme: Scheme) -> Iterator[Tree]:
    """Every formula of the sheet but the conditions of a claim, which say whether anything is paid, and not what."""
    conditions = {id(tree) for tree in _of_rules(scheme, "conditions", scheme.conditions)}
    return (tree for tree in trees_of(scheme) if id(tree) not in conditions)


def words_asked(scheme: Scheme) -> frozenset[str]:
    """The words about which any formula asks the facts."""
    return frozenset(word for tree in trees_of(scheme) for ask in asks_in(tree) for word in ask.words)


def quantities_added_up(scheme: Scheme) -> tuple[str, ...]:
    """The quantities of a period of which any formula asks what they came to in the periods before."""
    return tuple(sorted({name for tree in trees_of(scheme) for ask in asks_in(tree) for name in ask.quantities}))


def _of_rules(scheme: Scheme, section: Section, rules: Mapping[str, Formula]) -> Iterator[Tree]:
    for newest in rules.values():
        yield from (rule.tree for rule in scheme.in_every_version(section, newest))
