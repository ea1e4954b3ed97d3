"""The worker processes, one per service, on Kafka and PostgreSQL."""

from __future__ import annotations

import gc
from collections.abc import Sequence

from sqlalchemy import MetaData

from services.names import FED, FEED, KEYED, SERVICES, group_of, worker_of
from services.runtime.database.store import Database
from services.runtime.delivery import metrics
from services.runtime.delivery.retry import Carrier
from services.runtime.kafka.clients import connection
from services.runtime.kafka.loop import Loop, consumer
from services.runtime.kafka.process import Process, database_of
from services.runtime.kafka.topic_admin import topics_fault
from services.runtime.kafka.watchdog import Watchdog
from services.runtime.laptop.listener_process import RARELY
from services.runtime.process.settings import Settings, WrongSetting
from services.worlds import payments_cipher, real_services


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
    if fault := topics_fault(settings, listened, group_of(name)):
        raise WrongSetting(fault)
    carrier = Carrier(service, database_of(settings, service.name, service.tables), process.health, settings.parked_max)
    carrier.stopping = process.stop
    metrics.begin(service)
    gc.set_threshold(*RARELY)
    clients = connection(settings)
    if name == FEED:
        process.stop_on_signals()
        polled = consumer(clients, group_of(FEED), instance=instance)
        watchdog = Watchdog(
            carrier, clients, lambda: [(partition.topic, partition.partition) for partition in polled.assignment()]
        )
        watchdog.start(process.stop)
        Loop(carrier, polled, listened, clients).run(process.stop)
    else:
        from services.runtime.kafka.faust_worker import FaustWorker, run  # noqa: PLC0415 - a second for every command

        worker = FaustWorker(carrier, settings, listened, instance=instance)
        Watchdog(carrier, clients, worker.assigned).start(process.stop)
        run(worker)
