"""What is counted as it is written: claims by the outcome that holds, and the weeks for which benefit is due."""

from __future__ import annotations

from services.oversight.store import TABLES, claim_view, period_view
from services.runtime.database.tallies import KeptTally, Tallies, by

__all__ = ["AUTOMATIC", "DETERMINED", "TABLES", "TALLIES", "WEEKS"]

DETERMINED, WEEKS = "determined_claims", "weeks_paid"
AUTOMATIC = "automatic"

TALLIES = Tallies(
    TABLES,
    [
        KeptTally(
            DETERMINED,
            claim_view,
            "CASE WHEN {r}.determination_number > 0 THEN "
            + by("{r}.outcome", "{r}.ground", f"CASE WHEN {{r}}.automatic THEN '{AUTOMATIC}' ELSE 'person' END")
            + " END",
        ),
        KeptTally(WEEKS, period_view, "''", "{r}.weeks_paid"),
    ],
)
