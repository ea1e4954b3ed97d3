"""An outbox lets go of what the log no longer keeps, of nothing else, and nobody misses it."""

from __future__ import annotations

import json

import pytest
from kafka import TopicPartition
from sqlalchemy import select, text

from services.names import CONSOLE
from services.operations import pruning
from services.runtime.database.store import missed, outbox, reached, upsert
from services.runtime.delivery.messages import OUTBOX
from services.runtime.delivery.outbox import ends_of
from services.runtime.kafka.clients import looking_on
from services.runtime.kafka.topics import topic_name
from tests.stack.chronicle import number_told
from tests.stack.served import PARTITIONS, Served, Told, tideover

PEOPLE = 12
KEPT = 2
"""Messages that each partition of the log still has."""


def claims_of(first: int, last: int) -> list[Told]:
    """So many people file a claim each."""
    told = [number_told(f"p-{number}", number) for number in range(first, last)]
    return [("intake", one.subject, one.to_bytes()) for one in told]


@pytest.fixture
def aged(empty_world: Served) -> Served:
    """A world in which claims said much, of which the log has deleted all but the last."""
    empty_world.hears(claims_of(0, PEOPLE))
    empty_world.works()
    assert tideover(empty_world, "prune", "--check")["rows"]["claims"] == 0, "the log keeps everything yet"
    for partition, end in empty_world.ends("claims").items():
        assert end > KEPT, "each partition has something to delete"
        empty_world.forgets("claims", partition, end - KEPT)
    return empty_world


def in_outbox(world: Served) -> set[str]:
    """The ids of what claims has said and still has."""
    with world.stack.databases["claims"].reading() as connection:
        return {str(one) for one in connection.scalars(select(outbox.c.event_id))}


def in_log(world: Served) -> set[str]:
    """The ids of what the log still keeps of it."""
    with looking_on(world.settings, auto_offset_reset="earliest") as reader:
        places = [TopicPartition(topic_name("claims"), number) for number in range(PARTITIONS)]
        reader.assign(places)
        ends, found = reader.end_offsets(places), set()
        while any(reader.position(place) < end for place, end in ends.items()):
            for records in reader.poll(timeout_ms=500).values():
                found |= {json.loads(one.value)["id"] for one in records}
    return found


def test_what_the_log_deleted_goes_and_what_it_keeps_stays(aged: Served) -> None:
    before = in_outbox(aged)
    said = tideover(aged, "prune", "claims", "--check")
    assert in_outbox(aged) == before, "looking takes nothing away"
    assert tideover(aged, "prune") == {
        "taken_away": True,
        "rows": dict.fromkeys((*aged.stack.databases, CONSOLE), 0) | said["rows"],
    }
    assert 0 < said["rows"]["claims"] == len(before) - len(in_outbox(aged))
    assert in_log(aged) <= in_outbox(aged)
    assert tideover(aged, "prune")["rows"]["claims"] == 0, "once is enough"


def hears_from_outboxes_to(world: Served, number: int) -> None:
    """Whoever listens to claims was chained once, and has heard so much of each partition since."""
    rows = [
        {"topic": f"claims{OUTBOX}", "partition": partition, "next_position": number} for partition in range(PARTITIONS)
    ]
    for name, service in world.stack.services.items():
        if "claims" in service.topics():
            with world.stack.databases[name].begin() as connection:
                upsert(connection, reached, rows)


def test_who_ran_chained_and_runs_apart_again_lets_go_of_what_it_has_heard_by_the_log(aged: Served) -> None:
    hears_from_outboxes_to(aged, 0)
    assert tideover(aged, "prune", "claims", "--check")["rows"]["claims"] > 0
    place = {"topic": "claims", "partition": 0, "start": 0, "end": 1}
    with aged.stack.databases["oversight"].begin() as connection:
        upsert(connection, missed, [place])
    assert tideover(aged, "prune", "claims", "--check")["rows"]["claims"] == 0, "passed over is not heard"


def test_a_log_that_was_made_anew_has_let_nobody_hear_what_stands_before_it(aged: Served) -> None:
    hears_from_outboxes_to(aged, 0)
    with aged.stack.databases["claims"].begin() as connection:
        for table, columns in (("outbox", ["number"]), ("outbox_partition", ["next_number", "published"])):
            later = ", ".join(f"{column} = {column} + 1000" for column in columns)  # than the log that there is now
            connection.execute(text(f"UPDATE {table} SET {later}"))
    assert tideover(aged, "prune", "claims", "--check")["rows"]["claims"] == 0


def test_a_border_too_late_would_take_what_the_log_keeps(aged: Served) -> None:
    """The check above is seen to bite."""
    database = aged.stack.databases["claims"]
    border = pruning.border_of(aged.settings, "claims", database)
    assert border is not None
    with database.reading() as connection:
        too_late = ends_of(connection)
    assert sum(pruning.remove_before(database, too_late, rows=3)) > 0
    assert not in_log(aged) <= in_outbox(aged)


def test_nobody_misses_it(aged: Served) -> None:
    tideover(aged, "prune")
    assert tideover(aged, "audit")["findings"] == []
    assert aged.publishes() == 0, "nothing goes out twice"
    aged.hears(claims_of(0, PEOPLE))
    aged.works()
    left = in_outbox(aged)
    aged.hears(claims_of(PEOPLE, PEOPLE + 1))
    aged.works()
    assert len(in_outbox(aged) - left) > 0, "what is new is said and published"
    assert tideover(aged, "audit")["findings"] == []


def test_what_was_not_published_stays_though_the_log_has_nothing(aged: Served) -> None:
    for partition, end in aged.ends("claims").items():
        aged.forgets("claims", partition, end)
    published = in_outbox(aged)
    aged.hears(claims_of(PEOPLE, PEOPLE + 2))
    aged.reads("tideover-claims")
    waiting = in_outbox(aged) - published
    assert waiting
    tideover(aged, "prune")
    assert waiting <= in_outbox(aged)
    assert aged.publishes() >= len(waiting)


def test_a_log_that_is_not_that_of_the_outbox_takes_nothing_away(aged: Served) -> None:
    with aged.stack.databases["claims"].begin() as connection:
        connection.execute(text("UPDATE outbox SET event_id = gen_random_uuid()"))
    assert tideover(aged, "prune")["rows"]["claims"] == 0
