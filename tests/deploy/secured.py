"""A broker with every topic, every user and every right, as an installation has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType
from typer.testing import CliRunner

from deploy.kafka import acls, users
from deploy.kafka.rights import all_rights, principals, topics
from services.__main__ import app as tideover
from services.runtime.kafka.clients import administering, connection
from services.runtime.process.settings import Settings
from tests.deploy.secure_broker import SecureBroker, secure_broker

ADMIN_PASSWORD = "only-for-this-test"  # noqa: S105 - of a broker that lives as long as the tests
WANTED = all_rights(topics(), principals())


@dataclass
class Secured:
    """A broker with every topic, every user and every right."""

    broker: SecureBroker
    passwords: dict[str, str]

    def as_user(self, user: str) -> Settings:
        return self.broker.settings(user, self.passwords[user])

    def reads(self, trusted: Path, **stores: Path) -> None:
        """What kafka-configs.sh tells the broker: where it reads its certificate, or whom it trusts, from now on."""
        places = {f"listener.name.clients.ssl.{store}.location": str(path) for store, path in stores.items()}
        with administering(self.as_user("admin").model_copy(update={"kafka_ca_file": trusted})) as client:
            client.alter_configs(
                [ConfigResource(ConfigResourceType.BROKER, "1", configs=places)],
                raise_on_unknown=False,
                incremental=True,
            )


@contextmanager
def secured_in(folder: Path) -> Iterator[Secured]:
    """The broker, started in a folder and stopped at the end."""
    with secure_broker(folder, ADMIN_PASSWORD) as broker:
        passwords = users.passwords_in(folder, users.names()) | {"admin": ADMIN_PASSWORD}
        with administering(broker.settings("admin", ADMIN_PASSWORD)) as client:
            users.introduce(client, {user: word for user, word in passwords.items() if user != "admin"})
            acls.give(client, WANTED)
        made = Secured(broker, passwords)
        make_topics(made)
        yield made


def make_topics(secured: Secured) -> None:
    """`tideover topics apply`, under the principal that may make topics and nothing else."""
    alone = {"TIDEOVER_KAFKA_REPLICATION": "1", "TIDEOVER_PARTITIONS": "1"}
    told = CliRunner().invoke(
        tideover, ["topics", "apply"], env=environment(secured.as_user("tideover-topics")) | alone
    )
    assert told.exit_code == 0, told.output


def environment(settings: Settings) -> dict[str, str]:
    """The settings for the broker as environment variables."""
    told = settings.model_dump(exclude_none=True)
    return {f"TIDEOVER_{name.upper()}": str(value) for name, value in told.items() if name.startswith("kafka")}


def write(settings: Settings, topic: str) -> None:
    """One message, acknowledged."""
    producer = KafkaProducer(**connection(settings), retries=0, max_block_ms=15_000)
    try:
        producer.send(topic, key=b"p-1", value=b"{}").get(timeout=15)
    finally:
        producer.close(timeout=5)
