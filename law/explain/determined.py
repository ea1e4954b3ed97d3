"""What the law says of a claim, with its derivations: the side of a comparison, read from the store or worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.base import Event
from contracts.eligibility import AssessmentMade, DeterminationMade, WeekAssessed
from contracts.values import Period
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.model import Assessment, Determination
from law.case.published import as_assessed, as_published
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.explain.graph import DerivationNode, Graph
from law.language.sheet.scheme import Scheme


@dataclass(frozen=True, slots=True)
class AssessedPeriod:
    """A certified period as it was assessed, with the root of its derivation."""

    week: WeekAssessed
    step: DerivationNode | None


@dataclass(frozen=True, slots=True)
class Determined:
    """A determination as it is published, its derivation, the sheet by which it was made, and its periods by date."""

    scheme: Scheme
    event: DeterminationMade
    graph: Graph
    periods: Mapping[Period, AssessedPeriod] = field(default_factory=dict)

    @classmethod
    def of(cls, scheme: Scheme, determination: Determination, assessments: Iterable[Assessment] = ()) -> Determined:
        """A determination and the assessments made under it, as the law gave them."""
        assessed = [(as_assessed(assessment), Graph.of(assessment.derivation)) for assessment in assessments]
        graph = Graph.of(determination.derivation)
        return cls(scheme, as_published(determination), graph, assessed_periods(assessed))


def assessed_periods(assessments: Sequence[tuple[AssessmentMade, Graph]]) -> dict[Period, AssessedPeriod]:
    """Every certified period of a claim by its dates; of dates certified twice, the one that pays more."""
    periods: dict[Period, AssessedPeriod] = {}
    for event, graph in assessments:
        for number, week in enumerate(event.weeks):
            earlier = periods.get(week.period)
            if earlier is None or earlier.week.amount.minor < week.amount.minor:
                step = graph.roots[number] if number < len(graph.roots) else None
                periods[week.period] = AssessedPeriod(week, step)
    return periods


def determined_claims(schemes: Mapping[str, Scheme], events: Iterable[Event]) -> dict[str, Determined]:
    """Every claim that holds among a person's facts, by its key, with its periods.

    Raises `OutsideKnownLaw`, and `KeyError` for a scheme that is not given.
    """
    facts = FactSet(events)
    determinations = all_determined(schemes, facts)
    claims = {}
    for claim, own in determinations.items():
        others = [other for key, other in determinations.items() if key != claim]
        scheme = schemes[own.scheme]
        assessments = assess(ClaimUnderLaw(scheme, facts, claim), own, others)
        claims[claim] = Determined.of(scheme, own, assessments)
    return claims
