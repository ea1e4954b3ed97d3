"""Topics as code on a real broker: made once, compared in words, mended, and never repartitioned."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient
from typer.testing import CliRunner

from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.__main__ import app
from services.runtime.kafka import topics
from services.runtime.kafka.clients import BrokerRefused, administering, producing
from services.runtime.kafka.topic_admin import mend, topics_fault, topics_there
from services.runtime.kafka.topics import TopicTable, dead_letter_name, differences, topic_name, topic_table, wanted
from services.runtime.process.settings import Settings

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _table_of_our_own(
    kafka: Cluster, topic_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The table as it stands, under a prefix that no other test on this broker has."""
    table = tmp_path / "topics.yaml"
    table.write_text(topics.FILE.read_text("utf-8").replace("prefix: tideover.", f"prefix: {topic_prefix}"), "utf-8")
    monkeypatch.setattr(topics, "FILE", table)
    monkeypatch.setenv("TIDEOVER_KAFKA_SERVERS", kafka.servers)
    monkeypatch.setenv("TIDEOVER_KAFKA_REPLICATION", "1")
    topic_table.cache_clear()
    assert topic_table().prefix == topic_prefix
    yield
    topic_table.cache_clear()


def registry() -> str:
    return topic_name("registry")


def run(*words: str) -> tuple[int, str]:
    result = RUNNER.invoke(app, ["topics", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout


def alter(topic: str, settings: dict[str, str]) -> None:
    with administering(Settings.from_environment()) as client:
        client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, settings)])
        until(lambda: settings.items() <= in_force(client, topic).items(), f"{settings} of {topic}")


def remake(topic: str, partitions: int) -> None:
    with administering(Settings.from_environment()) as client:
        client.delete_topics([topic])
        until(lambda: topic not in client.list_topics(), f"the end of {topic}")
        client.create_topics({topic: {"num_partitions": partitions, "replication_factor": 1}}, wait_for_metadata=True)


def in_force(client: KafkaAdminClient, topic: str) -> dict[str, Any]:
    held = client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic, None)], config_filter="all")
    return {name: entry["value"] for name, entry in held["topic"][topic].items()}


def test_from_nothing_to_every_topic_and_again_to_no_change() -> None:
    code, said = run("diff")
    assert code == 1
    assert f"{registry()} is missing." in said

    code, said = run("apply")
    assert (code, said.splitlines()[-1]) == (
        0,
        "Topics asked for: 17. Differences mended: 17, left: 0.",
    )
    for _ in range(2):
        assert run("apply") == (0, "Topics asked for: 17. Differences mended: 0, left: 0.\n")
        assert run("diff") == (0, "Topics asked for: 17. Differences: 0.\n")


def test_the_broker_holds_what_the_table_says() -> None:
    run("apply")
    with administering(Settings.from_environment()) as client:
        there, held = topics_there(client), in_force(client, registry())
        dead = in_force(client, dead_letter_name("payments"))
    assert there[registry()].partitions == topic_table().partitions
    assert held["retention.ms"] == str(90 * 86_400_000)
    assert dead["retention.ms"] == str(180 * 86_400_000)
    for settings in (held, dead):
        assert settings["cleanup.policy"] == "delete"
        assert settings["min.insync.replicas"] == "1"
        assert settings["message.timestamp.type"] == "LogAppendTime"
        assert settings["unclean.leader.election.enable"] == "false"


def test_a_setting_that_somebody_changed_is_said_in_words_and_mended() -> None:
    run("apply")
    alter(registry(), {"retention.ms": str(7 * 86_400_000), "cleanup.policy": "compact"})

    code, said = run("diff")
    assert code == 1
    assert f"{registry()}: retention.ms is 7 days and should be 90 days." in said
    assert f"{registry()}: cleanup.policy is compact and should be delete." in said

    code, said = run("apply", "--json")
    assert code == 0
    assert {one["kind"] for one in json.loads(said)["mended"]} == {"setting"}
    assert run("diff")[0] == 0


def test_a_setting_that_the_table_does_not_name_is_said_and_left_to_a_person() -> None:
    run("apply")
    alter(registry(), {"max.message.bytes": "2000000"})

    assert f"{registry()}: max.message.bytes is set to 2000000 at the broker" in run("diff")[1]
    code, said = run("apply")
    assert code == 1
    assert "left as it is: " in said
    with administering(Settings.from_environment()) as client:
        assert in_force(client, registry())["max.message.bytes"] == "2000000"


