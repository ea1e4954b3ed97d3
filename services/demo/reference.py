"""The same people under the model scheme at C168's floors: computed beside the law in force, decided for nobody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from contracts.eligibility import DeterminationOutcome
from contracts.intake import ClaimFiled
from law.case.facts import FactSet
from law.catalogue import load_scheme
from law.decide.determine import determine
from services.eligibility.views import fact, load
from services.runtime.database.store import chunks
from services.runtime.laptop.laptop import Laptop

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


def held_against(laptop: Laptop) -> Reference:
    """Determine every claim again under the reference scheme, from the facts as they stand."""
    scheme = load_scheme(REFERENCE, accept_unverified=True)
    with laptop.databases["eligibility"].begin() as connection:
        query = select(fact.c.subject).where(fact.c.kind == ClaimFiled.name).distinct().order_by(fact.c.subject)
        subjects = list(connection.scalars(query))
        claims, only_there, rates = 0, 0, []
        for chunk in chunks(subjects):
            for case in load(connection, chunk).values():
                facts = FactSet(known.event for known in case.facts.values())
                for claim in facts.of(ClaimFiled):
                    claims += 1
                    found = determine(scheme, facts, claim.key)
                    if found.outcome is DeterminationOutcome.GRANTED and found.entitlement is not None:
                        rates.append(found.entitlement.benefit_rate.minor)
                        only_there += b'"outcome":"refused"' in case.determinations[claim.key].content
    mean = round(sum(rates) / len(rates)) if rates else None
    return Reference(scheme.name, claims, len(rates), mean, only_there)
