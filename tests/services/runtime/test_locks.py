"""A person's slot: the same everywhere, inside the partition that Kafka gives the person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contracts.base import partition_of
from services.runtime.delivery.locks import MANY, SLOTS, slots_of

subjects = st.text(alphabet="pabc0123456789:_.-", min_size=1, max_size=64)


@given(subjects=st.sets(subjects, max_size=30), partitions=st.integers(1, 256))
def test_slots_of_many_are_those_of_each(subjects: set[str], partitions: int) -> None:
    each = [slots_of([subject], partitions) for subject in subjects]
    assert all(len(one) == 1 for one in each)
    assert slots_of(subjects, partitions) == set().union(*each)


@given(subject=subjects, partitions=st.integers(1, 256))
def test_a_slot_belongs_to_the_partition_of_its_person(subject: str, partitions: int) -> None:
    (slot,) = slots_of([subject], partitions)
    assert slot // SLOTS == partition_of(subject, partitions)


def test_people_of_a_partition_are_spread_over_its_slots() -> None:
    assert len(slots_of([f"p-{number:032x}" for number in range(2000)], 1)) == SLOTS


def test_many_keys_of_one_length_are_hashed_side_by_side_as_one_by_one() -> None:
    subjects = [f"p-{number:032x}" for number in range(5 * MANY)]
    assert slots_of(subjects, 7) == {slot for subject in subjects for slot in slots_of([subject], 7)}
