"""The services by name, and who reads for them. Every list of services is made from this one, or held against it."""

from __future__ import annotations

SERVICES = ("claims", "eligibility", "payments", "almp_referral", "oversight")
"""All services."""
KEYED = "payments"
"""The service whose worker opens what is sealed."""
KEYS = "keys"
"""The schema of data keys, which shares nothing with those of services."""
CONSOLE = "console"
"""The schema of the console, which has the tables that every service has and some of its own; it hears nobody."""
MAY_BE_SPLIT = ("eligibility",)
"""Services whose partitions may lie on several servers: none of their rows is about people of several partitions."""
ONLY_LISTENING = ("oversight",)
"""Services that publish nothing, so that nobody waits for them."""

FEED = "feed"
"""The worker that carries the bulk of the registries' facts."""
FED = ("eligibility", "registry")
"""The service that the feed reads for, and the topic that it reads."""
WORKERS = (*SERVICES, FEED)
"""All workers that carry one service each, and the feed."""
CHAINED = "all"
"""The worker that carries all services, in the place of one a service."""

GROUP_PREFIX = "tideover-"
"""What every consumer group's name begins with."""


def worker_of(service: str, topic: str) -> str:
    """The worker that reads a topic for a service."""
    return FEED if (service, topic) == FED else service


def group_of(worker: str) -> str:
    """The consumer group of a worker, and its principal at the broker."""
    return f"{GROUP_PREFIX}{worker}"
