"""A producer that keeps the order of a partition: it never gives up one record and goes on with the next.

kafka-python lets go of a record that has waited for too long, and sends those behind it. Here records wait until
whoever sent them gives up, and then nothing more goes out.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from services.runtime.process.health import WORK_MAX_SECONDS

FLUSH_SECONDS = 30
"""So long Kafka is waited for; then everything is sent again from the bookmarks."""
UNCONFIRMED_SECONDS = 30
"""What was sent longer ago is waited for before anything else is sent."""
DELIVERY_SECONDS = UNCONFIRMED_SECONDS + WORK_MAX_SECONDS + FLUSH_SECONDS + 60
"""Longer than any record may wait: between two of its sender's looks lies at most one piece of work."""


class OrderedProducer(KafkaProducer):  # type: ignore[misc]  # kafka-python has no types
    """Idempotent, waits for all replicas in sync."""

    def __init__(self, **clients: Any) -> None:
        super().__init__(
            **clients,
            acks="all",
            enable_idempotence=True,
            linger_ms=2,
            batch_size=256 * 1024,
            max_block_ms=FLUSH_SECONDS * 1000,
            delivery_timeout_ms=DELIVERY_SECONDS * 1000,
            request_timeout_ms=10_000,
            allow_auto_create_topics=False,
        )

    def abandon(self) -> None:
        """Send nothing more, at once: what is not stored stays behind the bookmarks. Raises nothing."""
        self._sender.force_close()  # `close` alone would wait for what is not stored, and raise
        with suppress(KafkaError):
            self.close(timeout=FLUSH_SECONDS)
