"""Holds a written determination against the evaluator's: whatever differs is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from contracts.eligibility import Finding
from law.case.earlier_claims import NO_CLAIM_BEFORE
from law.case.model import Determination, Entitlement
from law.written.model import WrittenDetermination

OF_EVERY_CERTAIN_CLAIM = {
    "automatic": True,
    "sanctioned": 0,
    "before": NO_CLAIM_BEFORE,
    "reduced": (),
    "held_after": None,
}
"""What the evaluator says beside."""


def confirm(written: WrittenDetermination, determination: Determination) -> tuple[str, ...]:
    """The names of what differs, such as `outcome`, `entitlement.benefit_rate` or `findings.enough_wages`."""
    said = {**OF_EVERY_CERTAIN_CLAIM, **written._asdict()}
    different = (name for name, value in said.items() if getattr(determination, name) != value)
    return tuple(part for name in different for part in _parts(name, written, determination))


def _parts(name: str, written: WrittenDetermination, determination: Determination) -> Iterator[str]:
    if name == "entitlement" and determination.entitlement is not None:
        ours, theirs = _amounts(written.entitlement), _amounts(determination.entitlement)
    elif name == "findings":
        ours, theirs = _by_condition(written.findings), _by_condition(determination.findings)
    else:
        yield name
        return
    yield from (f"{name}.{part}" for part in {**ours, **theirs} if ours.get(part) != theirs.get(part))


def _amounts(entitlement: Entitlement) -> Mapping[str, object]:
    return {field.name: getattr(entitlement, field.name) for field in fields(entitlement)}


def _by_condition(findings: tuple[Finding, ...]) -> Mapping[str, object]:
    """Each with its place, so that another order differs too."""
    return {finding.condition: (place, finding) for place, finding in enumerate(findings)}
