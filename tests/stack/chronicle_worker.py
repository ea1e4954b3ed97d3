"""A worker process for trials: the production's carriers with the chronicle behind the door, or a naive one.

    python -m tests.stack.chronicle_worker faust|loop|chained|naive NAME

Its topics are under the prefix NAME, and NAME is its group. Settings come from the environment, as in production.
`CHRONICLE_SLOW_MS` makes every batch take longer, so that a blow lands in the middle of one; `CHRONICLE_STUMBLES` names
a file at whose presence the naive worker raises once; `CHRONICLE_DIES` the place where the chained one kills itself.
What only costs time is shorter than in production: sessions, and the pauses between a watchdog's looks.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import faust

from services.runtime.database.store import Database
from services.runtime.delivery.messages import Message, Readable, read_all
from services.runtime.delivery.offsets import Partition
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.clients import connection
from services.runtime.kafka.completeness import WatchedReader
from services.runtime.kafka.consumer_thread import BEATS_A_SESSION, ThreadedConsumer, of_topics
from services.runtime.kafka.faust_worker import FaustWorker, run
from services.runtime.kafka.loop import Loop
from services.runtime.kafka.names import message
from services.runtime.kafka.process import Process
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.kafka.topics import topic_name
from services.runtime.kafka.watchdog import Watchdog
from services.runtime.process.health import Health
from services.runtime.process.settings import Settings
from services.runtime.service import Service
from tests.stack import chronicle
from tests.stack.prefixed import name_for_good

SESSION_MS = 2_000
LOOK_SECONDS, QUIET_LOOKS_MAX = 1, 60
"""A watchdog waits for a minute, as in production, before it ends a worker."""


def main(kind: str, name: str) -> None:
    """Carry the topic to the chronicle until a signal comes."""
    name_for_good(f"{name}.")
    _carry(kind, chronicle.PUBLISHER, name)


def _carry(kind: str, topic: str, group: str) -> None:
    settings = Settings.from_environment().model_copy(update={"kafka_session_ms": SESSION_MS})
    service = chronicle.service()
    _slow_down(service, int(os.environ.get("CHRONICLE_SLOW_MS", "0")))
    database = Database.on_postgresql(settings.database_url, "claims", chronicle.TABLES, partitions=settings.partitions)
    process = Process(Health())
    carrier = Carrier(service, database, process.health, stopping=process.stop)
    if kind == "chained":
        _chain(carrier, settings, process, topic, group)
        return
    clients = connection(settings)
    heard = [WatchedReader(service.name, database, [topic], carrier.carry)]
    if kind == "loop":
        process.stop_on_signals()
        consumer = ThreadedConsumer(clients, group, of_topics([topic]), session_ms=SESSION_MS)
        assigned = lambda: {(one.topic, one.partition) for one in consumer.assignment()}  # noqa: E731
        _watch(heard, process, clients, assigned)
        Loop(carrier, consumer).run(process.stop)
    elif kind == "faust":
        worker = FaustWorker(carrier, settings, [topic], group, stop=process.stop)
        _watch(heard, process, clients, worker.assigned)
        run(worker)
    else:
        _run_naive(settings, service, database, topic, group)


def _chain(first: Carrier, settings: Settings, process: Process, topic: str, group: str) -> None:
    """Two services in one process, as `run_all` has five."""
    listener = chronicle.listener()
    database = Database.on_postgresql(
        settings.database_url, listener.name, chronicle.TABLES, partitions=settings.partitions
    )
    carriers = {
        carrier.service.name: carrier
        for carrier in (first, Carrier(listener, database, process.health, stopping=process.stop))
    }
    topics = {first.service.name: [topic], listener.name: [first.service.name]}
    clients, databases = connection(settings), {name: carrier.database for name, carrier in carriers.items()}
    publisher = Publisher(Relay(databases, clients, process.health))
    chained = ChainedWorker(carriers, publisher, topics)
    _die_somewhere(chained, os.environ.get("CHRONICLE_DIES", ""))
    worker = FaustWorker(chained, settings, [topic], group, stop=process.stop)
    chained.assigned = worker.assigned
    heard = [WatchedReader(name, databases[name], topics[name], chained.carry) for name in carriers]
    _watch(heard, process, clients, worker.assigned)
    chained.watch_outboxes(process.stop)
    run(worker)


def _watch(
    heard: Sequence[WatchedReader],
    process: Process,
    clients: Mapping[str, Any],
    assigned: Callable[[], Collection[Partition]],
) -> None:
    watchdog = Watchdog(heard, process.health, clients, assigned, LOOK_SECONDS, QUIET_LOOKS_MAX)
    watchdog.start(process.stop)


BOUNDARIES = (
    "before the first has committed",
    "between the first's commit and handing on",
    "between handing on and the second's transaction",
    "before the second has committed",
    "between the second's commit and Kafka's confirmation",
    "between the confirmation and the acknowledgement",
)
"""Where the chained worker may die with a batch in hand."""


def _die_somewhere(chained: ChainedWorker, place: str) -> None:
    """Let this process kill itself at a boundary on a batch's way through two services and to Kafka."""
    first, second = chained.carriers.values()
    publisher = chained.publisher
    ways = ((first.service, "save"), (first, "said"), (second, "carry"), (second.service, "save"))
    for boundary, (owner, name) in zip(
        BOUNDARIES, (*ways, (publisher, "confirm"), (publisher, "confirm")), strict=True
    ):
        if boundary == place:
            before = boundary.startswith("between") and not boundary.endswith("acknowledgement")
            setattr(owner, name, _deadly(getattr(owner, name), publisher, before=before))


