"""What can be played by `tideover drill incident`, in a sentence each: for its help, and for the drills themselves."""

from __future__ import annotations

from collections.abc import Mapping

INCIDENTS: Mapping[str, str] = {
    "day-not-closed": "Nobody has closed a day for three days.",
    "registry-silent": "The newest fact of any registry is three days and an hour old.",
    "message-poisoned": "One message comes that nobody can read, between all that are good.",
    "bank-away": "The bank does not answer the gateway.",
    "lock-held": "A person's open transaction locks a table of claims.",
    "worker-killed": "The worker of all services is killed and nobody starts it again.",
    "exporter-gone": "The exporter ends, and nobody starts it again.",
    "gateway-gone": "The gateway to the bank ends, and nobody starts it again.",
    "postgresql-away-a-minute": "PostgreSQL is killed, and started after one minute.",
    "postgresql-away": "PostgreSQL is killed; six minutes later it is started.",
    "postgresql-hangs": "PostgreSQL keeps its connections and answers nobody.",
    "kafka-frozen": "The broker keeps its connections and answers nobody.",
}
"""By name, in the order in which all of them are played."""

LISTED = "\n\n".join(f"{name}: {says}" for name, says in INCIDENTS.items())
"""A paragraph each."""
