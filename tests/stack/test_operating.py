"""What an operator asks on the command line, on real servers: what is behind, what waits, and letting it go on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts.base import partition_of
from deploy.kafka.cluster import Cluster
from deploy.postgres.server import Server
from services.runtime.topics import topic_table
from tests.stack.served import PARTITIONS, Served, tideover, world_that_lived


@pytest.fixture(scope="module")
def world(kafka: Cluster, postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with world_that_lived(kafka, postgresql, tmp_path_factory.mktemp("operating")) as one:
        yield one


def test_lag_names_who_is_behind_where_by_how_much_and_since_when(world: Served) -> None:
    quiet = tideover(world, "lag")
    assert (quiet["events"], quiet["seconds"]) == (0, 0)
    heard = {topic for topic, entry in topic_table().topics.items() if entry.readers}
    assert {one["topic"] for one in quiet["partitions"]} == heard, "a group that has read everything is still named"

    subjects = ["p-1", "p-2", "p-3"]
    world.hears([("registry", subject, b"not for anybody") for subject in subjects])
    said = tideover(world, "lag", "--behind")
    found = {(one["group"], one["topic"], one["partition"]): one["events"] for one in said["partitions"]}
    waiting = [partition_of(subject, PARTITIONS) for subject in subjects]
    assert found == {
        (group, "registry", partition): waiting.count(partition)
        for group in ("tideover-feed", "tideover-almp_referral")
        for partition in set(waiting)
    }
    assert said["events"] == 2 * len(subjects)
    assert said["seconds"] == max(one["seconds"] for one in said["partitions"])
    world.works()
    assert tideover(world, "lag", "--behind")["partitions"] == []


def test_a_parked_event_is_set_aside_by_a_person_and_who_waited_behind_it_goes_on(world: Served) -> None:
    early = world.early
    waiting = [one for one in tideover(world, "parked", "list") if one["service"] == "payments"]
    about = [one for one in waiting if one["about"] == early[1]]
    first, *behind = about
    shown = tideover(world, "parked", "show", "payments", str(first["number"]))
    assert (shown["code"], shown["body"].encode()) == (first["code"], early[2])
    assert {one["code"] for one in behind} == {"behind-parked"}
    assert world.mirrored("payments") == len(waiting)

    still = tideover(world, "parked", "replay", "payments", "--subject", early[1])
    assert (still[0]["done"], still[0]["parked"]) == (0, len(about)), "nothing was mended, nothing is gone"

    discard = ("parked", "discard", "payments", str(first["number"]), "--officer", "staff-1", "--reason", "came early")
    assert tideover(world, *discard)["officer"] == "staff-1"
    tideover(world, *discard, status=2)  # it waits no more
    before = world.said("payments")
    done = tideover(world, "parked", "replay", "payments", "--subject", early[1])
    assert done[0]["done"] > 0
    assert not done[0]["refused"]
    said = world.said("payments") - before
    assert said > 0, "what follows stands in the outbox"
    assert world.publishes() == said, "and goes out with the relay"
    world.works()
    waiting = [one for one in tideover(world, "parked", "list") if one["about"] == early[1]]
    waiting = [one for one in waiting if one["service"] == "payments"]
    assert len(waiting) == done[0]["parked"]
    assert first not in waiting


def test_what_cannot_be_done_is_one_sentence(world: Served) -> None:
    for words in (("parked", "show", "pensions", "1"), ("parked", "replay", "pensions")):
        tideover(world, *words, status=2)
