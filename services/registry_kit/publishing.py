"""Envelopes on their way to a topic, as everybody sends them: key, partition, header."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from contracts.base import Envelope, partition_of
from services.registry_kit.ingest import Publish
from services.runtime.kafka.clients import producing
from services.runtime.kafka.topic_admin import partitions_of
from services.runtime.process.settings import Settings

HEADERS = [("content-type", b"application/cloudevents+json")]
LINGER_MS = 20
BATCH_BYTES = 256 * 1024


@contextmanager
def publishing_to(topic: str, settings: Settings) -> Iterator[Publish[Envelope]]:
    """A way to bring envelopes to a topic. Raises `BrokerRefused`, also from the call, `WrongSetting`."""
    partitions = partitions_of(topic, settings)
    with producing(settings, linger_ms=LINGER_MS, batch_size=BATCH_BYTES) as producer:

        def publish(envelopes: list[Envelope]) -> None:
            sent = [
                producer.send(
                    topic,
                    key=envelope.subject.encode(),
                    value=envelope.to_bytes(),
                    headers=HEADERS,
                    partition=partition_of(envelope.subject, partitions),
                )
                for envelope in envelopes
            ]
            producer.flush()
            for future in sent:
                future.get(timeout=0)

        yield publish
