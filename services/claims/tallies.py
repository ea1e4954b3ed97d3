"""What is counted as it is written: claims by where they stand, reviews, budgets, contests that ended."""

from __future__ import annotations

from contracts.claims import ClaimState
from services.claims.steps import AGAINST
from services.claims.tables import TABLES, claim, contest, decided_day, question
from services.claims.weighed_acts import ReviewStep
from services.runtime.database.tallies import KeptTally, Tallies, by

CLAIMS, INCOMPLETE, PROVISIONAL, AWAITED = "claims", "claims_incomplete", "claims_provisional", "claims_awaited"
REVIEWS, BUDGET_DAYS, ENDED_CONTESTS = "reviews_waiting", "budget_days", "contests_ended"
MOOT = "moot"
OVER = (ClaimState.WITHDRAWN, ClaimState.REFUSED)
"""Where nobody is waited for."""


def _listed(values: object) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))  # type: ignore[call-overload]


def _where(condition: str, label: str = "''") -> str:
    return f"CASE WHEN {condition} THEN {label} END"


TALLIES = Tallies(
    TABLES,
    [
        KeptTally(CLAIMS, claim, "{r}.state"),
        KeptTally(INCOMPLETE, claim, _where("{r}.told_missing IS NOT NULL")),
        KeptTally(PROVISIONAL, claim, _where("{r}.provisional IS NOT NULL")),
        KeptTally(AWAITED, claim, _where(f"{{r}}.state NOT IN ({_listed(OVER)})", "{r}.awaited_step")),
        KeptTally(
            REVIEWS,
            question,
            _where(f"{{r}}.review = '{ReviewStep.ASKED}' AND {{r}}.step IN ({_listed(AGAINST)})", by("{r}.budget")),
        ),
        KeptTally(BUDGET_DAYS, decided_day, by("{r}.budget")),
        KeptTally(
            ENDED_CONTESTS,
            contest,
            _where("{r}.closed_on IS NOT NULL", by("{r}.tier", f"coalesce({{r}}.outcome, '{MOOT}')")),
        ),
    ],
)
