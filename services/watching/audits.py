"""Closing audits of short-time work that wait: for how many lines, and since when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from services.eligibility.views import audits_waiting
from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

SECONDS_OF_A_DAY = 86_400

LINES = Metric(
    "tideover_closing_audit_lines_waiting",
    "gauge",
    "Lines of employers' lists of short-time work that were drawn for a closing audit and nobody has looked at.",
    "1",
)
OLDEST = Metric(
    "tideover_closing_audit_oldest_seconds",
    "gauge",
    "For how long the oldest closing audit that is not settled has been ordered; 0: none waits.",
    "seconds",
)
OF_AUDITS = (LINES, OLDEST)


def look_at_audits(connection: Connection, today: date | None, snapshot: Snapshot) -> None:
    """What waits by the last closed day."""
    waiting = audits_waiting(connection)
    snapshot.put(LINES, waiting.lines)
    days = (today - waiting.oldest).days if today is not None and waiting.oldest is not None else 0
    snapshot.put(OLDEST, max(0, days) * SECONDS_OF_A_DAY)
