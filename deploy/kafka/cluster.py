"""Apache Kafka on loopback: one broker, or three that can lose one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.admin import NewTopic

from deploy.kafka.archive import make_class_archive
from deploy.kafka.asking import brokers_seen_from
from deploy.kafka.broker import (
    HEAP_ALONE,
    HEAP_OF_MANY,
    Broker,
    Place,
    finish_formatting,
    properties,
)
from deploy.ports import free_ports
from services.runtime.kafka.clients import opened

GOODBYE_SECONDS = 8


class Cluster:
    """The brokers of a folder. A folder keeps its ports and its records until it is deleted."""

    def __init__(
        self,
        folder: Path,
        places: Sequence[Place],
        *,
        extra: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> None:
        heap = HEAP_ALONE if len(places) == 1 else HEAP_OF_MANY
        self.folder = folder
        self.brokers = [
            Broker(
                folder / f"broker-{place.node}",
                place,
                properties(place, places, folder / f"broker-{place.node}" / "data") | dict(extra or {}),
                heap=heap,
                options=options,
            )
            for place in places
        ]

    @classmethod
    def in_folder(
        cls,
        folder: Path,
        *,
        brokers: int = 1,
        port: int | None = None,
        extra: Mapping[str, str] | None = None,
        options: Sequence[str] = (),
    ) -> Cluster:
        """The cluster of a folder, made with so many brokers if there is none.

        `extra` are further broker settings, `options` further ones of Java.
        """
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "places.json"
        if not file.exists():
            found = free_ports(2 * brokers, preferred=port)
            pairs = zip(found[:brokers], found[brokers:], strict=True)
            file.write_text(json.dumps([[node, *pair] for node, pair in enumerate(pairs, 1)]), "utf-8")
        places = [Place(*place) for place in json.loads(file.read_text("utf-8"))]
        return cls(folder, places, extra=extra, options=options)

    @property
    def servers(self) -> str:
        """What clients are told: TIDEOVER_KAFKA_SERVERS."""
        return ",".join(broker.address for broker in self.brokers)

    def start(self, *, outlives_us: bool = False) -> None:
        """Start what does not run, and wait until every broker knows all others.

        Raises `NoBroker`, `MissingProgram`, `ServerDied` or `NeverCame`, each with the reason.
        """
        make_class_archive()
        for making in [broker.format() for broker in self.brokers]:
            finish_formatting(making)
        for broker in self.brokers:
            broker.launch(outlives_us=outlives_us)
        everybody = {broker.place.node for broker in self.brokers}
        for broker in self.brokers:
            broker.daemon.wait_until(lambda address=broker.address: brokers_seen_from(address) == everybody)  # type: ignore[misc]

    def create_topics(self, *names: str, partitions: int) -> None:
        """New topics, with as many copies as the cluster keeps, ready to be written to."""
        admin = opened(KafkaAdminClient, bootstrap_servers=self.servers)
        try:
            admin.create_topics([NewTopic(name, partitions, -1) for name in names])
            admin.wait_for_topics(list(names))
        finally:
            admin.close()

    def heal(self) -> None:
        """Whatever a test did to the brokers, all of them run and answer afterwards."""
        if not all(broker.daemon.goes_on() for broker in self.brokers):
            for broker in self.brokers:
                broker.resume()
            self.start()

    def stop(self) -> None:
        """End all brokers at once. Those that are left without a majority cannot say goodbye, and are ended."""
        for broker in self.brokers:
            broker.daemon.ask_to_end()
        for broker in self.brokers:
            broker.daemon.stop(seconds=GOODBYE_SECONDS)

    def kill(self) -> None:
        """Kill -9, all of them."""
        for broker in self.brokers:
            broker.kill()