def test_a_wrong_partition_count_is_refused_and_never_changed() -> None:
    run("apply")
    bank = topic_name("bank")
    remake(bank, 6)
    code, said = run("apply")
    assert code == 1
    assert f"left as it is: {bank} has 6 partitions and should have 4; this is never changed" in said
    with administering(Settings.from_environment()) as client:
        assert topics_there(client)[bank].partitions == 6

    fault = topics_fault(
        Settings.from_environment({**_environment(), "TIDEOVER_PARTITIONS": "4"}), ["registry", "bank"]
    )
    assert fault == f"TIDEOVER_PARTITIONS is 4, but the topic {bank} has 6 partitions."


def _environment() -> dict[str, str]:
    settings = Settings.from_environment()
    return {"TIDEOVER_KAFKA_SERVERS": settings.kafka_servers, "TIDEOVER_KAFKA_REPLICATION": "1"}


def test_a_worker_is_told_what_is_missing_in_one_sentence() -> None:
    run("apply")
    settings = Settings.from_environment({**_environment(), "TIDEOVER_PARTITIONS": "4"})
    assert topics_fault(settings, topic_table().topics) is None

    clock = topic_name("clock")
    with administering(settings) as client:
        client.delete_topics([clock])
        until(lambda: clock not in client.list_topics(), f"the end of {clock}")
    assert topics_fault(settings, ["claims", "clock"]) == (
        f"The topic {clock} is missing; make it with: tideover topics apply"
    )
    run("apply")
    assert topics_fault(settings, ["claims", "clock"]) is None


def test_a_topic_that_nobody_wrote_down_is_said_and_kept(kafka: Cluster) -> None:
    run("apply")
    stray = f"{topic_table().prefix}claim"
    kafka.create_topics(stray, partitions=1)
    assert f"{stray} is at the broker and not in the table of topics." in run("diff")[1]
    assert run("apply")[0] == 0
    with administering(Settings.from_environment()) as client:
        assert stray in client.list_topics()


def test_fewer_brokers_than_copies_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIDEOVER_KAFKA_REPLICATION")
    settings = Settings.from_environment()
    table = topic_table().model_copy(update={"prefix": "threefold."})
    asked = wanted(settings, table)
    with (
        pytest.raises(
            BrokerRefused, match=r"kept 3 times, and the number of brokers is 1; .*TIDEOVER_KAFKA_REPLICATION"
        ),
        administering(settings) as client,
    ):
        mend(client, asked, table.prefix)


def test_a_broker_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path, kafka_servers="127.0.0.1:1", kafka_patience_seconds=1)
    with pytest.raises(BrokerRefused, match=r"No broker at 127.0.0.1:1 answered"), administering(settings):
        pass


def compacted(prefix: str) -> TopicTable:
    """A table of our own, with a topic that keeps the last word of each key."""
    given = topic_table().model_dump()
    given["prefix"] = prefix
    given["topics"]["bank"]["cleanup_policy"] = "compact"
    return TopicTable.model_validate(given)


def test_three_brokers_keep_three_copies_and_take_messages_with_one_gone(
    kafka_of_three: Cluster, topic_prefix: str
) -> None:
    table = compacted(topic_prefix)
    settings = Settings(kafka_servers=kafka_of_three.servers)
    asked = wanted(settings, table)
    with administering(settings) as client:
        assert mend(client, asked, table.prefix)[1] == []
        until(lambda: not list(differences(asked, topics_there(client), table.prefix)), "all brokers to know")
        there = topics_there(client)
    claims, bank = there[f"{topic_prefix}claims"], there[f"{topic_prefix}bank"]
    assert (claims.replication, claims.settings["min.insync.replicas"]) == (3, "2")
    assert (claims.settings["cleanup.policy"], bank.settings["cleanup.policy"]) == ("delete", "compact")

    kafka_of_three.brokers[2].kill()
    with producing(settings) as producer:
        for partition in range(claims.partitions):
            producer.send(claims.name, b"still here", partition=partition).get(timeout=60)
