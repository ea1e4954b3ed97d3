"""A file on its way into Apache Kafka: killed in the middle, run again, every line there once by its id."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from kafka.admin import KafkaAdminClient
from sqlalchemy import select
from typer.testing import CliRunner

from contracts.base import Envelope, partition_of
from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.__main__ import app
from services.operations.stack import opened_stack
from services.payments.tables import bank_account
from services.registry_kit.acts import DOORS
from services.registry_kit.checkpoint import checkpoint_file
from services.registry_kit.ingest import LINES_AT_ONCE, rejects_file
from services.registry_kit.message_faults import ReceivedMessage
from services.registry_kit.topic_reading import reading
from services.runtime.kafka.clients import BrokerRefused
from services.runtime.privacy.cipher import Cipher
from services.runtime.privacy.key_store import KeyStore
from services.runtime.process.settings import Settings
from tests.services.registry_kit.office import (
    CONTRIBUTIONS,
    KEY,
    contribution_line,
    pseudonym,
    write_csv,
    write_mapping,
)
from tests.stack.prefixed import named

OFFICER = {"staff": "staff-7", "role": "treasurer"}
LINES = 3 * LINES_AT_ONCE
BAD = {5, LINES_AT_ONCE + 5, LINES}
PARTITIONS = 3


@pytest.fixture
def topic(kafka: Cluster, topic_prefix: str) -> str:
    name = f"{topic_prefix}registry"
    kafka.create_topics(name, partitions=PARTITIONS)
    return name


@pytest.fixture
def environment(kafka: Cluster, tmp_path: Path) -> dict[str, str]:
    key = tmp_path / "pseudonyms.key"
    key.touch(mode=0o600)
    key.write_bytes(KEY)
    return {"TIDEOVER_KAFKA_SERVERS": kafka.servers, "TIDEOVER_PSEUDONYM_KEY": str(key)}


def command(folder: Path, topic: str, lines: int) -> list[str]:
    """The command for a file in which a few lines are wrong."""
    file = write_csv(
        folder / "april.csv",
        [contribution_line(number, **({"gross": "?"} if number + 2 in BAD else {})) for number in range(lines)],
    )
    mapping = write_mapping(folder / "map.yaml", CONTRIBUTIONS)
    return ["ingest", str(file), "--as", "contribution", "--map", str(mapping), "--topic", topic, "--json"]


@pytest.fixture
def words(tmp_path: Path, topic: str) -> list[str]:
    """A file of a hundred lines, one of which is wrong."""
    return command(tmp_path, topic, 100)


def in_topic(topic: str, environment: dict[str, str]) -> list[ReceivedMessage]:
    with reading(topic, Settings.from_environment(environment), None) as messages:
        return list(messages)


def run(words: list[str], environment: dict[str, str], code: int) -> str:
    result = CliRunner().invoke(app, words, env=environment)
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def killed_after_the_first_chunk(words: list[str], environment: dict[str, str]) -> None:
    """Start the command as people do, and kill it without warning once it wrote down that it got somewhere."""
    place = checkpoint_file(Path(words[1]))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "services", *words],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(place.exists, "the first chunk to be published")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL, "it was still at work"


def test_an_ingest_that_was_killed_is_finished_with_every_line_once_by_its_id(
    tmp_path: Path, environment: dict[str, str], topic: str
) -> None:
    words = command(tmp_path, topic, LINES)
    killed_after_the_first_chunk(words, environment)
    before = len(in_topic(topic, environment))
    assert 0 < before < LINES - len(BAD), "it was killed in the middle"

    said = json.loads(run(words, environment, 1))
    found = in_topic(topic, environment)
    by_id: dict[UUID, set[bytes]] = {}
    for one in found:
        by_id.setdefault(Envelope.from_bytes(one.value or b"").id, set()).add(one.value or b"")

    assert (said["lines"], said["published"], said["rejected"]) == (LINES, LINES - len(BAD), len(BAD))
    assert len(by_id) == LINES - len(BAD), "every good line is there"
    assert all(len(versions) == 1 for versions in by_id.values()), "what came twice is the same to the last byte"
    assert len(found) - len(by_id) <= LINES_AT_ONCE, "no more than the interrupted chunk came twice"
    with rejects_file(Path(words[1])).open(encoding="utf-8", newline="") as rejects:
        assert [int(row["line"]) for row in csv.DictReader(rejects)] == sorted(BAD)
    [check] = [json.loads(run(["check-producer", "--topic", topic, "--json"], environment, 0))]
    assert {one["code"] for one in check["findings"]} <= {"repeated"}


def test_what_is_published_is_keyed_placed_and_marked_as_the_contracts_say(
    words: list[str], environment: dict[str, str], topic: str
) -> None:
    run(words, environment, 1)
    found = in_topic(topic, environment)

    assert len(found) == 99
    assert {one.content_type for one in found} == {b"application/cloudevents+json"}
    for one in found:
        subject = Envelope.from_bytes(one.value or b"").subject
        assert one.key == subject.encode()
        assert one.partition == partition_of(subject, PARTITIONS)
    assert pseudonym("00-000001") in {Envelope.from_bytes(one.value or b"").subject for one in found}
    assert not [one for one in found if b"00-0000" in (one.value or b"")]


def test_acts_of_a_desk_go_to_the_topics_of_those_for_whom_it_speaks(
    kafka: Cluster, topic_prefix: str, tmp_path: Path
) -> None:
    names = [f"{topic_prefix}{door}" for door in DOORS]
    kafka.create_topics(*names, partitions=PARTITIONS)
    person = pseudonym("00-000001")
    acts: list[dict[str, Any]] = [
        {"event": "reissue-ordered", "instruction": str(UUID(int=7)), "officer": OFFICER, "ordered_on": "2020-04-01"},
        {"event": "reply-filed", "question": str(UUID(int=8)), "filed_on": "2020-04-02"},
    ]
    file = tmp_path / "acts.jsonl"
    file.write_text("".join(json.dumps({**act, "person": person}) + "\n" for act in acts), "utf-8")
    environment = {"TIDEOVER_KAFKA_SERVERS": kafka.servers}
    with named(topic_prefix):
        first, again = (run(["casework", str(file), "--json"], environment, 0) for _ in range(2))
    assert first == again, "told again, it is the same event"
    for name, act in zip(names[: len(acts)], acts, strict=True):  # these two are of officers and claimants
        [told, repeated] = in_topic(name, environment)
        assert told.value == repeated.value
        assert (told.key, told.partition) == (person.encode(), partition_of(person, PARTITIONS))
        assert act["event"] in Envelope.from_bytes(told.value or b"").type


def test_looking_on_leaves_no_trace_at_the_broker(
    kafka: Cluster, words: list[str], environment: dict[str, str], topic: str
) -> None:
    run(words, environment, 1)
    admin = KafkaAdminClient(bootstrap_servers=kafka.servers)
    before = {group["group_id"] for group in admin.list_groups()}
    run(["check-producer", "--topic", topic], environment, 0)
    assert {group["group_id"] for group in admin.list_groups()} == before
    admin.close()


def test_a_trial_asks_no_broker(words: list[str], environment: dict[str, str], topic: str) -> None:
    away = environment | {"TIDEOVER_KAFKA_SERVERS": "127.0.0.1:1"}
    said = json.loads(run([*words, "--dry-run"], away, 1))
    assert (said["published"], said["valid"], said["rejected"]) == (0, 99, 1)
    assert in_topic(topic, environment) == []


def test_bank_details_are_sealed_in_payments_books(
    tmp_path: Path, environment: dict[str, str], migrated_database_url: str
) -> None:
    Cipher.from_file(tmp_path / "keys" / "payments.key", KeyStore.in_memory())
    more = environment | {"TIDEOVER_DATABASE_URL": migrated_database_url, "TIDEOVER_KEYS": str(tmp_path / "keys")}
    accounts = ["10-000001,021000021:0000000042", "10-000002,no account!"]
    file = write_csv(tmp_path / "accounts.csv", accounts, "who,account")
    person = {"national_id": "who", "pattern": "[0-9]{2}-[0-9]{6}", "ignore": "-"}
    mapping = write_mapping(
        tmp_path / "accounts.yaml", {"source": "/office", "person": person, "fields": {"account": "account"}}
    )
    for _ in range(2):
        said = json.loads(run(["ingest", str(file), "--as", "bank-details", "--map", str(mapping), "--json"], more, 1))
        assert (said["topic"], said["published"], said["rejected"]) == (None, 1, 1)

    with (
        opened_stack(Settings.from_environment(more), ["payments"]) as stack,
        stack.databases["payments"].reading() as connection,
    ):
        [row] = connection.execute(select(bank_account)).all()
    assert row.person == pseudonym("10-000001")
    assert b"0000000042" not in row.account_sealed


def test_a_topic_that_is_not_there_is_one_sentence(words: list[str], environment: dict[str, str], topic: str) -> None:
    result = CliRunner().invoke(app, [f"{word}.gone" if word == topic else word for word in words], env=environment)
    assert isinstance(result.exception, BrokerRefused)
    assert str(result.exception) == f"The topic {topic}.gone is missing; make it with: tideover topics apply"
