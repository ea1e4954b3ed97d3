"""The incidents: what happens, what is mended, and the alert that must call somebody first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deploy.drills.drilled import Drilled
from services.names import CHAINED
from services.watching.incidents import INCIDENTS as SAID


@dataclass(frozen=True)
class Incident:
    """One thing that goes wrong. `lasts_seconds` is how long it goes on after the first call before it is mended."""

    says: str
    first: str
    happens: Callable[[Drilled], None]
    mends: Callable[[Drilled], None]
    lasts_seconds: int = 60


def _goes(role: str) -> Callable[[Drilled], None]:
    return lambda world: world.goes(role)


def _comes_back(role: str) -> Callable[[Drilled], None]:
    return lambda world: world.comes_back(role)


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
        SAID["worker-killed"],
        "ProcessDown",
        _goes(CHAINED),
        _comes_back(CHAINED),
    ),
    "exporter-gone": Incident(SAID["exporter-gone"], "ProcessDown", _goes("exporter"), _comes_back("exporter")),
    "gateway-gone": Incident(
        SAID["gateway-gone"],
        "ProcessDown",
        _goes("gateway"),
        _comes_back("gateway"),
    ),
    "postgresql-away": Incident(
        SAID["postgresql-away"],
        "PostgresqlAway",
        _postgresql_stops,
        _postgresql_starts,
        lasts_seconds=240,
    ),
    "postgresql-hangs": Incident(SAID["postgresql-hangs"], "PostgresqlAway", _postgresql_hangs, _postgresql_goes_on),
    "kafka-frozen": Incident(
        SAID["kafka-frozen"],
        "KafkaAway",
        _kafka_hangs,
        _kafka_goes_on,
        lasts_seconds=180,
    ),
}
