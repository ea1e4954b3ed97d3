"""Whether decisions still come out as they were made: what the last nightly sample of replays found."""

from __future__ import annotations

from sqlalchemy import Connection

from services.eligibility.views import Sample, last_sample
from services.runtime.metrics.catalogue import Metric
from services.watching.snapshot import Snapshot

EQUAL, DIFFERING, NOT_REPLAYABLE = "equal", "differing", "not_replayable"

REPLAYED = Metric(
    "tideover_replayed_decisions",
    "gauge",
    "Decisions of the last sample that was computed again, by what came of it.",
    "1",
    {"result": (EQUAL, DIFFERING, NOT_REPLAYABLE)},
)
TAKEN = Metric(
    "tideover_replayed_timestamp_seconds",
    "gauge",
    "When decisions were last drawn and computed again; 0: never.",
    "unix seconds",
)
OF_REPLAYS = (REPLAYED, TAKEN)
NEVER = Sample(0, equal=0, differing=0, not_replayable=0)


def look_at_replays(connection: Connection, snapshot: Snapshot) -> None:
    """The last sample; zero of everything, taken at zero, before the first."""
    sample = last_sample(connection) or NEVER
    counts = {EQUAL: sample.equal, DIFFERING: sample.differing, NOT_REPLAYABLE: sample.not_replayable}
    snapshot.put_all(REPLAYED, counts)
    snapshot.put(TAKEN, sample.taken_at)
