"""The incidents: what happens, what is mended, and the alert that must tell somebody first."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from deploy.drills.claimants import Message, messages_of
from deploy.drills.drilled import REGISTRY, Drilled, today
from deploy.stack import DATABASE
from services.names import CHAINED
from services.runtime.process.stopwatch import unix_milliseconds
from services.watching.incidents import INCIDENTS as SAID

DAY_NOT_CLOSED = "day-not-closed"
"""It comes before any other, in a world that never closed a day: a closed day cannot be opened again."""
REGISTRY_SILENT = "registry-silent"
"""It comes before any other but that one, in a world where no registry has spoken: what was said cannot be unsaid."""
UNCLOSED_DAYS = 3
SILENT_FOR = timedelta(days=3, hours=1)
LAST_WORD, NEXT_WORD = -1, -2
"""Who is told of: nobody of those who claim in the background."""


@dataclass(frozen=True)
class Incident:
    """One thing that goes wrong. `lasts_seconds` is how long it goes on after the first call before it is mended.

    Where `first` is None nobody must be told of it: it is over sooner than a call would be worth.
    """

    says: str
    first: str | None
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


def _days_are_left_out(world: Drilled) -> None:
    """The first day that this world ever closed is long ago: as if the timer had ended since."""
    world.closes(days_ago=UNCLOSED_DAYS + 1)


def _missing_days_are_closed(world: Drilled) -> None:
    for days_ago in range(UNCLOSED_DAYS, 0, -1):
        world.closes(days_ago=days_ago)


def _registry_spoke_long_ago(world: Drilled) -> None:
    world.says(_registered(LAST_WORD), at_ms=unix_milliseconds() - SILENT_FOR // timedelta(milliseconds=1))


def _registry_speaks(world: Drilled) -> None:
    world.says(_registered(NEXT_WORD))
    world.silent.clear()


def _registered(number: int) -> list[Message]:
    return [one for one in messages_of(number, today()) if one[0] == REGISTRY]


def _nonsense_comes(world: Drilled) -> None:
    world.says([("intake", "nobody", b'{"specversion": "1.0", "id": ')])


def _nonsense_is_set_aside(world: Drilled) -> None:
    for event in json.loads(world.tideover("parked", "list", "--json")):
        named = ("--officer", "officer-101", "--reason", "a drill: nobody can read it")
        world.tideover("parked", "discard", event["service"], str(event["number"]), *named)


def _somebody_locks(world: Drilled) -> None:
    world.held.enter_context(world.server.lock(DATABASE, "claims.claim"))


def _somebody_lets_go(world: Drilled) -> None:
    world.held.close()


INCIDENTS: Mapping[str, Incident] = {
    DAY_NOT_CLOSED: Incident(SAID[DAY_NOT_CLOSED], "DayNotClosed", _days_are_left_out, _missing_days_are_closed),
    REGISTRY_SILENT: Incident(SAID[REGISTRY_SILENT], "RegistrySilent", _registry_spoke_long_ago, _registry_speaks),
    "message-poisoned": Incident(SAID["message-poisoned"], "EventParked", _nonsense_comes, _nonsense_is_set_aside),
    "bank-away": Incident(
        SAID["bank-away"], "BankAway", lambda world: world.bank.goes(), lambda world: world.bank.comes()
    ),
    "lock-held": Incident(SAID["lock-held"], "LockHeld", _somebody_locks, _somebody_lets_go, lasts_seconds=120),
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
    "postgresql-away-a-minute": Incident(SAID["postgresql-away-a-minute"], None, _postgresql_stops, _postgresql_starts),
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
