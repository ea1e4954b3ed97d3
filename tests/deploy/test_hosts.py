"""What node_exporter shows of a host fills the panels of hosts."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.grafana.evaluate import faults_seen
from deploy.grafana.lint import Json
from deploy.grafana.servers import servers
from deploy.ports import free_ports
from deploy.programs import need
from deploy.prometheus.server import Prometheus, prometheus
from deploy.waiting import until

NODE_EXPORTER = "prometheus-node-exporter"
HOSTS = {"Disk left", "Memory left", "Processors busy"}


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Prometheus]:
    """A Prometheus that scrapes this host."""
    program = need(NODE_EXPORTER, package=NODE_EXPORTER)
    address = f"127.0.0.1:{free_ports(1)[0]}"
    process = subprocess.Popen([program, f"--web.listen-address={address}"], stderr=subprocess.DEVNULL)
    try:
        with prometheus(tmp_path, [address]) as server:
            until(lambda: bool(server.query("rate(node_cpu_seconds_total[1m])")), "two scrapes of this host")
            yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_every_panel_of_hosts_shows_something(watched: Prometheus) -> None:
    dashboard: Json = json.loads(servers().as_json())
    panels = [one for one in dashboard["panels"] if one["title"] in HOSTS]
    assert {one["title"] for one in panels} == HOSTS
    assert not list(faults_seen({"hosts": {**dashboard, "panels": panels}}, watched.query))
