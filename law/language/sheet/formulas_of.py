"""Every formula of a sheet, whatever its version; and what the rules of a claim ask, as columns are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from law.language.formula.tree import Tree, asks_in, written
from law.language.sheet.scheme import AnyRule, Scheme
from law.language.sheet.versions import Versions
from law.language.terms.units import Unit


def asked_of(scheme: Scheme) -> dict[str, Unit]:
    """The questions to the facts, each with the unit of its answer; particulars go by their own names."""
    return {written(ask): ask.unit for tree in trees_of_claim(scheme) for ask in asks_in(tree)}


def trees_of_claim(scheme: Scheme) -> Iterator[Tree]:
    """Every formula of the claim's rules, except what moves its windows."""
    dated = scheme.through_time
    yield from (quantity.tree for quantity in _every(scheme.quantities, dated.quantities))
    yield from (condition.tree for condition in _every(scheme.conditions, dated.conditions))
    yield from (rest.lasts for rest in scheme.rests.values())
    yield from (particular.if_unsaid for particular in scheme.particulars.values() if particular.if_unsaid)
    yield scheme.waiting.lasts


def trees_of(scheme: Scheme) -> Iterator[Tree]:
    """Every formula of the sheet, except what links a claim to the one before it."""
    dated = scheme.through_time
    yield from trees_of_claim(scheme)
    yield from (quantity.tree for quantity in _every(scheme.week_quantities, dated.week_quantities))
    yield from (condition.tree for condition in _every(scheme.week_conditions, dated.week_conditions))
    yield from (quantity.tree for quantity in _every(scheme.day_quantities, dated.day_quantities))
    yield from (sanction.consumes for sanction in scheme.sanctions.values())
    yield scheme.waiting.served_when
    for window in _every(scheme.windows, dated.windows):
        yield from (tree for tree in (window.as_of, window.extended_by, window.not_before) if tree is not None)


def _every(newest: Mapping[str, AnyRule], versions: Mapping[str, Versions[AnyRule]]) -> Iterator[AnyRule]:
    """The rules of a section in every version."""
    for name, rule in newest.items():
        yield from (version.rule for version in versions[name].known) if name in versions else (rule,)
