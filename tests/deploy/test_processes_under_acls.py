"""What processes of the engine say when a right of theirs at the broker is missing."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from deploy.kafka import acls
from deploy.ports import free_ports
from deploy.waiting import until
from services.__main__ import app as tideover
from services.runtime.kafka.clients import administering
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.privacy.pseudonyms import new_key_file
from tests import forked
from tests.deploy.secured import WANTED, Secured, environment, write
from tests.services.registry_kit.office import CONTRIBUTIONS, HEADER, contribution_line
from tests.services.runtime.asking import ask
from tests.stack.real_world import process

READY_SECONDS = 90
COMMANDS = {
    "tideover-claims": ("worker", "claims"),
    "tideover-feed": ("worker", "feed"),
    "tideover-exporter": ("exporter", "--seconds=1"),
}
"""By principal; that all of them work under their rights is seen in `test_at_work`."""
BEFORE_THE_START = [
    ("tideover-claims", "topic", "tideover.eligibility"),
    ("tideover-feed", "topic", "tideover.registry"),
    ("tideover-feed", "group", "tideover-feed"),
]


@pytest.fixture
def own(migrated_database_url: str, tmp_path: Path) -> dict[str, str]:
    """What every process is told beside its user."""
    Cipher.from_file(tmp_path / "keys" / "payments.key", KeyStore.in_memory())
    new_key_file(tmp_path / "keys" / "pseudonyms.key")
    return {
        "PATH": "/usr/bin:/bin",
        "TIDEOVER_DATABASE_URL": migrated_database_url,
        "TIDEOVER_PARTITIONS": "1",
        "TIDEOVER_KEYS": str(tmp_path / "keys"),
        "TIDEOVER_PSEUDONYM_KEY": str(tmp_path / "keys" / "pseudonyms.key"),
        "TIDEOVER_HTTP_PORT": "0",
    }


def told(secured: Secured, own: dict[str, str], user: str) -> dict[str, str]:
    """A process's whole environment."""
    return own | environment(secured.as_user(user))


@contextmanager
def without(secured: Secured, user: str, kind: str, name: str) -> Iterator[None]:
    """The broker, while a user has no right to one thing."""
    taken = {one for one in WANTED if (one.principal, one.kind, one.name) == (user, kind, name)}
    assert taken
    with administering(secured.as_user("admin")) as client:
        acls.take(client, taken)
    try:
        yield
    finally:
        with administering(secured.as_user("admin")) as client:
            acls.give(client, taken)


def says(address: str) -> str:
    """What a process answers when it is asked whether it can work."""
    try:
        status, _, sentence = ask(address, "/ready")
    except OSError:
        return "no answer"
    return f"{status} {sentence}"


@pytest.mark.parametrize(("user", "kind", "name"), BEFORE_THE_START)
def test_a_worker_without_a_right_refuses_to_start_with_one_sentence(
    secured: Secured, own: dict[str, str], user: str, kind: str, name: str
) -> None:
    with without(secured, user, kind, name):
        done = tideover_as(told(secured, own, user), *COMMANDS[user])
    assert done.returncode == 2, done.stderr
    what = f"the group {name}" if kind == "group" else name
    line = json.loads(done.stderr.splitlines()[-1])
    assert (line["event"], line["role"]) == ("process_ends", user.removeprefix("tideover-"))
    assert line["why"].startswith(f"{user} may not read {what}:")
    assert "Traceback" not in done.stderr


def test_the_exporter_without_the_groups_says_what_it_cannot_see(
    secured: Secured, own: dict[str, str], tmp_path: Path
) -> None:
    [port] = free_ports(1)
    user = "tideover-exporter"
    mine = told(secured, own, user) | {"TIDEOVER_HTTP_PORT": str(port)}
    with without(secured, user, "group", "tideover-"), process(mine, tmp_path / "log", *COMMANDS[user]):
        until(lambda: "Cannot see: log." in says(f"127.0.0.1:{port}"), "the exporter to say so", seconds=READY_SECONDS)


@pytest.mark.parametrize(
    ("user", "command"), [("social-security-fund", "ingest"), ("tideover-operator", "check-producer")]
)
def test_the_registry_kit_works_with_its_rights_and_refuses_in_one_sentence(
    secured: Secured, own: dict[str, str], tmp_path: Path, user: str, command: str
) -> None:
    words = kit(tmp_path) if command == "ingest" else [command, "--topic", "tideover.registry"]
    mine = told(secured, own, user)
    done = tideover_as(mine, *words)
    assert done.returncode in {0, 1}, done.stderr
    with without(secured, user, "topic", "tideover.registry" if command == "ingest" else "tideover."):
        refused = tideover_as(mine, *words, *(["--again"] if command == "ingest" else []))
    assert refused.returncode == 2
    assert "tideover.registry" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr


def kit(folder: Path) -> list[str]:
    """An institution's file of one line, ready to be ingested."""
    file, mapping = folder / "lines.csv", folder / "map.yaml"
    file.write_text(f"{HEADER}\n{contribution_line(1)}\n", encoding="utf-8")
    mapping.write_text(yaml.safe_dump(CONTRIBUTIONS), encoding="utf-8")
    return ["ingest", str(file), "--as", "contribution", "--map", str(mapping)]


def tideover_as(environment_: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """A command that ends."""
    return forked.run("services", *words, env=environment_, timeout=READY_SECONDS)


def test_the_exporter_tells_the_age_of_what_waits_without_reading_it(secured: Secured, own: dict[str, str]) -> None:
    """A message waits for a group that nobody runs; who may only describe sees since when."""
    write(secured.as_user("tideover-portal"), "tideover.intake")
    done = run(told(secured, own, "tideover-exporter"), "lag", "--behind", "--json")
    behind = {(one["group"], one["topic"]): one["seconds"] for one in json.loads(done.stdout)["partitions"]}
    assert behind["tideover-eligibility", "intake"] >= 0


def run(told_: dict[str, str], *words: str) -> Any:
    """A command that ends, in this process."""
    return CliRunner().invoke(tideover, list(words), env=told_)
