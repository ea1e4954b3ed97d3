"""What a contest of a decision is: where it is brought, and how it ends (C102 Art. 70, C168 Art. 27)."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """Before whom a decision is contested (C168 Art. 27(1))."""

    COMPLAINT = "complaint"
    """Before the institution itself: another officer looks at the decision."""
    APPEAL = "appeal"
    """Before an independent body."""


class ContestOutcome(StrEnum):
    """How a contest ended."""

    UPHELD = "upheld"
    """The decision stands as it was."""
    CHANGED = "changed"
    """Less is taken than the decision took: fewer days, a smaller share."""
    OVERTURNED = "overturned"
    """The claimant was right; the decision counts as if it had never been made."""
    WITHDRAWN = "withdrawn"
    """The claimant took the contest back; the decision stands."""
    OUT_OF_TIME = "out_of_time"
    """A named person found no good cause for a late contest; the decision stands."""
