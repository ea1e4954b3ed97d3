"""What is worked out once, on the day a claim begins, may read nothing that changes for claims that run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from law.language.formula.tree import LookUp, ParameterOf, QuantityOf, Tree, asks_in, named_in, parameters_in, walk
from law.language.sheet.articles import Sections
from law.language.sheet.scheme import Scheme, Section
from law.language.terms.dated import DatedEntries
from law.language.terms.units import DATE

EXAMPLE = "for: new claims   (or let the amount of a period, under each_week, read what changes)"


def refuse_changes_while_a_claim_runs(scheme: Scheme, sections: Sections) -> None:
    """Raise `RuleSheetError` where the limit, the waiting, a rest or a sanction would miss a change of the law.

    They are determined by the law of the day on which the claim begins. A version that a period chooses would load
    and have no effect on them.
    """
    for what, tree in _determined_once(scheme):
        for section, name in _read_by(tree, scheme):
            if any(entry.applies.by == "period" for entry in _through_time(section, name, scheme).every):
                raise sections.of(section)[name].wrong(
                    f"{name} changes for claims that run, but {what}, fixed on the day a claim begins, reads it.",
                    example=EXAMPLE,
                )


def _determined_once(scheme: Scheme) -> Iterator[tuple[str, Tree]]:
    limit = scheme.quantities[scheme.benefit.limit]
    yield f"the limit {limit.name}", QuantityOf(limit.name, limit.unit)
    if scheme.claim.year_until:
        yield "the end of the benefit year", QuantityOf(scheme.claim.year_until, DATE)
    yield "the waiting", scheme.waiting.lasts
    for rest in scheme.rests.values():
        yield from ((f"the rest {rest.name}", tree) for tree in (rest.lasts, rest.begins) if tree)
    yield from ((f"the sanction {sanction.ground}", sanction.lasts) for sanction in scheme.sanctions.values())
    for reduction in scheme.reductions.values():
        for name in reduction.figures:
            yield f"the reduction {reduction.ground}", ParameterOf(name, scheme.parameters[name].unit)


def _read_by(tree: Tree, scheme: Scheme) -> Iterator[tuple[Section, str]]:
    """Every quantity, window, parameter and table that a formula reads, directly or through others."""
    waiting, seen = [tree], set[tuple[Section, str]]()
    while waiting:
        for section, name in _named_by(waiting.pop(), scheme):
            if (section, name) not in seen:
                seen.add((section, name))
                yield section, name
                waiting += _trees_of(section, name, scheme)


def _named_by(tree: Tree, scheme: Scheme) -> Iterator[tuple[Section, str]]:
    yield from (("quantities", name) for name in named_in(tree) if name in scheme.quantities)
    yield from (("parameters", name) for name in parameters_in(tree))
    yield from (("windows", name) for ask in asks_in(tree) for name in ask.windows)
    yield from (("tables", node.table) for node in walk(tree) if isinstance(node, LookUp))


def _trees_of(section: Section, name: str, scheme: Scheme) -> list[Tree]:
    if section == "quantities":
        return [rule.tree for rule in scheme.in_every_version(section, scheme.quantities[name])]
    if section == "windows":
        windows = scheme.in_every_version(section, scheme.windows[name])
        edges = ((window.as_of, window.extended_by, window.not_before) for window in windows)
        return [tree for trees in edges for tree in trees if tree is not None]
    return []


def _through_time(section: Section, name: str, scheme: Scheme) -> DatedEntries[Any]:
    if section == "parameters":
        return scheme.parameters[name].dated
    if section == "tables":
        return scheme.tables[name].dated
    versions = scheme.through_time.of(section)
    return versions[name] if name in versions else DatedEntries(())
