"""Every panel shows something of the real stack too: its workers, relay and exporter, on Kafka and PostgreSQL."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress

import pytest

from deploy.grafana.__main__ import all_dashboards
from deploy.grafana.evaluate import faults_seen
from deploy.kafka.broker import FOR_MINUTES
from deploy.postgres.server import Server
from deploy.prometheus.server import Prometheus, prometheus
from deploy.stack import kafka as kafka_running
from deploy.waiting import until
from services.names import SERVICES
from services.runtime.delivery.messages import Message
from tests.services.runtime.asking import ask
from tests.stack.real_world import CHAINED, RealWorld, life_on_a_laptop, real_world

PEOPLE = 12
NOT_HERE = ("role-relay", "role-gateway", "role-console")
"""Whose processes this stack does not run."""
OF_OTHERS = ("Disk left", "Memory left", "Processors busy", "Certificates end in")
"""What only the exporters of hosts show, and servers that speak TLS."""
POISON = 60
READERS = ("claims", "eligibility")
"""Who reads what comes in."""
LAST_DAY = "2021-01-31"
FLOWED_SECONDS = 180
WINDOW = "10m"


def number(server: Prometheus, expression: str) -> float:
    """The one number that an expression gives; -1 where there is none."""
    found = server.query(expression)
    return float(found[0]["value"][1]) if found else -1


def all_has_flowed(server: Prometheus) -> bool:
    """Whether nobody is behind the log and nothing waits to be published."""
    done = number(server, 'sum(tideover_events_total{became="done"})')
    waits = number(server, "sum(tideover_lag_events)"), number(server, "sum(tideover_outbox_waiting_events)")
    return done > 0 and waits == (0, 0)


@pytest.fixture(scope="module")
def watched(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RealWorld, Prometheus]]:
    """The stack after some people lived in it, a day was closed, and a sender went wrong; all of it scraped."""
    told = life_on_a_laptop(tmp_path_factory.mktemp("laptop"), PEOPLE)
    folder = tmp_path_factory.mktemp("world")
    name = f"panels_{uuid.uuid4().hex}"
    with (
        kafka_running(options=FOR_MINUTES) as cluster,
        real_world(folder, cluster.servers, postgresql.create_database(name)) as world,
        prometheus(tmp_path_factory.mktemp("prometheus"), world.addresses) as server,
    ):
        until(lambda: set(server.targets().values()) == {"up"}, "every process to be scraped")
        for topic, messages in told.items():
            world.hears(topic, *keyed(messages))
            until(lambda: all_has_flowed(server), f"what came to {topic} to take effect", seconds=FLOWED_SECONDS)
        world.closes(LAST_DAY)
        world.hears("intake", *((b"nobody-%d" % one, b'{"specversion": %d' % one) for one in range(POISON)))
        until(lambda: is_parked(server), "the broken messages to be seen", seconds=FLOWED_SECONDS)
        until(lambda: is_closed(server), "the day to be closed", seconds=FLOWED_SECONDS)
        yield world, server


def keyed(messages: Iterable[Message]) -> Iterator[tuple[bytes, bytes]]:
    """The demonstration's messages under their subjects; its broken ones have none and are replaced by our own."""
    for one in messages:
        with suppress(ValueError, KeyError, TypeError):
            yield json.loads(one.raw)["subject"].encode(), one.raw


def is_parked(server: Prometheus) -> bool:
    """Whether each of its readers has parked what is broken, and is seen to have."""
    counted, waiting = "tideover_parked_total", "tideover_parked_waiting_events"
    broken = number(server, f'sum({counted}{{code="not-json"}})')
    return broken >= len(READERS) * POISON and all(
        number(server, f'sum({counted}{{service="{service}"}})')
        == number(server, f'sum({waiting}{{service="{service}"}})')
        for service in SERVICES
    )


def is_closed(server: Prometheus) -> bool:
    """Whether deadlines are counted, and nothing is left to be done."""
    return number(server, "sum(tideover_deadlines_passed)") >= 0 and all_has_flowed(server)


def test_every_panel_shows_something(watched: tuple[RealWorld, Prometheus]) -> None:
    _, server = watched
    here = [one for one in all_dashboards() if not one.uid.endswith(NOT_HERE)]
    dashboards = {one.title: json.loads(one.as_json()) for one in here}
    found = list(faults_seen(dashboards, server.query, WINDOW))
    assert [fault for fault in found if not any(panel in fault for panel in OF_OTHERS)] == []


def test_every_process_tells_the_truth_about_itself(watched: tuple[RealWorld, Prometheus]) -> None:
    world, server = watched
    for name, address in world.addresses.items():
        assert ask(address, "/health")[0] == 200, name
        status, _, says = ask(address, "/ready")
        assert status == 200, f"{name}: {says}"
    assert number(server, "sum(tideover_ready)") == len(CHAINED)


def test_what_workers_count_is_what_the_exporter_sees(watched: tuple[RealWorld, Prometheus]) -> None:
    _, server = watched
    for service in SERVICES:
        of = f'service="{service}"'
        assert number(server, f"sum(tideover_published_total{{{of}}})") == number(
            server, f"sum(tideover_relayed_total{{{of}}})"
        ), service
        assert number(server, f"sum(tideover_parked_total{{{of}}})") == number(
            server, f"sum(tideover_parked_waiting_events{{{of}}})"
        ), service
    assert number(server, "sum(tideover_completeness_gap_events)") == 0
    assert number(server, "sum(tideover_ledger_off_balance_minor_units)") == 0
