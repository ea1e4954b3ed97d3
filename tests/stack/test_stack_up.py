"""The stack as a person starts and stops it."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from deploy.kafka.asking import brokers_seen_from
from deploy.kafka.cluster import Cluster
from deploy.ports import free_ports
from deploy.postgres.server import Server
from deploy.processes import FIRST_PORT, NAMES, Processes
from services.demo.people import People
from services.runtime.privacy.pseudonyms import KEY_BYTES, key_in
from tests import forked
from tests.shape.tree import ROOT


def stack(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.stack", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where everybody can enter, as in a checkout; whatever runs in it at the end is ended."""
    found = Path(tempfile.mkdtemp(prefix="tideover-people-"))
    found.chmod(0o755)
    yield found
    if (found / "kafka").exists():
        Processes(found).stop()
        Cluster.in_folder(found / "kafka").kill()
        Server(found / "postgresql").kill()
    shutil.rmtree(found)


def test_up_is_safe_to_repeat_and_mends_what_was_killed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEOVER_SCHEMES", "no/dagpenger")
    first = stack("up", "--folder", str(folder))
    monkeypatch.delenv("TIDEOVER_SCHEMES")
    assert first.returncode == 0, first.stderr
    cluster, server = Cluster.in_folder(folder / "kafka"), Server(folder / "postgresql")
    assert brokers_seen_from(cluster.servers) == {1}
    broker = cluster.brokers[0].daemon.process()
    server.kill()
    assert stack("status", "--folder", str(folder)).returncode == 1

    again = stack("up", "--folder", str(folder))
    assert again.returncode == 0, again.stderr
    assert cluster.brokers[0].daemon.process() == broker, "what ran was left alone"
    assert server.has_database("tideover")
    settings = (folder / "tideover.env").read_text("utf-8")
    assert f"export TIDEOVER_KAFKA_SERVERS='{cluster.servers}'\n" in settings
    assert f"export TIDEOVER_DATABASE_URL='{server.url('tideover')}'\n" in settings
    assert f"export TIDEOVER_PSEUDONYM_KEY='{folder / 'keys' / 'pseudonyms.key'}'\n" in settings
    assert "export TIDEOVER_SCHEMES='no/dagpenger'\n" in settings, "a stack goes on to serve what it served"
    keys = {key.name: len(key_in(key)) for key in (folder / "keys").iterdir()}
    names = ("claims", "employers", "payments", "pseudonyms")
    assert keys == {f"{name}.key": KEY_BYTES for name in names}, "files with words of employers are read here too"

    more = stack("up", "--folder", str(folder), "--brokers", "3")
    assert (more.returncode, len(more.stderr.splitlines())) == (2, 1)
    assert "has 1 brokers and keeps them" in more.stderr

    assert stack("down", "--folder", str(folder)).returncode == 0
    assert cluster.brokers[0].daemon.process() is None
    assert server.daemon.process() is None


def test_a_stack_that_was_never_started_is_one_sentence(folder: Path) -> None:
    done = stack("down", "--folder", str(folder))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_every_process_of_the_engine_starts_on_the_stack_and_ends_with_it(folder: Path) -> None:
    first = min(free_ports(1))
    words = ("work", "--folder", str(folder), "--first-port", str(first))
    assert stack("up", "--folder", str(folder)).returncode == 0
    started = stack(*words)
    assert started.returncode == 0, started.stderr
    ready = [line.split()[1] for line in started.stdout.splitlines() if line.startswith("Ready:")]
    assert ready == list(NAMES)
    assert started.stdout.startswith("Making the schemas ...\n"), "it is never silent for long"
    assert stack("status", "--folder", str(folder)).returncode == 0
    daemons = Processes(folder).daemons()
    before = {name: daemon.process() for name, daemon in daemons.items()}
    daemons["all"].kill()
    status = stack("status", "--folder", str(folder))
    assert status.returncode == 1
    assert "all: has ended" in status.stdout
    assert f"1 of {len(NAMES)} processes do not run" in status.stdout

    assert stack(*words).returncode == 0, "what ended is started again"
    after = {name: daemon.process() for name, daemon in daemons.items()}
    assert {name for name in NAMES if after[name] != before[name]} == {"all"}, "what ran was left alone"

    _a_demonstration_ends_as_on_a_laptop_and_can_be_looked_into(folder)

    daemons["feed"].stop()
    daemons["all"].stop()
    last_words = daemons["all"].last_words()
    assert "Traceback" not in last_words, "a worker that is told to stop just stops"
    assert "\x1b" not in last_words, "and nothing in its log is meant for a terminal"
    with socket.create_server(("127.0.0.1", first + NAMES.index("feed"))):
        refused = stack(*words)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert f"{first + NAMES.index('feed')} (feed)" in refused.stderr
    assert daemons["all"].process() is None, "every port is looked at before anything is started"

    assert stack("down", "--folder", str(folder)).returncode == 0
    assert not any(daemon.process() for daemon in daemons.values())


SPEED = ("seconds", "events", "events_per_second")
COUNTED = "Counted of "
"""Days of a programme that were counted before all was heard: which they are depends on whose topic is heard first."""


def _a_demonstration_ends_as_on_a_laptop_and_can_be_looked_into(folder: Path) -> None:
    written = (folder / "tideover.env").read_text("utf-8")
    here = {"PATH": os.environ["PATH"], **dict(re.findall(r"^export (\w+)='(.*)'$", written, re.MULTILINE))}
    words = ("demo", "--people", "2", "--json")
    there = json.loads(tideover(here, *words, "--on-stack").stdout)
    laptop = json.loads(tideover({"PATH": os.environ["PATH"]}, *words, "--folder", str(folder / "laptop")).stdout)
    assert {name: there[name] for name in there if name not in SPEED} == {
        name: laptop[name] for name in laptop if name not in SPEED
    }
    claimant = next(worker.person for worker in People(count=2).everybody() if worker.row.filed)
    told = [
        json.loads(tideover(where, "story", claimant, "--json", *option).stdout)
        for where, option in ((here, ()), ({"PATH": os.environ["PATH"]}, ("--folder", str(folder / "laptop"))))
    ]
    on_the_stack, on_the_laptop = ([line for line in lines if COUNTED not in line["says"]] for lines in told)
    assert on_the_stack == on_the_laptop, "a story reads the same wherever it was lived"
    determined = next(line["says"] for line in told[0] if line["says"].startswith("Determination 1"))
    assert "Miss. Code Ann." in tideover(here, "explain", determined.partition("(")[2].partition(")")[0]).stdout
    assert json.loads(tideover(here, "parked", "list", "--json").stdout)
    again = tideover(here, *words, "--on-stack", status=2)
    assert "needs an empty stack" in again.stderr


def tideover(environment: Mapping[str, str], *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = forked.run("services", *words, env=environment)
    assert done.returncode == status, done.stderr
    return done


def test_processes_answer_where_prometheus_looks_for_them() -> None:
    targets = (ROOT / "deploy" / "prometheus" / "targets.yml").read_text("utf-8")
    named = {group["targets"][0].rpartition(":")[2]: group["labels"]["role"] for group in yaml.safe_load(targets)}
    assert [named[str(port)] for port in range(FIRST_PORT, FIRST_PORT + len(NAMES))] == list(NAMES)
