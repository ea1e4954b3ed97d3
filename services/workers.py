"""The worker processes on Kafka and PostgreSQL: one that carries all services, or one a service."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import MetaData

from services.names import CHAINED, FED, FEED, KEYED, SERVICES, group_of, worker_of
from services.runtime.database.served import served_fault
from services.runtime.database.store import Database
from services.runtime.database.waking import wake
from services.runtime.delivery import metrics
from services.runtime.delivery.partition_count import partition_count_fault, unheard_beyond
from services.runtime.delivery.partition_places import misplaced_fault
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.chained_worker import ChainedWorker
from services.runtime.kafka.clients import connection
from services.runtime.kafka.completeness import WatchedReader
from services.runtime.kafka.consumer_thread import ThreadedConsumer, of_topics
from services.runtime.kafka.heard_apart import ends_in_log
from services.runtime.kafka.loop import Loop
from services.runtime.kafka.metrics import begin_relay
from services.runtime.kafka.order_thread import carry_out_orders
from services.runtime.kafka.process import Process, database_of
from services.runtime.kafka.publisher import Publisher
from services.runtime.kafka.relay import Relay
from services.runtime.kafka.session import session_fault
from services.runtime.kafka.topic_admin import topics_fault
from services.runtime.kafka.watchdog import Watchdog
from services.runtime.laptop.listener_process import RARELY
from services.runtime.process.settings import Settings, WrongSetting
from services.runtime.service import Service, in_reading_order
from services.worlds import payments_cipher, real_services, schemes_of


def real_databases(settings: Settings, services: Sequence[str] = SERVICES) -> dict[str, Database]:
    """The databases of services, for processes that look at what all services have. Raises `WrongSetting`."""
    return {name: database_of(settings, name, MetaData()) for name in services}


def run_worker(name: str, settings: Settings, process: Process, *, instance: str | None = None) -> None:
    """Deliver events to a service until told to stop; `feed` delivers the registries' facts to eligibility.

    `name` is one of `WORKERS`. Raises `WrongSetting` for what would keep it from working.
    """
    services = real_services(settings, bank_cipher=payments_cipher(settings) if name == KEYED else None)
    service = services[FED[0] if name == FEED else name]
    listened = [topic for topic in service.topics() if worker_of(service.name, topic) == name]
    if fault := topics_fault(settings, listened, group_of(name)) or session_fault(settings, group_of(name)):
        raise WrongSetting(fault)
    carrier = _carrier(settings, service, process)
    if name != FEED:
        require_one_server(carrier.database, f"a worker of {name} alone")
    carrier.said = lambda said: wake(carrier.database) if said else None
    carrier.said_elsewhere = lambda: wake(carrier.database)
    heard = [WatchedReader(service.name, part, listened, carrier.carry) for part in carrier.database.parts]
    clients = connection(settings)
    if name == FEED:
        process.stop_on_signals()
        consumer = ThreadedConsumer(
            clients, group_of(FEED), of_topics(listened), session_ms=settings.kafka_session_ms, instance=instance
        )
        watchdog = Watchdog(
            heard,
            process.health,
            clients,
            lambda: [(partition.topic, partition.partition) for partition in consumer.assignment()],
        )
        watchdog.start(process.stop)
        Loop(carrier, consumer).run(process.stop)
    else:
        from services.runtime.kafka.faust_worker import FaustWorker, run  # noqa: PLC0415 - a second for every command

        worker = FaustWorker(carrier, settings, listened, group_of(name), instance, process.stop)
        Watchdog(heard, process.health, clients, worker.assigned).start(process.stop)
        carry_out_orders([carrier], process.stop)
        run(worker)


def run_all(settings: Settings, process: Process, *, instance: str | None = None) -> None:
    """Carry all services in this process until told to stop; the registries' facts come to eligibility by the feed.

    Raises `WrongSetting` for what would keep it from working.
    """
    from services.runtime.kafka.faust_worker import FaustWorker, run  # noqa: PLC0415 - a second for every command

    chained = chained_worker(settings, process)
    outside = from_outside(chained.topics)
    if fault := topics_fault(settings, outside, group_of(CHAINED)) or session_fault(settings, group_of(CHAINED)):
        raise WrongSetting(fault)
    worker = FaustWorker(chained, settings, outside, group_of(CHAINED), instance, process.stop)
    chained.assigned = worker.assigned
    carriers = chained.carriers.items()
    heard = [
        WatchedReader(name, part, chained.topics[name], chained.carry)
        for name, carrier in carriers
        for part in carrier.database.parts
    ]
    Watchdog(heard, process.health, connection(settings), worker.assigned).start(process.stop)
    chained.watch_outboxes(process.stop)
    carry_out_orders([*chained.carriers.values()], process.stop)
    run(worker)


def chained_worker(settings: Settings, process: Process) -> ChainedWorker:
    """All services, each with its own database, and what each hears; nothing is assigned yet. Raises `WrongSetting`."""
    services = real_services(settings, bank_cipher=payments_cipher(settings))
    topics = {
        name: [topic for topic in service.topics() if topic in services or worker_of(name, topic) == name]
        for name, service in services.items()
    }
    carriers = {name: _carrier(settings, service, process) for name, service in services.items()}
    clients, databases = connection(settings), {name: carrier.database for name, carrier in carriers.items()}
    if fault := unheard_beyond(databases, topics, settings.partitions):
        raise WrongSetting(fault)
    begin_relay()
    chained = ChainedWorker(carriers, Publisher(Relay(databases, clients, process.health)), topics)
    chained.log_ends = partial(ends_in_log, clients)
    return chained


def from_outside(topics: Mapping[str, Sequence[str]]) -> list[str]:
    """What services hear that none of them says, in the order of reading."""
    return sorted({topic for heard in topics.values() for topic in heard} - topics.keys(), key=in_reading_order)


def require_one_server(database: Database, who: str) -> None:
    """Raises `WrongSetting` where a service that is split is to be carried, or published, by who hands nothing over."""
    if len(database.parts) > 1:
        raise WrongSetting(
            f"TIDEOVER_DATABASES splits {database.schema}, and {who} hands nothing over from one server to another:"
            " start tideover worker all."
        )


def _carrier(settings: Settings, service: Service[Any], process: Process) -> Carrier:
    database = database_of(settings, service.name, service.tables)
    for part in database.parts:
        with part.reading() as reading:
            fault = partition_count_fault(reading, service.name, settings.partitions)
            fault = fault or misplaced_fault(reading, service.name, part)
            fault = fault or served_fault(reading, schemes_of(settings))
        if fault:
            database.close()
            raise WrongSetting(fault)
    carrier = Carrier(service, database, process.health, settings.parked_max)
    carrier.stopping = process.stop
    metrics.begin(service)
    metrics.show_limit(service.name, settings.parked_max)
    gc.set_threshold(*RARELY)
    return carrier
