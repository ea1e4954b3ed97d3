"""One broker on loopback: its settings, its storage, its process."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.daemon import Daemon
from deploy.kafka.asking import brokers_seen_from
from deploy.kafka.jars import NoBroker, class_archive, jars, java

CLUSTER = "dGlkZW92ZXItbG9vcGJhY2s"
LOGGING = Path(__file__).parent / "log4j2.properties"
HEAP_ALONE, HEAP_OF_MANY = "512m", "350m"
ANSWER_SECONDS = 90
FOR_MINUTES = ("-XX:TieredStopAtLevel=1",)
"""Options of Java for a broker that does not live long: what it runs is compiled once and lightly, which takes 0.7 s of
its 2.2 to start, and two fifths of what it needs in its first minute.
"""


@dataclass(frozen=True)
class Place:
    """Where a broker answers: clients on one port, the other controllers on the second."""

    node: int
    port: int
    controller_port: int

    @property
    def address(self) -> str:
        """What clients are told."""
        return f"127.0.0.1:{self.port}"


def properties(place: Place, all_places: Sequence[Place], data: Path) -> dict[str, str]:
    """The settings of a broker of a cluster: broker and controller in one, no topic without being asked for.

    What is acknowledged is on two brokers of three. A killed broker is missed after three seconds, not nine, and only
    then may it come back. A deleted topic's files go at once. Groups wait a moment for their second member, not three
    seconds, and a member may ask for a session shorter than six.
    """
    copies, in_sync = (3, 2) if len(all_places) >= 3 else (1, 1)
    return {
        "process.roles": "broker,controller",
        "node.id": str(place.node),
        "controller.quorum.voters": ",".join(f"{one.node}@127.0.0.1:{one.controller_port}" for one in all_places),
        "listeners": f"CLIENTS://{place.address},CONTROLLER://127.0.0.1:{place.controller_port}",
        "advertised.listeners": f"CLIENTS://{place.address}",
        "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "CLIENTS",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": str(data),
        "auto.create.topics.enable": "false",
        "default.replication.factor": str(copies),
        "min.insync.replicas": str(in_sync),
        "offsets.topic.replication.factor": str(copies),
        "offsets.topic.num.partitions": "4",
        "transaction.state.log.replication.factor": str(copies),
        "transaction.state.log.min.isr": str(in_sync),
        "transaction.state.log.num.partitions": "4",
        "share.coordinator.state.topic.replication.factor": str(copies),
        "share.coordinator.state.topic.min.isr": str(in_sync),
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
        "log.segment.delete.delay.ms": "500",
        "group.initial.rebalance.delay.ms": "200",
        "group.min.session.timeout.ms": "1000",
    }


class Broker:
    """A broker in a folder of its own; what tests of outages take hold of."""

    def __init__(
        self, folder: Path, place: Place, settings: Mapping[str, str], *, heap: str, options: Sequence[str] = ()
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.place = place
        self.config = folder / "server.properties"
        self.config.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), "utf-8")
        self.daemon = Daemon(folder, "broker")
        self._data = Path(settings["log.dirs"])
        self._java = (*options, f"-Xms{heap}", f"-Xmx{heap}")

    @property
    def address(self) -> str:
        """What clients are told."""
        return self.place.address

    def format(self) -> subprocess.Popen[str] | None:
        """Begin to make the storage, unless it is there."""
        if (self._data / "meta.properties").exists():
            return None
        command = [*java_with_kafka(), *FOR_MINUTES, "kafka.tools.StorageTool", "format", f"--config={self.config}"]
        return subprocess.Popen(
            [*command, f"--cluster-id={CLUSTER}", "--ignore-formatted"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def launch(self, *options: str, outlives_us: bool = False) -> None:
        """Start the process, with further options of Java, and do not wait for it."""
        command = [*java_with_kafka(), *options, *self._java, "kafka.Kafka", str(self.config)]
        environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
        self.daemon.start(command, environment=environment, outlives_us=outlives_us)

    def wait_until_it_answers(self, *, seconds: float = ANSWER_SECONDS) -> None:
        """Come back when the broker takes part in its cluster. Raises `ServerDied` or `NeverCame`."""
        self.daemon.wait_until(lambda: self.place.node in brokers_seen_from(self.address), seconds=seconds)

    def start(self) -> None:
        """Start a broker whose storage is made, and wait until it answers."""
        self.launch()
        self.wait_until_it_answers()

    def stop(self) -> None:
        """An orderly end: leaders move away first, where there is somewhere to move to."""
        self.daemon.stop()

    def kill(self) -> None:
        """Kill -9."""
        self.daemon.kill()

    def pause(self) -> None:
        """SIGSTOP: connections stay open and nothing answers."""
        self.daemon.pause()

    def resume(self) -> None:
        """SIGCONT."""
        self.daemon.resume()

    def restart(self) -> None:
        """Stop, start, and wait until it answers; after `kill`, only the start."""
        self.stop()
        self.start()


def java_with_kafka() -> list[str]:
    """Java with Kafka's classes, kept ready if they are: what a program of Kafka's is started with."""
    archive = class_archive()
    return [
        java(),
        *([f"-XX:SharedArchiveFile={archive}"] if archive.exists() else []),
        "-cp",
        f"{jars()}/*",
        f"-Dlog4j2.configurationFile={LOGGING}",
        "-XX:+UseSerialGC",
    ]


def finish_formatting(making: subprocess.Popen[str] | None) -> None:
    """Wait until storage is made. Raises `NoBroker` with the tool's words."""
    if making is not None:
        _, errors = making.communicate()
        if making.returncode:
            raise NoBroker(f"Storage for a broker could not be made: {errors.strip()}")
