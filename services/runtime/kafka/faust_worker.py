"""A Faust worker: topics as raw bytes in runs, handed to a carrier one batch at a time.

Known ways of Faust 0.15 that this is built around (each with its test in tests/stack):
- `take` acknowledges a batch even when the agent raises. So its acknowledging is off, every event is acknowledged by
  hand after the database committed, and the carrier never raises: it waits, or ends the process.
- With more than one task a later offset can be committed past an open one. So one agent, one task.
- Its defaults bind a web server to every address, show tables there, and create topics. All of that is off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any, Protocol, cast

import faust
from faust.types import StreamT

from services.runtime.delivery.messages import Message
from services.runtime.delivery.offsets import Partition
from services.runtime.kafka.clients import MILLI, SASL_MECHANISM, password, servers, ssl_context
from services.runtime.kafka.consumer_thread import BEATS_A_SESSION
from services.runtime.kafka.loop import messages_in
from services.runtime.kafka.runs import RecordRun, RunTransport, taken
from services.runtime.kafka.topics import topic_name
from services.runtime.process.health import Health
from services.runtime.process.library_logs import LISTENED
from services.runtime.process.settings import Settings

BATCH = 500
RUNS = 64
"""How many runs are taken together at most; their records are delivered in batches."""
WITHIN_MS = 10
"""So soon one run follows another that is carried with it."""
BEAT_SECONDS = 1
COMMIT_MS = 1_000
REQUEST_SECONDS = 30
SECOND_MS = 1_000


class BatchCarrier(Protocol):
    """Lets batches take effect, for one service or for all."""

    @property
    def health(self) -> Health:
        """That of the process."""

    def carry(self, batch: Sequence[Message], /) -> object:
        """Let the batch take effect; returns when it is committed, or not at all. Raises nothing."""


@dataclass
class FaustWorker:
    """The Faust application that hands some topics to a carrier, in a consumer group."""

    carrier: BatchCarrier
    settings: Settings
    topics: Sequence[str]
    group: str
    instance: str | None = None
    """A name that stays with this worker: started again under it, it takes its partitions back at once."""
    stop: Event = field(default_factory=Event)
    """Is set when the process is told to stop: Faust takes the signals, and pauses of an outage end early."""
    _places: frozenset[Partition] = frozenset()

    def assigned(self) -> set[Partition]:
        """The (Kafka topic, partition) pairs that are this worker's, as its own loop saw them last.

        Other threads must ask here: Faust would create its consumer in the thread that asked first, and then could not
        start it in its own.
        """
        return set(self._places)

    def app(self, folder: Path) -> faust.App:
        """The application, its one agent listening to the topics; `folder` is for files that Faust makes."""
        app = faust.App(self.group, datadir=str(folder), **self._ways())
        app.transport = RunTransport(app.conf.broker_consumer, app)
        channel = app.topic(
            *(topic_name(topic) for topic in self.topics),
            key_type=bytes,
            key_serializer="raw",
            value_type=bytes,
            value_serializer="raw",
            internal=False,
            allow_empty=True,
        )

        @app.agent(channel, concurrency=1, name=f"{self.group}.carry")
        async def carry(stream: StreamT[Any]) -> None:
            stream.enable_acks = False  # every event is acknowledged by hand
            async for events in taken(aiter(stream.events()), RUNS, WITHIN_MS):
                await asyncio.to_thread(self._carry, [cast("RecordRun", event.message) for event in events])
                for event in events:
                    await stream.ack(event)

        @app.on_before_shutdown.connect
        async def told_to_stop(*_: Any, **__: Any) -> None:
            self.stop.set()

        @app.timer(interval=BEAT_SECONDS)  # type: ignore[untyped-decorator]  # Faust gives it no types
        async def beat() -> None:
            self.carrier.health.beat()
            places = () if app.rebalancing else app.consumer.assignment()
            self._places = frozenset((place.topic, place.partition) for place in places)
            if self._places:
                self.carrier.health.ready(True, "Partitions are assigned.")

        return app

    def _carry(self, runs: Sequence[RecordRun]) -> None:
        for batch in _batches(runs):
            self.carrier.carry(batch)

    def _credentials(self) -> dict[str, Any]:
        """TLS and SASL as Faust wants them."""
        settings = self.settings
        context = ssl_context(settings)
        if settings.kafka_security.startswith("SASL"):
            secret = password(settings)
            sasl = faust.SASLCredentials(
                username=settings.kafka_user, password=secret, mechanism=SASL_MECHANISM, ssl_context=context
            )
            return {"broker_credentials": sasl}
        return {"broker_credentials": faust.SSLCredentials(context=context)} if context else {}

    def _ways(self) -> dict[str, Any]:
        settings = self.settings
        return self._credentials() | {
            "broker": [f"kafka://{server}" for server in servers(settings)],
            "autodiscover": False,
            "processing_guarantee": "at_least_once",
            "consumer_auto_offset_reset": "earliest",
            "broker_session_timeout": settings.kafka_session_ms / MILLI,
            "broker_heartbeat_interval": settings.kafka_session_ms / BEATS_A_SESSION / MILLI,
            "broker_request_timeout": REQUEST_SECONDS,
            "broker_max_poll_records": BATCH,
            "broker_commit_interval": COMMIT_MS / 1000,
            "broker_commit_every": BATCH,
            "stream_buffer_maxsize": RUNS,
            "consumer_group_instance_id": self.instance,
            "stream_wait_empty": False,
            "topic_allow_declare": False,
            "topic_disable_leader": True,
            "topic_partitions": settings.partitions,
            "store": "memory://",
            "web_enabled": False,
            "web_tables_enabled": False,
            "web_router_enabled": False,
            "web_bind": "127.0.0.1",
            "value_serializer": "raw",
            "key_serializer": "raw",
        }


def _batches(runs: Sequence[RecordRun]) -> Iterator[list[Message]]:
    messages = [made for run in runs for made in messages_in(run.records, SECOND_MS)]
    return (messages[start : start + BATCH] for start in range(0, len(messages), BATCH))


def run(worker: FaustWorker) -> None:
    """Run until told to stop by a signal; ends the process."""
    with TemporaryDirectory(prefix="tideover-faust-") as folder:  # Faust makes one for tables, and there are none
        app = worker.app(Path(folder))
        process = faust.Worker(app, logging_config=LISTENED, redirect_stdouts=False, quiet=True)
        process.spinner = None  # it hides a terminal's cursor, and what it writes for that would stand in logs
        process.execute_from_commandline()
