"""What the law says of all claims of a person, worked out from facts alone: one side of a difference for each claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.base import Event
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.case.published import as_assessed, as_published
from law.decide.all_claims import all_determined
from law.decide.assess import assess
from law.explain.comparison import Determined
from law.explain.difference import certified
from law.explain.graph import Graph
from law.language.sheet.scheme import Scheme


def all_claims(schemes: Mapping[str, Scheme], events: Iterable[Event]) -> dict[str, Determined]:
    """Every claim that holds, with its periods. Raises `OutsideKnownLaw`, and `KeyError` for a scheme not given."""
    facts = FactSet(events)
    found = all_determined(schemes, facts)
    said = {}
    for claim, own in found.items():
        others = [one for key, one in found.items() if key != claim]
        assessments = assess(ClaimUnderLaw(schemes[own.scheme], facts, claim), own, others)
        periods = certified([(as_assessed(one), Graph.of(one.derivation)) for one in assessments])
        said[claim] = Determined(schemes[own.scheme], as_published(own), Graph.of(own.derivation), periods)
    return said
