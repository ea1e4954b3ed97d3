"""The whole engine on Apache Kafka and PostgreSQL of its own, on loopback, for the length of a measurement."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import psutil
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select, text

from contracts.base import Envelope, partition_of
from deploy.daemon import Daemon
from deploy.kafka.cluster import Cluster
from deploy.ports import free_ports
from deploy.postgres.server import Server
from deploy.stack import SESSION_MS, kafka, postgres
from deploy.waiting import until
from services.names import CHAINED, FEED, KEYS, SERVICES, WORKERS, group_of
from services.payments.edge import register_accounts
from services.payments.views import payments_by_stage
from services.runtime.database.schema import upgrade
from services.runtime.database.store import Database, inbox, outbox
from services.runtime.delivery.metrics import EVENTS
from services.runtime.kafka.clients import administering, producing
from services.runtime.kafka.clock import tell_closed
from services.runtime.kafka.names import CONTENT_TYPE
from services.runtime.kafka.topic_admin import mend
from services.runtime.kafka.topics import topic_name, wanted
from services.runtime.metrics.labels import DONE
from services.runtime.process.settings import Settings
from services.workers import real_databases
from services.worlds import cipher_in, payments_cipher

PARTITIONS = 4
PATIENCE_SECONDS = 600
IN_A_FILE = "batched"


class ProcessDied(Exception):
    """A process of the engine ended in the middle of a measurement, which means nothing then."""


@dataclass
class RealWorld:
    """Running servers, and the workers started on them."""

    settings: Settings
    folder: Path
    databases: dict[str, Database]
    cluster: Cluster
    server: Server
    running: dict[str, list[subprocess.Popen[bytes]]] = field(default_factory=dict)
    ports: dict[int, int] = field(default_factory=dict)
    """By pid, where each process of the engine answers."""

    def start(
        self, command: Sequence[str], *, name: str, module: Sequence[str] = ("services",)
    ) -> subprocess.Popen[bytes]:
        """Start one process of the engine; `module` is what Python runs, and what stands before the command."""
        (port,) = free_ports(1)
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own command line
                [sys.executable, "-m", *module, *command],
                env={**os.environ, **environment(self.settings), "TIDEOVER_HTTP_PORT": str(port)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.running.setdefault(name, []).append(process)
        self.ports[process.pid] = port
        return process

    def start_all(self, workers: int, *, chained: bool) -> None:
        """So many workers that carry all services, or so many a service and the relay; and as many feeds.

        Comes back when each of them has partitions.
        """
        for name in (CHAINED, FEED) if chained else WORKERS:
            for _ in range(workers):
                self.start(["worker", name], name=name)
        if not chained:
            self.start(["relay"], name="relay")
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until every process says that it is ready: a worker once it has partitions."""
        everybody = [process for processes in self.running.values() for process in processes]
        self.until(lambda: all(_answer(self.ports[process.pid], "/ready") for process in everybody), "ready processes")

    def stop_all(self) -> None:
        """Tell every process to stop, and wait until it has."""
        everybody = [process for processes in self.running.values() for process in processes]
        for process in everybody:
            process.send_signal(signal.SIGTERM)
        for process in everybody:
            process.wait()
        self.running.clear()

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something that the processes do. Raises `ProcessDied` as soon as one of them has ended."""

        def holds() -> object:
            self.everybody_lives()
            return condition()

        until(holds, what, seconds=PATIENCE_SECONDS)

    def everybody_lives(self) -> None:
        """Raises `ProcessDied` with the last words of a process that ended though nobody stopped it."""
        for name, processes in self.running.items():
            for process in processes:
                if (status := process.poll()) is not None:
                    words = (self.folder / f"{name}.log").read_text("utf-8", errors="replace").strip().splitlines()
                    raise ProcessDied(f"{name} ended with {status}: {words[-1] if words else 'without a word'}")

    def events_done(self) -> dict[int, int]:
        """By pid, how many events have taken effect in each worker since it was started."""
        workers = [process for name, processes in self.running.items() if name != "relay" for process in processes]
        return {process.pid: _events_done(self.ports[process.pid]) for process in workers}

    def publish(self, envelopes: Iterable[Envelope]) -> None:
        """Put events into their topics; whoever listens sees all of them at the same moment, when this comes back."""
        with producing(self.settings, linger_ms=5, batch_size=128 * 1024, transactional_id="bench") as producer:
            producer.init_transactions()
            producer.begin_transaction()
            for one in envelopes:
                producer.send(
                    topic_name(one.type.split(".")[1]),
                    one.to_bytes(),
                    key=one.subject.encode(),
                    headers=[CONTENT_TYPE],
                    partition=partition_of(one.subject, PARTITIONS),
                )
            producer.commit_transaction()

    def open_accounts(self, people: Iterable[str]) -> None:
        """Everybody has a bank account."""
        cipher = payments_cipher(self.settings)
        with self.databases["payments"].begin() as connection:
            register_accounts(connection, cipher, ((one, "123456780:0000000042") for one in people))

    def heard(self, service: str) -> int:
        """How many events took effect in a service."""
        with self.databases[service].begin() as connection:
            return connection.scalar(select(func.count()).select_from(inbox)) or 0

    def transaction(self) -> int:
        """The number of the next transaction of the server: what is written later bears it or a higher one."""
        with self.databases["payments"].begin() as connection:
            return connection.scalar(text("SELECT pg_current_xact_id()::text::bigint")) or 0

    def said(self, service: str, type_: str) -> int:
        """How many events of a type a service has said."""
        with self.databases[service].begin() as connection:
            return connection.scalar(select(func.count()).where(outbox.c.type == type_)) or 0

    def payments(self, *, in_files: bool) -> int:
        """How many payments are in sealed files, or how many are not."""
        with self.databases["payments"].reading() as connection:
            piles = payments_by_stage(connection)
        return sum(pile.count for pile in piles if (pile.stage == IN_A_FILE) == in_files)

    def close(self, day: date) -> None:
        """Tell every partition that a day is over."""
        tell_closed(self.settings, day, list(range(PARTITIONS)))

    def processor_seconds(self) -> dict[str, float]:
        """The processor time that each kind of process has used, the two servers included."""
        used = {
            name: sum(_seconds(psutil.Process(one.pid)) for one in processes)
            for name, processes in self.running.items()
        }
        used["Kafka"] = sum(_family_seconds(broker.daemon) for broker in self.cluster.brokers)
        used["PostgreSQL"] = _family_seconds(self.server.daemon)
        return used

    def members(self, service: str) -> int:
        """How many workers of a service have partitions."""
        group = group_of(service)
        with administering(self.settings) as client:
            found = client.describe_groups([group])[group]["members"]
        return sum(bool((one["member_assignment"] or {}).get("assigned_partitions")) for one in found)

    def wait_until_heard(self, service: str, count: int) -> None:
        """Wait until so many events took effect in a service."""
        self.until(lambda: self.heard(service) >= count, f"{count} events in {service}")


def _events_done(port: int) -> int:
    families = text_string_to_metric_families(_answer(port, "/metrics"))
    samples = [sample for family in families for sample in family.samples]
    return int(sum(one.value for one in samples if one.name == EVENTS.name and one.labels["became"] == DONE))


def _answer(port: int, page: str) -> str:
    """What a process says on a page; nothing if it does not answer yet, or says no."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", page)
        answer = connection.getresponse()
        words = answer.read().decode()
    except OSError:
        return ""
    finally:
        connection.close()
    return words if answer.status == HTTPStatus.OK else ""


