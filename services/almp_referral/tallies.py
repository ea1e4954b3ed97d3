"""What is counted as it is written: referrals by where they stand, mandatory points by their end, outcomes seen."""

from __future__ import annotations

from services.almp_referral.follow_up_store import outcome, point
from services.almp_referral.store import referral
from services.almp_referral.tables import TABLES
from services.runtime.database.tallies import KeptTally, Tallies, by

__all__ = ["IN_WORK", "MISSED", "OUTCOMES", "POINTS", "REFERRALS", "TABLES", "TALLIES"]

REFERRALS, POINTS, OUTCOMES = "referrals", "points", "outcomes"
MISSED = "missed"
"""At a mandatory point nobody had considered help."""
IN_WORK = "in_work"

TALLIES = Tallies(
    TABLES,
    [
        KeptTally(REFERRALS, referral, by("{r}.standing")),
        KeptTally(POINTS, point, f"CASE WHEN {{r}}.number > 0 THEN coalesce({{r}}.considered_by, '{MISSED}') END"),
        KeptTally(
            OUTCOMES,
            outcome,
            f"CAST({{r}}.months AS text) || '|' || CASE WHEN {{r}}.in_work THEN '{IN_WORK}'"
            " WHEN NOT {r}.in_work THEN 'without' END",
        ),
    ],
)
