"""The whole engine on servers of its own, watched as in earnest, with people who go on claiming in the background."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import KafkaError

from contracts.base import partition_of
from deploy.daemon import Daemon
from deploy.drills.bank import Bank
from deploy.drills.claimants import Message, messages_of
from deploy.drills.pager import Pager, pager
from deploy.kafka.broker import FOR_MINUTES
from deploy.kafka.cluster import Cluster
from deploy.ports import free_ports
from deploy.postgres.server import Server
from deploy.processes import NAMES, PREPARED, prepare, settings_in
from deploy.prometheus.alertmanager import alertmanager
from deploy.prometheus.server import Prometheus, prometheus
from deploy.stack import DATABASE, write_settings
from deploy.waiting import until
from services.runtime.kafka.clients import BrokerRefused, administering, producing
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings

BESIDE = ("gateway", "console")
"""Processes that `make stack-work` does not start, since they need a bank and officers."""
SCRAPE = "15s"
CLAIM_SECONDS = 5
QUIET_SECONDS = 240
REGISTRY, INTAKE = "registry", "intake"
STAMPED_BY = "message.timestamp.type"


@dataclass
class Drilled:
    """What an incident is played on."""

    folder: Path
    cluster: Cluster
    server: Server
    bank: Bank
    processes: Mapping[str, Daemon]
    commands: Mapping[str, tuple[list[str], dict[str, str]]]
    prometheus: Prometheus
    pager: Pager
    settings: Settings
    away: set[str] = field(default_factory=set)
    """Roles that nobody starts again."""
    silent: set[str] = field(default_factory=set)
    """Topics to which nobody sends by himself."""
    held: ExitStack = field(default_factory=ExitStack)
    """What an incident holds until it is mended."""
    stopping: Event = field(default_factory=Event)

    def goes(self, role: str) -> None:
        """A process is killed, and its supervisor does not start it again."""
        self.away.add(role)
        self.processes[role].kill()

    def comes_back(self, role: str) -> None:
        """Its supervisor starts it again."""
        self.away.discard(role)

    def starts(self, role: str) -> None:
        """Start a process."""
        command, environment = self.commands[role]
        self.processes[role].start(command, environment=environment)

    def keeps_up(self) -> None:
        """Start again whatever has ended by itself, as systemd or Kubernetes does, until told to stop."""
        while not self.stopping.wait(1):
            for role, process in self.processes.items():
                if role not in self.away and process.process() is None and not self.stopping.is_set():
                    self.starts(role)

    def says(self, messages: Iterable[Message], *, at_ms: int | None = None) -> None:
        """Something comes from outside, now or at a time of the sender's clock where its topic takes that.

        Raises `BrokerRefused`, `KafkaError`.
        """
        with producing(self.settings) as producer:
            for topic, key, body in messages:
                partition = partition_of(key, self.settings.partitions)
                producer.send(topic_name(topic), body, key=key.encode(), partition=partition, timestamp_ms=at_ms)

    def takes_the_sender_s_time(self, topic: str) -> None:
        """From now on a message of this topic is as old as its sender says; else the broker's clock stamps it."""
        told = {STAMPED_BY: "CreateTime"}
        with administering(self.settings) as admin:
            admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic_name(topic), told)])

    def claims(self) -> None:
        """Every few seconds somebody files a claim, until told to stop; who cannot now comes later."""
        number = 0
        while not self.stopping.wait(CLAIM_SECONDS):
            with suppress(KafkaError, BrokerRefused):
                self.says(one for one in messages_of(number, today()) if one[0] not in self.silent)
                number += 1

    def tideover(self, *words: str) -> bytes:
        """What a command of an operator prints. Raises `CalledProcessError`."""
        environment = {**os.environ, **settings_in(self.folder / "tideover.env")}
        command = [sys.executable, "-m", "services", *words]
        return subprocess.run(command, env=environment, check=True, capture_output=True).stdout

    def closes(self, *, days_ago: int) -> None:
        """The first closing of a day in this world, or the next one."""
        self.tideover("close-day", str(today() - timedelta(days=days_ago)), "--over-gap")


