"""What may be supposed to be different on the page of a decision: what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from contracts.base import Event
from contracts.eligibility import AssessmentMade, DeterminationMade
from contracts.intake import ClaimFiled
from law.case.facts import FactSet
from law.explain.decision import Decision
from law.language.sheet.scheme import Scheme
from services.console.supposing.record import (
    SupposableField,
    SupposableSum,
    certified_sums,
    contributed_sums,
    supposable_fields,
)


def sums_of(decision: Decision, events: Iterable[Event]) -> list[SupposableSum]:
    """The weeks of an assessment; the contributions that a determination used."""
    if isinstance(decision.event, AssessmentMade):
        return list(certified_sums(events, decision.event.certification))
    return list(contributed_sums(events, frozenset(decision.graph.facts())))


def fields_of(decision: Decision, events: Sequence[Event], schemes: Mapping[str, Scheme]) -> list[SupposableField]:
    """What else its claim rests on; the answers are those of a determination."""
    filed = next((fact for fact in FactSet(events).of(ClaimFiled) if fact.key == decision.claim), None)
    if filed is None or filed.scheme not in schemes:
        return []
    findings = decision.event.findings if isinstance(decision.event, DeterminationMade) else ()
    return supposable_fields(events, decision.claim, findings, schemes[filed.scheme])
