"""What a claim lacks, and from whom. Pure: told once, and again only when it changes."""

from __future__ import annotations

from datetime import date, timedelta

from contracts.claims import ClaimState
from contracts.eligibility import DeterminationMade
from contracts.values import LAST_DAY
from contracts.waiting import MISSING_MAX, ClaimIncomplete, MissingFact
from services.claims.model import Claim
from services.claims.procedure import Procedure, days_of

CLOSED = frozenset({ClaimState.WITHDRAWN, ClaimState.REFUSED})
"""Where a claim stands that lacks nothing, whatever nobody knows."""


def lacked_by(
    event: DeterminationMade, on: date, before: tuple[MissingFact, ...], procedure: Procedure
) -> tuple[MissingFact, ...]:
    """What nothing answers that the law asks; what was lacking before has been so since then."""
    earlier = {missing.what: missing for missing in before}
    facts = []
    for asked in (event.lacks or ())[:MISSING_MAX]:
        known = earlier.get(asked.what)
        since = known.since if known else on
        days = min(days_of(procedure.missing_days, since), (LAST_DAY - since).days)
        facts.append(
            MissingFact(
                what=asked.what,
                asks=asked.asks,
                from_whom=procedure.asked_from(asked.what),
                since=since,
                until=since + timedelta(days=days),
            )
        )
    return tuple(facts)


def news_of(claim: Claim, on: date) -> list[ClaimIncomplete]:
    """What is to be told of what the claim lacks; nothing where it was told already."""
    missing = () if claim.state in CLOSED else claim.missing
    if missing == claim.told_missing:
        return []
    claim.told_missing = missing
    return [ClaimIncomplete(claim=claim.claim, missing=missing, on=on)]
