"""Acts that name what a service does not know yet: they wait, and whoever acted was told."""

from __future__ import annotations

from services.claims import views as claims
from services.payments import views as payments
from services.runtime.metrics.catalogue import Metric

ABOUT_REFERRALS = "about_referrals"
"""Stands for all that officers and providers tell of referrals."""
KEPT_ACTS = Metric(
    "tideover_kept_acts",
    "gauge",
    "Acts of officers and claimants that name what is not known yet, such as a contest that nobody filed so far.",
    "1",
    {"act": (*claims.KEEPABLE, *payments.KEEPABLE, ABOUT_REFERRALS)},
)
