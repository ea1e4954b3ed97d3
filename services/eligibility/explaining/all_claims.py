"""What the law says of all claims of a person, worked out from facts alone: one side of a difference for each claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from contracts.base import Event
from services.eligibility.assess import assess
from services.eligibility.explaining.derived import Graph
from services.eligibility.explaining.difference import certified
from services.eligibility.explaining.pairing import Determined
from services.eligibility.facts import FactSet
from services.eligibility.past import all_determined
from services.eligibility.rulesheet.scheme import Scheme
from services.eligibility.versions import as_assessed, as_published


def all_claims(schemes: Mapping[str, Scheme], events: Iterable[Event]) -> dict[str, Determined]:
    """Every claim that holds, with its periods. Raises `OutsideKnownLaw`, and `KeyError` for a scheme not given."""
    facts = FactSet(events)
    found = all_determined(schemes, facts)
    said = {}
    for claim, own in found.items():
        others = [one for key, one in found.items() if key != claim]
        assessments = assess(schemes[own.scheme], facts, own, others=others)
        periods = certified([(as_assessed(one), Graph.of(one.derivation)) for one in assessments])
        said[claim] = Determined(schemes[own.scheme], as_published(own), Graph.of(own.derivation), periods)
    return said
