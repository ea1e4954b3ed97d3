"""A worker asks the broker how long it may be silent before it joins a group, and disturbs nobody by asking."""

from __future__ import annotations

from deploy.kafka.cluster import Cluster
from services.runtime.kafka.clients import administering
from services.runtime.kafka.session import session_fault
from services.runtime.process.settings import Settings

SHORTEST_MS = 1_000
"""What the brokers of tests allow at least (deploy/kafka/broker.py)."""
GROUP = "asked-about-its-session"


def test_a_session_that_the_broker_refuses_is_told_in_a_sentence_with_the_brokers_settings(kafka: Cluster) -> None:
    settings = Settings(kafka_servers=kafka.servers)
    too_short = settings.model_copy(update={"kafka_session_ms": SHORTEST_MS - 1})
    fault = session_fault(too_short, GROUP)
    assert fault is not None
    assert fault.startswith(
        "The broker takes no session of 999 ms: set TIDEOVER_KAFKA_SESSION_MS to what its group.min."
    )


def test_a_session_that_the_broker_allows_is_no_fault_and_whoever_asks_joins_nothing(kafka: Cluster) -> None:
    settings = Settings(kafka_servers=kafka.servers, kafka_session_ms=SHORTEST_MS)
    assert session_fault(settings, GROUP) is None
    with administering(settings) as client:
        assert GROUP not in {group["group_id"] for group in client.list_groups()}


def test_a_broker_that_does_not_answer_is_not_blamed_for_the_session() -> None:
    assert session_fault(Settings(kafka_servers="127.0.0.1:1", kafka_patience_seconds=1), GROUP) is None
