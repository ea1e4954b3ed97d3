"""What the broker lets each principal do, on a real Apache Kafka with TLS, SCRAM and its StandardAuthorizer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import (
    GroupAuthorizationFailedError,
    TopicAuthorizationFailedError,
)
from typer.testing import CliRunner

from deploy.kafka import acls
from deploy.kafka.authority import new_authority
from deploy.kafka.rights import Right, principals, topics
from services.names import SERVICES
from services.runtime.kafka.clients import administering, connection
from services.runtime.kafka.topics import topic_name
from services.runtime.process.settings import Settings
from tests.deploy.secured import ADMIN_PASSWORD, WANTED, Secured, environment, write
from tests.shape.tree import ROOT

INSTITUTION = "social-security-fund"

MAY = [
    (INSTITUTION, "write", "tideover.registry"),
    ("training-centre", "write", "tideover.providers"),
    ("tideover-console", "write", "tideover.providers"),
    ("tideover-portal", "write", "tideover.intake"),
    ("tideover-clock", "write", "tideover.clock"),
    ("tideover-relay", "write", "tideover.claims"),
    ("tideover-relay", "write", "tideover.dead.claims"),
    ("tideover-all", "write", "tideover.claims"),
    ("tideover-all", "write", "tideover.dead.claims"),
    ("tideover-all", "read", "tideover.intake"),
    ("tideover-claims", "read", "tideover.eligibility"),
    ("tideover-feed", "read", "tideover.registry"),
    ("tideover-operator", "read", "tideover.payments"),
    ("tideover-exporter", "look", "tideover.payments"),
    ("tideover-autoscaler", "look", "tideover.registry"),
    ("tideover-topics", "make", "tideover.new"),
]
MAY_NOT = [
    ("tideover-all", "read", "tideover.claims"),
    (INSTITUTION, "read", "tideover.claims"),
    (INSTITUTION, "read", "tideover.registry"),
    (INSTITUTION, "write", "tideover.eligibility"),
    (INSTITUTION, "make", "tideover.mine"),
    ("training-centre", "write", "tideover.casework"),
    ("training-centre", "write", "tideover.console"),
    ("tideover-console", "write", "tideover.registry"),
    ("tideover-console", "write", "tideover.almp_referral"),
    ("tideover-console", "read", "tideover.providers"),
    ("tideover-portal", "write", "tideover.registry"),
    ("tideover-relay", "write", "tideover.registry"),
    ("tideover-relay", "read", "tideover.claims"),
    ("tideover-claims", "read", "tideover.registry"),
    ("tideover-claims", "write", "tideover.claims"),
    ("tideover-payments", "read", "tideover.registry"),
    ("tideover-exporter", "read", "tideover.payments"),
    ("tideover-operator", "write", "tideover.casework"),
    ("tideover-topics", "write", "tideover.payments"),
    ("tideover-topics", "make", "elsewhere"),
]


def read(settings: Settings, topic: str) -> None:
    """A look into the topic, in the user's own group."""
    consumer = KafkaConsumer(**connection(settings), group_id=settings.kafka_user, enable_auto_commit=False)
    try:
        place = TopicPartition(topic, 0)
        consumer.assign([place])
        consumer.seek_to_beginning(place)
        consumer.committed(place)
        consumer.poll(timeout_ms=2_000)
    finally:
        consumer.close()


def look(settings: Settings, topic: str) -> None:
    """Where the topic ends and how far a group has come, without reading."""
    consumer = KafkaConsumer(**connection(settings), group_id=None, enable_auto_commit=False)
    try:
        assert consumer.end_offsets([TopicPartition(topic, 0)])
    finally:
        consumer.close()
    with KafkaAdminClient(**connection(settings)) as client:
        client.list_group_offsets("tideover-payments")


def make(settings: Settings, topic: str) -> None:
    """A new topic."""
    with KafkaAdminClient(**connection(settings)) as client:
        client.create_topics([NewTopic(topic, 1, 1)])


DOING: dict[str, Callable[[Settings, str], None]] = {"write": write, "read": read, "look": look, "make": make}


def outcome(secured: Secured, user: str, doing: str, topic: str) -> str:
    """`may` or `may not`; anything else that goes wrong is raised."""
    try:
        DOING[doing](secured.as_user(user), topic)
    except (TopicAuthorizationFailedError, GroupAuthorizationFailedError):
        return "may not"
    return "may"


def test_everybody_may_do_their_work_and_nothing_else(secured: Secured) -> None:
    expected = {**dict.fromkeys(MAY, "may"), **dict.fromkeys(MAY_NOT, "may not")}
    found = {one: outcome(secured, *one) for one in expected}
    assert {one: said for one, said in found.items() if said != expected[one]} == {}