def today() -> date:
    """The day of this machine's clock: who is called reads real time."""
    return datetime.now().astimezone().date()


@contextmanager
def drilled(folder: Path, scrape: str = SCRAPE, *, closed: bool = True, registered: bool = True) -> Iterator[Drilled]:
    """The engine at work and nobody called, for the length of the block.

    Yesterday is `closed`, or no day ever was. Where nothing was `registered` yet nobody claims either: of whom nothing
    is known is refused by arithmetic alone, and somebody would be called for that.
    """
    with ExitStack() as open_:
        cluster = Cluster.in_folder(folder / "kafka", options=FOR_MINUTES)
        server = Server(folder / "postgresql", survives_power_cut=False)
        open_.callback(cluster.kill)
        open_.callback(server.kill)
        server.start()
        server.create_database(DATABASE)
        cluster.start()
        write_settings(folder, cluster, server)
        bank = Bank(today())
        bank.comes()
        open_.callback(bank.goes)
        world = open_.enter_context(_watched(folder, cluster, server, bank, scrape))
        open_.callback(_end, world)
        if closed:
            world.closes(days_ago=1)
        if not registered:
            world.silent.update((REGISTRY, INTAKE))
            world.takes_the_sender_s_time(REGISTRY)
        for doing in (world.claims, world.keeps_up):
            thread = Thread(target=doing, daemon=True)
            thread.start()
            open_.callback(thread.join)
        open_.callback(world.stopping.set)
        until(lambda: _nothing_fires(world), "nobody to be called", seconds=QUIET_SECONDS)
        yield world


@contextmanager
def _watched(folder: Path, cluster: Cluster, server: Server, bank: Bank, scrape: str) -> Iterator[Drilled]:
    ports = dict(zip((*NAMES, *BESIDE), free_ports(len(NAMES) + len(BESIDE)), strict=True))
    (pages,) = free_ports(1)
    common = {**os.environ, **settings_in(folder / "tideover.env")}
    own = {
        "gateway": {"TIDEOVER_BANK_URL": bank.url, "TIDEOVER_SENT_FILES": str(folder / "sent-files")},
        "console": {"TIDEOVER_SIMULATION": "true"},
    }
    words = {
        "exporter": ["exporter"],
        "gateway": ["gateway", "--every-seconds=5"],
        "console": ["console", f"--port={pages}", "--without-password"],
    }
    commands = {
        role: (
            [sys.executable, "-m", "services", *words.get(role, ["worker", role])],
            {**common, **own.get(role, {}), "TIDEOVER_HTTP_PORT": str(port)},
        )
        for role, port in ports.items()
    }
    place = folder / "processes"
    place.mkdir()
    for command in PREPARED:
        prepare(command, common)
    addresses = {role: f"127.0.0.1:{port}" for role, port in ports.items()}
    with (
        pager() as called,
        alertmanager(folder, called.address) as routes,
        prometheus(folder, addresses, scrape=scrape, alertmanager=routes) as watching,
    ):
        settings = Settings.from_environment(common)
        processes = {role: Daemon(place, role) for role in ports}
        world = Drilled(folder, cluster, server, bank, processes, commands, watching, called, settings)
        for role in ports:
            world.starts(role)
        until(lambda: set(watching.targets().values()) == {"up"}, "every process to be scraped", seconds=QUIET_SECONDS)
        yield world


def _nothing_fires(world: Drilled) -> bool:
    return set(world.prometheus.alerts()) == {"Watchdog"}


def _end(world: Drilled) -> None:
    world.cluster.heal()
    world.server.heal()
    for process in world.processes.values():
        process.ask_to_end()
    for process in world.processes.values():
        process.stop()