def _family_seconds(daemon: Daemon) -> float:
    process = daemon.process()
    return sum(_seconds(one) for one in (process, *process.children(recursive=True))) if process else 0


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a process is given them."""
    return {
        "TIDEOVER_KAFKA_SERVERS": settings.kafka_servers,
        "TIDEOVER_KAFKA_REPLICATION": "1",
        "TIDEOVER_KAFKA_SESSION_MS": str(settings.kafka_session_ms),
        "TIDEOVER_DATABASE_URL": settings.database_url,
        "TIDEOVER_PARTITIONS": str(settings.partitions),
        "TIDEOVER_KEYS": str(settings.keys),
        "TIDEOVER_HTTP_PORT": "0",
    }


@contextmanager
def real_world() -> Iterator[RealWorld]:
    """Both servers, empty, with schemas and topics; no worker runs yet. All is gone at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        cluster = stack.enter_context(kafka())
        server = stack.enter_context(postgres(survives_power_cut=True))
        settings = Settings(
            kafka_servers=cluster.servers,
            kafka_replication=1,
            kafka_session_ms=SESSION_MS,
            database_url=server.create_database("bench"),
            partitions=PARTITIONS,
            keys=folder / "keys",
            http_port=0,
        )
        cipher_in(folder, "payments")
        for service in (KEYS, *SERVICES):
            upgrade(settings.database_url, service)
        with administering(settings) as client:
            mend(client, wanted(settings))
        world = RealWorld(settings, folder, real_databases(settings), cluster, server)
        stack.callback(_end, world)
        yield world


def _end(world: RealWorld) -> None:
    for processes in world.running.values():
        for process in processes:
            process.kill()
            process.wait()
    for database in world.databases.values():
        database.close()
