"""A real Kafka broker as deploy/kafka/secure.properties has it: TLS, SCRAM, nobody allowed but by access list."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from deploy.kafka.archive import make_class_archive
from deploy.kafka.authority import write
from deploy.kafka.broker import FOR_MINUTES, java_with_kafka
from deploy.ports import free_ports
from services.runtime.process.settings import Settings
from tests.shape.tree import ROOT

EXAMPLE = ROOT / "deploy" / "kafka" / "secure.properties"
CLUSTER = "dGlkZW92ZXItc2VjdXJlZA"
ALONE = """
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
"""
"""What one broker alone cannot have from the example, appended to it."""
PATIENCE_SECONDS = 60


@dataclass
class SecureBroker:
    """A running broker: where it answers, and the authority that signed it."""

    port: int
    folder: Path

    def settings(self, user: str, password: str, *, ca: Path | None = None) -> Settings:
        """What a process of the engine is told, to speak as this user."""
        file = self.folder / f"{user}.password"
        file.write_text(password, encoding="utf-8")
        return Settings(
            kafka_servers=f"127.0.0.1:{self.port}",
            kafka_security="SASL_SSL",
            kafka_ca_file=ca or self.folder / "ca.crt",
            kafka_user=user,
            kafka_password_file=file,
        )


def properties(folder: Path, port: int, controller_port: int, admin_password: str) -> str:
    """The example, with this broker's names in it."""
    filled = EXAMPLE.read_text("utf-8")
    for name, value in {
        "CONTROLLER_PORT": str(controller_port),
        "CLIENTS_PORT": str(port),
        "ADMIN_PASSWORD": admin_password,
        "HOST": "127.0.0.1",
        "VOTERS": f"1@127.0.0.1:{controller_port}",
        "NODE": "1",
        "DATA": str(folder / "data"),
        "KEYSTORE": str(folder / "broker.pem"),
        "TRUSTSTORE": str(folder / "ca.crt"),
    }.items():
        filled = filled.replace(f"={name}\n", f"={value}\n").replace(f":{name}", f":{value}")
        filled = filled.replace(f"//{name}:", f"//{value}:").replace(f'"{name}"', f'"{value}"')
    return filled + ALONE


@contextmanager
def secure_broker(folder: Path, admin_password: str) -> Iterator[SecureBroker]:
    """A broker on loopback, stopped at the end. Raises `TimeoutError` with its last words if it does not answer."""
    port, controller_port = free_ports(2)
    write(folder, ["127.0.0.1"])
    config = folder / "server.properties"
    config.write_text(properties(folder, port, controller_port, admin_password), encoding="utf-8")
    make_class_archive()
    program = [*java_with_kafka(), *FOR_MINUTES, "-Xmx384m"]
    admin = f"SCRAM-SHA-512=[name=admin,password={admin_password}]"
    formatting = ["format", "--config", str(config), "--cluster-id", CLUSTER, "--add-scram", admin]
    subprocess.run([*program, "kafka.tools.StorageTool", *formatting], check=True, capture_output=True, text=True)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*program, "kafka.Kafka", str(config)], stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_it_answers(process, port, folder / "log")
        yield SecureBroker(port, folder)
    finally:
        process.kill()
        process.wait()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    pause = Event()
    for _ in range(PATIENCE_SECONDS * 5):
        if process.poll() is not None:
            break
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        pause.wait(0.2)
    raise TimeoutError(log.read_text("utf-8", "replace")[-2000:])
