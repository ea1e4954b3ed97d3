"""Every panel of every dashboard shows something, seen by a real Prometheus while real people live and things fail."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from contracts.base import Envelope, Unreadable
from deploy.grafana.__main__ import all_dashboards
from deploy.grafana.evaluate import faults_seen
from deploy.grafana.lint import Json
from deploy.grafana.panels import Dashboard, Panel
from deploy.prometheus.server import Prometheus, prometheus
from deploy.waiting import until
from tests.stack.watched_world import POISON, World, watched_world

NOT_HERE = ("role-feed", "role-relay", "role-gateway", "role-console")
"""Whose processes do not run on a laptop."""
OF_OTHERS = ("Disk left", "Memory left", "Processors busy", "Certificates end in")
"""What only the exporters of hosts show, and servers that speak TLS."""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Prometheus]]:
    """The world after its people lived and its bad hour came, all of it scraped."""
    with (
        watched_world(tmp_path_factory.mktemp("world")) as world,
        prometheus(tmp_path_factory.mktemp("prometheus"), roles_of(world)) as server,
    ):
        until(lambda: set(server.targets().values()) == {"up"}, "every process to be scraped")
        world.live()
        world.suffer()
        until(lambda: _all_is_scraped(server), "the faults to be seen")
        yield world, server


def _all_is_scraped(server: Prometheus) -> bool:
    """Whether both the workers' counters and the exporter's gauges show the faults."""
    counted = server.query('sum(tideover_parked_total{code="not-json"})')
    waiting = server.query('sum(tideover_parked_waiting_events{code="not-json"})')
    returned = server.query('sum(tideover_payments{stage="returned"})')
    behind = server.query('sum(tideover_lag_events{topic="registry"})')
    found = [float(one[0]["value"][1]) if one else 0 for one in (counted, waiting, returned, behind)]
    return found[0] >= POISON and found[1] >= POISON and found[2] >= 1 and found[3] >= 1


def roles_of(world: World) -> dict[str, str]:
    """What is scraped, by role."""
    return dict(zip(("all", "exporter"), world.targets, strict=True))


def as_json(*dashboards: Dashboard) -> dict[str, Json]:
    return {one.title: json.loads(one.as_json()) for one in dashboards}


def test_every_panel_shows_something(watched: tuple[World, Prometheus]) -> None:
    _, server = watched
    here = [one for one in all_dashboards() if not one.uid.endswith(NOT_HERE)]
    found = list(faults_seen(as_json(*here), server.query))
    assert [fault for fault in found if not any(panel in fault for panel in OF_OTHERS)] == []


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("sum(tideover_unheard_of)", "finds nothing"),
        ('sum(tideover_payments{stage="vanished"})', "finds nothing"),
        ("sum(tideover_payments", "errs"),
        ("sum(tideover_payments) * on (nothing) (tideover_claims)", "errs"),
        ("0 * sum(tideover_payments) / 0", "finds nothing that is a number"),
    ],
)
def test_a_planted_broken_panel_is_caught(watched: tuple[World, Prometheus], expression: str, fault: str) -> None:
    _, server = watched
    broken = Dashboard("b", "Broken", "Broken.", [("Row", [Panel("Panel", "Broken.", "short", [(expression, "")])])])
    assert [fault in one for one in faults_seen(as_json(broken), server.query)] == [True]


def test_the_fault_raises_its_alarm_and_the_watchdog_never_sleeps(watched: tuple[World, Prometheus]) -> None:
    _, server = watched
    due = {"ParkingFast", "Watchdog", "DayNotClosed"}  # the demonstration's days lie long ago
    until(lambda: due <= firing(server), "the alarms")
    assert not firing(server) & {"LedgerOffBalance", "ProcessDown", "EventsLost", "RegistrySilent"}


def firing(server: Prometheus) -> set[str]:
    """What alarms somebody now; a single slow scrape makes ProcessDown wait, and alarms nobody."""
    return {name for name, state in server.alerts().items() if state == "firing"}


def test_every_rule_can_be_evaluated(watched: tuple[World, Prometheus]) -> None:
    _, server = watched
    assert {one["health"] for one in server.rules()} == {"ok"}


def test_no_process_shows_more_series_than_it_may(watched: tuple[World, Prometheus]) -> None:
    _, server = watched
    assert max(float(one["value"][1]) for one in server.query("scrape_samples_scraped")) < 2_000


LABEL_MAX = 41
"""As long as the longest name of an event."""


def test_nothing_personal_is_scraped(watched: tuple[World, Prometheus]) -> None:
    world, server = watched
    names = {one["metric"]["__name__"] for one in server.query('count by (__name__) ({__name__=~"tideover.+"})')}
    assert len(names) > 30
    labels = [one["metric"] for one in server.query('{__name__=~"tideover.+"}')]
    values = {value for metric in labels for name, value in metric.items() if name != "__name__"}
    people = {envelope.subject for envelope in _envelopes(world, "intake")}
    assert people
    assert not values & people
    assert not [value for value in values if len(value) > LABEL_MAX]


def _envelopes(world: World, topic: str) -> Iterator[Envelope]:
    for message in world.laptop.log(topic):
        try:
            yield Envelope.from_bytes(message.raw)
        except Unreadable:
            continue
