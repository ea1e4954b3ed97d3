"""The same people under the model scheme at C168's floors: computed beside the law in force, decided for nobody."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.eligibility import DeterminationOutcome
from contracts.intake import ClaimFiled
from law.case.claim_under_law import ClaimUnderLaw
from law.case.facts import FactSet
from law.catalogue import load_scheme
from law.decide.determine import determine
from services.eligibility.views import claimants
from services.runtime.database.store import Database

REFERENCE = "ilo/c168-reference"


@dataclass(frozen=True)
class Reference:
    """How many of the same claims the reference scheme would grant, and the mean weekly rate it would pay them."""

    scheme: str
    claims: int
    granted: int
    rate_mean_minor: int | None
    granted_only_there: int
    """Claims that the law in force refuses and the reference scheme would grant."""


def held_against(eligibility: Database) -> Reference:
    """Determine every claim again under the reference scheme, from the facts as they stand."""
    scheme = load_scheme(REFERENCE, accept_unverified=True)
    claims, only_there, rates = 0, 0, []
    with eligibility.reading() as connection:
        for person in claimants(connection):
            facts = FactSet(person.facts)
            for claim in facts.of(ClaimFiled):
                claims += 1
                there = determine(ClaimUnderLaw(scheme, facts, claim.key))
                if there.outcome is DeterminationOutcome.GRANTED and there.entitlement is not None:
                    rates.append(there.entitlement.benefit_rate.minor)
                    only_there += person.outcomes[claim.key] is DeterminationOutcome.REFUSED
    mean = round(sum(rates) / len(rates)) if rates else None
    return Reference(scheme.name, claims, len(rates), mean, only_there)
