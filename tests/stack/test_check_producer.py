"""A producer's topic on Apache Kafka, read by somebody who looks on: each mistake is found where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.kafka.cluster import Cluster
from services.__main__ import app
from services.registry_kit.findings import FINDINGS
from services.runtime.kafka.clients import administering, producing
from services.runtime.process.settings import Settings
from tests.services.registry_kit.producer import BEGAN, PARTITIONS, Sent, as_it_should_be, contribution, mistakes

ALWAYS = ("--silence-hours", "1000000")
MISTAKES = mistakes()
Place = tuple[int, int]
Send = Callable[[Iterable[Sent]], list[Place]]


@pytest.fixture
def topic(kafka: Cluster, topic_prefix: str) -> str:
    """A topic whose messages keep the time that their producer gave them, so that a story can take weeks."""
    name = f"{topic_prefix}registry"
    configs = {"retention.ms": "-1", "message.timestamp.type": "CreateTime"}
    asked = {"num_partitions": PARTITIONS, "replication_factor": 1, "configs": configs}
    with administering(Settings(kafka_servers=kafka.servers)) as client:
        client.create_topics({name: asked}, wait_for_metadata=True)
    return name


@pytest.fixture
def send(kafka: Cluster, topic: str) -> Send:
    def send(messages: Iterable[Sent]) -> list[Place]:
        with producing(Settings(kafka_servers=kafka.servers), linger_ms=50) as producer:
            futures = [
                producer.send(
                    topic,
                    key=sent.key,
                    value=sent.value,
                    partition=sent.partition,
                    timestamp_ms=sent.at_ms,
                    headers=[("content-type", sent.content_type)] if sent.content_type else [],
                )
                for sent in messages
            ]
            producer.flush()
            found = [future.get(timeout=60) for future in futures]
            return [(one.partition, one.offset) for one in found]

    return send


@pytest.fixture
def check(kafka: Cluster, topic: str) -> Callable[..., tuple[int, str]]:
    def check(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(
            app, ["check-producer", "--topic", topic, *words], env={"TIDEOVER_KAFKA_SERVERS": kafka.servers}
        )
        assert isinstance(result.exception, SystemExit | None), result.exception
        return result.exit_code, result.stdout

    return check


Check = Callable[..., tuple[int, str]]


def findings(said: str) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in json.loads(said)["findings"]}


def test_a_good_producer_is_told_that_there_is_no_fault(send: Send, check: Check) -> None:
    sent = send(as_it_should_be())
    code, said = check(*ALWAYS)
    assert (code, said.splitlines()[-1]) == (0, "No fault.")
    assert f"from the beginning on; messages: {len(sent)}." in said


def test_every_mistake_is_found_with_its_place(send: Send, check: Check, topic: str) -> None:
    send(contribution(number) for number in range(100, 130))
    own_topic = [code for code in MISTAKES if code not in {"nothing-there", "silence", "wrong-topic"}]
    places = {code: send(mistakes(1000 * number)[code])[-1] for number, code in enumerate(own_topic, 1)}

    code, said = check("--json", *ALWAYS)
    found = findings(said)

    assert code == 1
    assert found.keys() >= set(own_topic)
    for mistake, (partition, offset) in places.items():
        assert f"{topic}/{partition}/{offset}" in found[mistake]["examples"], mistake
        assert found[mistake]["what_to_do"] == FINDINGS[mistake].do


def test_silence_and_an_empty_topic_are_said(send: Send, check: Check) -> None:
    code, said = check("--json")
    assert (code, list(findings(said))) == (1, ["nothing-there"])

    send(MISTAKES["silence"])
    code, said = check("--json")
    silence = findings(said)["silence"]
    assert code == 1
    assert silence["count"] == 2, "in the middle, and since"
    assert silence["namely"][0] == "4 days 2 h, from 2020-04-03 00:00 UTC to 2020-04-07 02:00 UTC."


def test_harmless_findings_are_said_and_are_no_fault(send: Send, check: Check) -> None:
    send(MISTAKES["repeated"])
    code, said = check(*ALWAYS)
    assert code == 0
    assert "The same message came more than once.  [repeated]" in said
    assert "how often   1 (harmless)" in said


def test_only_what_came_since_a_day_is_looked_at(send: Send, check: Check) -> None:
    send([contribution(1, hour=0).saying(data__earnings__minor=-1), contribution(2, hour=48)])
    assert check(*ALWAYS)[0] == 1
    since = f"{BEGAN + timedelta(days=1):%Y-%m-%d}"
    code, said = check("--since", since, *ALWAYS)
    assert code == 0
    assert f"from {since} 00:00 UTC on; messages: 1." in said


def test_what_is_wrong_is_said_in_words_without_repeating_anything(send: Send, check: Check) -> None:
    send(MISTAKES["bad-data"])
    code, said = check(*ALWAYS)
    assert code == 1
    assert "schema: A field breaks its rule.  [bad-data]" in said
    assert "namely      earnings.minor: must be a whole number" in said
    assert "what to do  Mend the named fields" in said
    assert said.rstrip().endswith("Kinds of fault: 1.")
    assert "2400" not in said
