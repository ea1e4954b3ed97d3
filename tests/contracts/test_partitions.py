"""A person's partition is the one that Kafka's own clients choose."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contracts.base import partition_of


@given(subject=st.text(min_size=1, max_size=64), partitions=st.integers(1, 256))
def test_a_registry_that_leaves_the_choice_to_its_kafka_client_hits_our_partition(
    subject: str, partitions: int
) -> None:
    from kafka.partitioner.default import murmur2  # noqa: PLC0415 - warns on import, which pytest sees as an error

    assert partition_of(subject, partitions) == (murmur2(subject.encode()) & 0x7FFFFFFF) % partitions
