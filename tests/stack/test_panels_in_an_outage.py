"""In an outage a panel says that it cannot see; it shows no old figure, and no zero that looks like good news."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.grafana.__main__ import all_dashboards
from deploy.grafana.evaluate import WINDOWS, Nothing, nothing_seen
from deploy.grafana.lint import Json
from deploy.grafana.panels import CANNOT_SEE
from deploy.prometheus.server import Prometheus, prometheus
from deploy.promql import asked, filled_in, parsed
from deploy.waiting import until
from services.names import SERVICES
from services.watching.exporter import BLIND, METRICS_OF
from tests.stack.watched_world import watched_world

HIDDEN = {metric.name for place, metrics in METRICS_OF.items() if place in SERVICES for metric in metrics}
"""What only a service's tables tell."""
NOT_HERE = ("feed", "relay", "gateway", "console")
"""Roles whose processes do not run on a laptop."""


@pytest.fixture(scope="module")
def dashboards() -> dict[str, Json]:
    made = {one.uid.removeprefix("tideover-"): json.loads(one.as_json()) for one in all_dashboards()}
    return {name: one for name, one in made.items() if name not in {f"role-{role}" for role in NOT_HERE}}


@pytest.fixture(scope="module")
def seen(
    tmp_path_factory: pytest.TempPathFactory, dashboards: dict[str, Json]
) -> Iterator[tuple[Prometheus, list[Nothing]]]:
    """A world whose tables went away; what was not shown before, while all was quiet, is told beside it."""
    folder = tmp_path_factory.mktemp("world")
    with watched_world(folder) as world:
        roles = dict(zip(("all", "exporter"), world.targets, strict=True))
        with prometheus(tmp_path_factory.mktemp("prometheus"), roles) as server:
            until(lambda: bool(server.query("count_over_time(tideover_claims[1m]) > 2")), "three scrapes")
            quiet = list(nothing_seen(dashboards, server.query))
            for service in SERVICES:
                _hide(folder / f"{service}.db")
            until(lambda: len(server.query("tideover_blind == 1")) >= len(SERVICES), "the outage to be seen")
            yield server, quiet


def _hide(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("ALTER TABLE reached RENAME TO elsewhere")
    connection.commit()
    connection.close()


def test_a_quiet_panel_is_told_from_a_broken_one(seen: tuple[Prometheus, list[Nothing]]) -> None:
    """Nobody has claimed and no day was closed: who shows nothing names what has not happened yet."""
    _, quiet = seen
    hosts = {"Disk left", "Memory left", "Processors busy"}
    assert [one for one in quiet if one.says == CANNOT_SEE and one.panel not in hosts] == []
    assert {one.says for one in quiet} == {
        CANNOT_SEE,
        "cannot see, or no day was closed yet",
        "cannot see, or nothing came yet",
        "cannot see, or no programme is known yet",
        "cannot see, or nobody asks for TLS",
    }


def test_in_an_outage_every_panel_of_what_is_hidden_says_that_it_cannot_see(
    seen: tuple[Prometheus, list[Nothing]], dashboards: dict[str, Json]
) -> None:
    server, _ = seen
    silent = {(one.dashboard, one.panel): one.says for one in nothing_seen(dashboards, server.query)}
    hidden = {
        (name, panel["title"])
        for name, dashboard in dashboards.items()
        for panel in dashboard["panels"]
        if panel["type"] != "row" and _is_hidden(panel)
    }
    assert ("home", "Lost messages") in hidden
    assert len(hidden) > 50
    assert sorted(hidden - silent.keys()) == []
    assert all(says.startswith(CANNOT_SEE) for says in silent.values())


def _is_hidden(panel: Json) -> bool:
    """Whether all that a panel asks for is told by tables alone."""
    asks = [parsed(filled_in(target["expr"], WINDOWS)) for target in panel["targets"]]
    names = {one.name for expression in asks for one in asked(expression)} - {BLIND.name}
    return bool(names) and names <= HIDDEN
