"""The stack as a demonstration's world: Kafka carries what is told, and the workers, each a process, do the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from sqlalchemy import func, select

from contracts.base import Envelope, partition_of
from contracts.in_words import InWords
from services.demo.elsewhere import Sealed, sealed
from services.demo.mistakes import Raw
from services.demo.world import day_closed
from services.operations.person_log import events_of
from services.operations.progress import without_a_word
from services.operations.stillness import Stillness
from services.runtime.database.store import Database, inbox, outbox
from services.runtime.delivery.messages import Message
from services.runtime.kafka.clients import looking_on, producing
from services.runtime.kafka.names import CONTENT_TYPE
from services.runtime.kafka.topics import topic_name
from services.runtime.privacy.cipher import Cipher
from services.runtime.process.settings import Settings, WrongSetting
from services.runtime.process.stopwatch import NANO, nanoseconds, pause
from services.watching.readers import TOPICS
from services.worlds import key_store, keys_folder

LOOK_MS = 50
PATIENCE_SECONDS = 180
AT_ONCE = 2_000


class NothingMoves(InWords):
    """Messages wait and nobody takes them: a worker or the relay has ended."""


@dataclass
class StackWorld:
    """Running workers, seen through the log and the services' databases."""

    settings: Settings
    databases: Mapping[str, Database]
    keys: Path
    producer: KafkaProducer
    consumer: KafkaConsumer
    seed: str
    _told: bool = False
    _published: dict[str, int] = field(default_factory=dict)

    def cipher(self, service: str) -> Cipher:
        """From a key in the folder of TIDEOVER_KEYS, with data keys where the stack has them."""
        return Cipher.from_file(self.keys / f"{service}.key", key_store(self.settings))

    def tell(self, messages: Iterable[Sealed], broken: Iterable[Raw] = ()) -> None:
        """Broken messages go anywhere, since nobody knows whose they are."""
        for topic, body in broken:
            self._send(topic, None, body, 0)
        for message in messages:
            partition = partition_of(message.subject, self.settings.partitions)
            self._send(message.topic, message.subject, message.body, partition)

    def close_day(self, day: date) -> None:
        """Topics are read side by side, so everybody comes to rest before a day is over, as they do in reality."""
        if self._told:
            self._come_to_rest()
        for partition, message in enumerate(sealed(day_closed(day, self.settings.partitions, self.seed))):
            self._send(message.topic, message.subject, message.body, partition)

    def carry(self) -> int:
        """Wait until nothing moves."""
        self._come_to_rest()
        before, self._published = self._published, {name: _count(base) for name, base in self.databases.items()}
        return sum(self._published.values()) - sum(before.values())

    def published(self, service: str, start: int) -> list[Message]:
        """The next rows of the service's outbox."""
        after = select(outbox.c.position, outbox.c.body).where(outbox.c.position >= start)
        with self.databases[service].reading() as connection:
            rows = connection.execute(after.order_by(outbox.c.position).limit(AT_ONCE)).all()
        return [Message(row.body, service, 0, row.position) for row in rows]

    def about(self, subject: str) -> Iterator[Envelope]:
        """Out of the log."""
        return events_of(self.settings, subject, without_a_word)

    def events(self) -> int:
        """From the ends of all partitions."""
        places = [
            TopicPartition(topic_name(topic), partition)
            for topic in TOPICS
            for partition in range(self.settings.partitions)
        ]
        ends: Mapping[TopicPartition, int] = self.consumer.end_offsets(places)
        return sum(ends.values())

    def month_ends(self) -> None:
        """The committee's worker reads by itself."""

    def finish(self) -> None:
        """It has read everything when nothing moves."""
        self._come_to_rest()

    def _send(self, topic: str, subject: str | None, body: bytes, partition: int) -> None:
        key = subject.encode() if subject else None
        self.producer.send(topic_name(topic), body, key=key, headers=[CONTENT_TYPE], partition=partition)
        self._told = True

    def _come_to_rest(self) -> None:
        """Raises `NothingMoves`."""
        self.producer.flush()
        still = Stillness(self.consumer, self.databases, self.settings.partitions)
        began = nanoseconds()
        while not still.holds():
            if nanoseconds() - began > PATIENCE_SECONDS * NANO:
                raise NothingMoves(
                    f"Messages have waited for {PATIENCE_SECONDS} s. See which process has ended: tideover lag, or "
                    "python -m deploy.stack status."
                )
            pause(LOOK_MS)
        self._told = False


@contextmanager
def stack_world(settings: Settings, databases: Mapping[str, Database], seed: str) -> Iterator[StackWorld]:
    """An empty stack, for the length of the block. Raises `WrongSetting` if it is not empty, or its keys are not there.

    A stack that has heard anything is left alone: what a demonstration brings could not be taken out again.
    """
    keys = keys_folder(settings)
    if heard := [name for name, database in databases.items() if _heard_anything(database)]:
        raise WrongSetting(f"A demonstration needs an empty stack, and {', '.join(heard)} has heard of events already.")
    with producing(settings, linger_ms=5) as producer, looking_on(settings) as consumer:
        yield StackWorld(settings, databases, keys, producer, consumer, seed)


def _heard_anything(database: Database) -> bool:
    with database.reading() as connection:
        return connection.scalar(select(inbox.c.event_id).limit(1)) is not None


def _count(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.max(outbox.c.position))) or 0
