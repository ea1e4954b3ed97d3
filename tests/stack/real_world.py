"""The real world under watch: every process of the stack as an operator starts it, on Kafka and PostgreSQL."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from kafka import KafkaProducer

from contracts.base import partition_of
from deploy.ports import free_ports
from deploy.waiting import until
from services.demo.people import People
from services.demo.run import demonstrate
from services.names import SERVICES
from services.runtime.delivery.messages import Message
from services.runtime.kafka.topics import topic_name
from services.runtime.laptop.laptop import Laptop
from services.worlds import cipher_in, laptop_in
from tests import forked
from tests.forked import Forked
from tests.services.runtime.asking import ask

PARTITIONS = 4
OUTSIDE = ("registry", "intake", "casework", "bank")
BESIDE = {"feed": ["worker", "feed"], "exporter": ["exporter", "--seconds", "2"]}
Processes = Mapping[str, list[str]]
"""What is started, by name."""
APART = {service: ["worker", service] for service in SERVICES} | {"relay": ["relay"]} | BESIDE
"""A worker a service, and the relay between them."""
CHAINED = {"all": ["worker", "all"]} | BESIDE
"""All services in one worker."""
READY_SECONDS = 120


@dataclass
class RealWorld:
    """The stack's settings and the addresses of its processes, by name."""

    environment: Mapping[str, str]
    addresses: Mapping[str, str]

    def hears(self, topic: str, *messages: tuple[bytes, bytes]) -> None:
        """Messages come to a topic from outside, each under its key."""
        producer = KafkaProducer(bootstrap_servers=self.environment["TIDEOVER_KAFKA_SERVERS"], acks="all")
        for key, body in messages:
            partition = partition_of(key.decode(), PARTITIONS)
            producer.send(topic_name(topic), body, key=key, partition=partition)
        producer.close()

    def closes(self, day: str) -> None:
        """A day is over."""
        run(self.environment, "close-day", day)


def life_on_a_laptop(folder: Path, count: int) -> dict[str, list[Message]]:
    """What institutions, claimants, officers and the bank said while some people lived, by topic."""
    laptop: Laptop = laptop_in(folder)
    demonstrate(laptop, People(count=count), lambda _doing, _carried: None)
    told = {topic: list(laptop.log(topic)) for topic in OUTSIDE}
    laptop.close()
    return told


@contextmanager
def real_world(
    folder: Path,
    kafka: str,
    database_url: str,
    processes: Processes = CHAINED,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[RealWorld]:
    """All processes, each ready, from an empty broker and an empty database, under more or other settings."""
    for service in ("claims", "payments"):
        cipher_in(folder, service)
    environment = {
        "PATH": os.environ["PATH"],
        "TIDEOVER_KAFKA_SERVERS": kafka,
        "TIDEOVER_KAFKA_REPLICATION": "1",
        "TIDEOVER_DATABASE_URL": database_url,
        "TIDEOVER_PARTITIONS": str(PARTITIONS),
        "TIDEOVER_KEYS": str(folder / "keys"),
        **settings,
    }
    run(environment, "migrate")
    run(environment, "topics", "apply")
    ports = free_ports(len(processes))
    started: dict[str, Forked] = {}
    with ExitStack() as running:
        for (name, command), port in zip(processes.items(), ports, strict=True):
            own = {**environment, "TIDEOVER_HTTP_PORT": str(port)}
            started[name] = running.enter_context(process(own, folder / f"{name}.log", *command))
        addresses = {name: f"127.0.0.1:{port}" for name, port in zip(processes, ports, strict=True)}
        for name, address in addresses.items():
            until(partial(is_ready, address, started[name]), f"{name} to be ready", seconds=READY_SECONDS)
        yield RealWorld(environment, addresses)
        for one in started.values():  # all at once, since each takes a while to end
            one.terminate()


def is_ready(address: str, process: Forked) -> bool:
    """Whether a process says that it can do its work."""
    assert process.poll() is None, "It ended at once; its log is in the world's folder"
    try:
        return ask(address, "/ready")[0] == 200
    except OSError:
        return False


def run(environment: Mapping[str, str], *command: str) -> None:
    """A command of ours, to its end."""
    done = forked.run("services", *command, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def process(environment: Mapping[str, str], log: Path, *command: str) -> Iterator[Forked]:
    """A process of ours for the length of the block; it ends when told to."""
    with log.open("wb") as written:
        started = forked.start("services", *command, env=environment, stdout=written, stderr=written)
        try:
            yield started
        finally:
            started.terminate()
            try:
                started.wait(timeout=60)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait()