def _deadly(work: Callable[..., Any], publisher: Publisher, *, before: bool) -> Callable[..., Any]:
    def working(*given: Any) -> Any:
        in_hand = bool(given[-1] if given else publisher._sent)
        if before and in_hand:
            os.kill(os.getpid(), signal.SIGKILL)
        done = work(*given)
        if in_hand:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return working


def _slow_down(service: Service[chronicle.Chronicle], milliseconds: int) -> None:
    quick = service.save

    def save(connection: Any, states: Any) -> None:
        quick(connection, states)
        Event().wait(milliseconds / 1000)  # between the writing and the commit, where a blow does most harm

    if milliseconds:
        service.save = save


def _run_naive(settings: Settings, service: Service[Any], database: Database, topic: str, group: str) -> None:
    """As tutorials do it: take a batch, apply it, and let Faust acknowledge. No inbox, and errors are raised."""
    app = faust.App(
        group,
        broker=[f"kafka://{settings.kafka_servers}"],
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=SESSION_MS / 1000,
        broker_heartbeat_interval=SESSION_MS / BEATS_A_SESSION / 1000,
        topic_allow_declare=False,
        topic_disable_leader=True,
        store="memory://",
        web_enabled=False,
        autodiscover=False,
    )
    channel = app.topic(
        topic_name(topic),
        key_type=bytes,
        key_serializer="raw",
        value_type=bytes,
        value_serializer="raw",
        internal=False,
    )
    stumbles = os.environ.get("CHRONICLE_STUMBLES")

    @app.agent(channel, concurrency=1)
    async def apply(stream: Any) -> None:
        async for events in stream.take_events(100, within=0.1):
            _stumble_once(stumbles)
            _apply([_message(event.message) for event in events], service, database)

    faust.Worker(app, loglevel="ERROR", redirect_stdouts=False, quiet=True).execute_from_commandline()


def _stumble_once(stumbles: str | None) -> None:
    if stumbles and Path(stumbles).exists():
        Path(stumbles).unlink()
        raise ConnectionError("the database did not answer")


def _apply(messages: list[Message], service: Service[Any], database: Database) -> None:
    items = [item for item in read_all(messages, service) if isinstance(item, Readable)]
    with database.begin() as connection:
        states = service.load(connection, sorted({item.envelope.subject for item in items}))
        for item in items:
            service.handlers[type(item.event)](item.event, states[item.envelope.subject], item.envelope)
        service.save(connection, list(states.values()))


def _message(record: Any) -> Message:
    return message(record.topic, record.partition, record.offset, record.value, int(record.timestamp * 1000))


if __name__ == "__main__":
    main(*sys.argv[1:])
