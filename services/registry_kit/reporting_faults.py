"""What cannot be meant of how a source reports."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.registry import Fact, FactRetracted
from services.registry_kit.kinds import KINDS, Shape, fields_of
from services.registry_kit.mapping import Mapping


def reporting_faults(mapping: Mapping, kind: str) -> Iterator[str]:
    """Each fault of `only`, `cancels`, `year_to_date` and `differences`, and of versions that are counted."""
    if mapping.counts_versions():
        if not all(issubclass(model, Fact) and model is not FactRetracted for model in KINDS[kind]):
            yield f"source_version: only a registry's facts have counted versions, and a {kind} is none"
    else:
        for heading in ("cancels", "year_to_date", "differences"):
            if getattr(mapping, heading) is not None:
                yield f"{heading} needs versions that are counted: source_version: {{counted: changes}}"
    if mapping.year_to_date is not None:
        yield from _faults_of_totals(mapping, kind)


def _faults_of_totals(mapping: Mapping, kind: str) -> Iterator[str]:
    shapes = fields_of(kind)
    for name in mapping.year_to_date.of if mapping.year_to_date else ():
        if shapes.get(name) is not Shape.MONEY:
            yield f"year_to_date.of: {name} is no amount of a {kind}"
    if shapes.get("period") is not Shape.PERIOD:
        yield f"year_to_date: a {kind} has no period in which something is earned"
    if mapping.differences is not None:
        yield "year_to_date: what runs through the year is not reported in differences; keep one of both"
    if mapping.parts or mapping.shares:
        yield "year_to_date: parts and shares are told of a period, and not of a year so far"
