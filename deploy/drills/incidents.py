"""The incidents: what happens, what is mended, and the alert that must call somebody first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deploy.drills.drilled import Drilled
from services.names import CHAINED


@dataclass(frozen=True)
class Incident:
    """One thing that goes wrong. `lasts_seconds` is how long it goes on after the first call before it is mended."""

    says: str
    first: str
    happens: Callable[[Drilled], None]
    mends: Callable[[Drilled], None]
    lasts_seconds: int = 60


def _worker_stays_away(world: Drilled) -> None:
    worker = world.processes[CHAINED]
    worker.kill()
    worker.pid_file.unlink()  # nobody starts it again


def _stop_role(role: str) -> Callable[[Drilled], None]:
    return lambda world: world.processes[role].stop()


def _start_role(role: str) -> Callable[[Drilled], None]:
    return lambda world: world.starts(role)


def _postgresql_stops(world: Drilled) -> None:
    world.server.kill()


def _postgresql_starts(world: Drilled) -> None:
    world.server.start()


def _postgresql_hangs(world: Drilled) -> None:
    world.server.pause()


def _postgresql_goes_on(world: Drilled) -> None:
    world.server.resume()


def _kafka_hangs(world: Drilled) -> None:
    for broker in world.cluster.brokers:
        broker.pause()


def _kafka_goes_on(world: Drilled) -> None:
    for broker in world.cluster.brokers:
        broker.resume()


INCIDENTS: Mapping[str, Incident] = {
    "worker-killed": Incident(
        "The worker of all services is killed and nobody starts it again.",
        "ProcessDown",
        _worker_stays_away,
        _start_role(CHAINED),
    ),
    "exporter-gone": Incident(
        "The exporter ends, and nobody starts it again.", "ProcessDown", _stop_role("exporter"), _start_role("exporter")
    ),
    "gateway-gone": Incident(
        "The gateway to the bank ends, and nobody starts it again.",
        "ProcessDown",
        _stop_role("gateway"),
        _start_role("gateway"),
    ),
    "postgresql-away": Incident(
        "PostgreSQL is killed; six minutes later it is started.",
        "PostgresqlAway",
        _postgresql_stops,
        _postgresql_starts,
        lasts_seconds=240,
    ),
    "postgresql-hangs": Incident(
        "PostgreSQL keeps its connections and answers nobody.", "PostgresqlAway", _postgresql_hangs, _postgresql_goes_on
    ),
    "kafka-frozen": Incident(
        "The broker keeps its connections and answers nobody.",
        "KafkaAway",
        _kafka_hangs,
        _kafka_goes_on,
        lasts_seconds=180,
    ),
}
