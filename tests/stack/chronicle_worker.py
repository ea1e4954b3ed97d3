"""A worker process for trials: the production's carriers with the chronicle behind the door, or a naive one.

    python -m tests.stack.chronicle_worker faust|loop|naive NAME

Its topics are under the prefix NAME, and NAME is its group. Settings come from the environment, as in production.
`CHRONICLE_SLOW_MS` makes every batch take longer, so that a blow lands in the middle of one; `CHRONICLE_STUMBLES` names
a file at whose presence the naive worker raises once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Event
from typing import Any

import faust

from services.runtime.database.store import Database
from services.runtime.delivery.messages import Message, Readable, read_all
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.clients import connection
from services.runtime.kafka.completeness import Heard
from services.runtime.kafka.faust_worker import FaustWorker, run
from services.runtime.kafka.loop import Loop, consumer
from services.runtime.kafka.names import message
from services.runtime.kafka.process import Process
from services.runtime.kafka.topics import topic_name
from services.runtime.kafka.watchdog import Watchdog
from services.runtime.process.health import Health
from services.runtime.process.settings import Settings
from services.runtime.service import Service
from tests.stack import chronicle
from tests.stack.prefixed import named


def main(kind: str, name: str) -> None:
    """Carry the topic to the chronicle until a signal comes."""
    with named(f"{name}."):
        _carry(kind, chronicle.PUBLISHER, name)


def _carry(kind: str, topic: str, group: str) -> None:
    settings = Settings.from_environment()
    service = chronicle.service()
    _slow_down(service, int(os.environ.get("CHRONICLE_SLOW_MS", "0")))
    database = Database.on_postgresql(settings.database_url, "claims", chronicle.TABLES, partitions=settings.partitions)
    process = Process(Health())
    carrier = Carrier(service, database, process.health, stopping=process.stop)
    clients = connection(settings)
    heard = [Heard(service.name, database, [topic], carrier.carry)]
    if kind == "loop":
        process.stop_on_signals()
        polled = consumer(clients, group)
        assigned = lambda: {(one.topic, one.partition) for one in polled.assignment()}  # noqa: E731
        Watchdog(heard, process.health, clients, assigned).start(process.stop)
        Loop(carrier, polled, [topic], clients).run(process.stop)
    elif kind == "faust":
        worker = FaustWorker(carrier, settings, [topic], group)
        Watchdog(heard, process.health, clients, worker.assigned).start(process.stop)
        run(worker)
    else:
        _run_naive(settings, service, database, topic, group)


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
        broker_session_timeout=6,
        broker_heartbeat_interval=1.5,
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
