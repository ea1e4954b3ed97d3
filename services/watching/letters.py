"""Whether letters reach people: what came back, and what lies where nobody was seen to open it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from services.claims.views import LETTERS, UNPROVED, letters_by_standing
from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

DAY_SECONDS = 86_400

SENT = Metric(
    "tideover_letters",
    "gauge",
    "Letters by the best that is known of the ways they went: delivered by proof, on paper, without a proof, returned.",
    "letters",
    {"standing": LETTERS},
)
OLDEST = Metric(
    "tideover_letters_unproved_oldest_seconds",
    "gauge",
    "For how long the oldest letter lies unopened in a portal or mailbox and went no other way, in closed days.",
    "seconds",
)
OF_LETTERS = (SENT, OLDEST)


def look_at_letters(connection: Connection, today: date | None, snapshot: Snapshot) -> None:
    """Where letters stand on the last closed day."""
    standings = letters_by_standing(connection)
    snapshot.put_all(SENT, {name: standing.letters for name, standing in standings.items()})
    since = standings[UNPROVED].since
    snapshot.put(OLDEST, max((today - since).days, 0) * DAY_SECONDS if today and since else 0)