def written_by(settings: Settings, names: Iterable[str]) -> set[str]:
    """Which of the topics take a message of the user's."""
    taken = set()
    producer = KafkaProducer(**connection(settings), retries=0, max_block_ms=15_000)
    try:
        for name in names:
            try:
                producer.send(topic_name(name), key=b"p-1", value=b"{}").get(timeout=15)
            except TopicAuthorizationFailedError:
                continue
            taken.add(name)
    finally:
        producer.close(timeout=5)
    return taken


def test_everybody_writes_the_topics_of_one_publisher_and_no_other(secured: Secured) -> None:
    """The door takes an event from its publisher's topic alone, so this is what keeps one from speaking for another."""
    table = topics()
    others = principals()
    own = {who: set(written) for kind in others.values() for who, written in kind.items()}
    own["tideover-relay"] = own["tideover-all"] = table.keys() & set(SERVICES)
    assert set().union(*own.values()) == table.keys(), "every topic has a writer"
    assert {who: written_by(secured.as_user(who), table) for who in own} == own


def test_a_right_too_many_is_what_lets_somebody_through(secured: Secured) -> None:
    """Refusals come from the access lists alone: with one more, the same reading passes, and apply takes it away."""
    too_much = {Right(INSTITUTION, "topic", "tideover.claims", operation) for operation in ("Read", "Describe")}
    too_much |= {Right(INSTITUTION, "group", INSTITUTION, "Read")}
    with administering(secured.as_user("admin")) as client:
        acls.give(client, too_much)
    assert outcome(secured, INSTITUTION, "read", "tideover.claims") == "may"

    told = run(secured, "diff")
    assert told.exit_code == 1
    assert told.output.count("superfluous:") == len(too_much)
    assert f"{len(too_much)} taken away" in run(secured, "apply", "--prune").output

    with administering(secured.as_user("admin")) as client:
        assert acls.there(client) == (WANTED, [])
    assert outcome(secured, INSTITUTION, "read", "tideover.claims") == "may not"


def test_what_is_missing_is_seen_and_given(secured: Secured) -> None:
    gone = {right for right in WANTED if right.principal == "tideover-clock"}
    with administering(secured.as_user("admin")) as client:
        acls.take(client, gone)

    assert run(secured, "diff").output.count("missing:") == len(gone)
    assert outcome(secured, "tideover-clock", "write", "tideover.clock") == "may not"
    assert f"{len(gone)} added" in run(secured, "apply").output
    assert run(secured, "diff").exit_code == 0
    assert outcome(secured, "tideover-clock", "write", "tideover.clock") == "may"


def run(secured: Secured, *arguments: str) -> Any:
    """The command as an operator gives it, with the administrator's settings."""
    return CliRunner().invoke(acls.app, list(arguments), env=environment(secured.as_user("admin")))


DIFF = (sys.executable, "-m", "deploy.kafka.acls", "diff")


def reasons(settings: Settings, *words: str) -> str:
    """What the client has told an operator whom nobody lets in, up to the first of the words: it tries for a minute."""
    patient = environment(settings) | {"TIDEOVER_KAFKA_PATIENCE_SECONDS": "60"}
    with subprocess.Popen(DIFF, cwd=ROOT, env=patient, stderr=subprocess.PIPE, text=True) as asking:
        assert asking.stderr is not None
        told = ""
        for line in asking.stderr:
            told += line
            if any(word in line for word in words):
                break
        asking.kill()
    return told


def test_who_is_not_let_in_gets_one_sentence_below_the_reasons(secured: Secured) -> None:
    impatient = environment(secured.broker.settings(INSTITUTION, "guessed")) | {"TIDEOVER_KAFKA_PATIENCE_SECONDS": "1"}
    done = subprocess.run(DIFF, cwd=ROOT, env=impatient, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("No broker at 127.0.0.1:")


CLOSED = ("SaslAuthenticationFailedError", "disconnected")
"""How kafka-python tells that nobody let it in. It drops an answer that comes together with the end of the stream, and
a broker sends its refusal and closes in one go: a client that is slow to read sees only the end."""


@pytest.mark.parametrize("user", [INSTITUTION, "a-stranger"])
def test_a_wrong_password_is_refused_and_so_is_a_stranger(secured: Secured, user: str) -> None:
    told = reasons(secured.broker.settings(user, "guessed"), *CLOSED)
    assert any(word in told for word in CLOSED), told


def test_a_broker_that_another_authority_signed_is_not_believed(secured: Secured, tmp_path: Path) -> None:
    other = tmp_path / "other.crt"
    other.write_bytes(new_authority().certificate_pem())
    why = "CERTIFICATE_VERIFY_FAILED"
    assert why in reasons(secured.broker.settings("admin", ADMIN_PASSWORD, ca=other), why)


def test_nobody_is_heard_without_tls(secured: Secured) -> None:
    plain = Settings(kafka_servers=f"127.0.0.1:{secured.broker.port}", kafka_security="PLAINTEXT")
    assert "disconnected" in reasons(plain, "disconnected")
