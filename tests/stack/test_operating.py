"""What an operator asks on the command line, on real servers: what is behind, what waits, and letting it go on."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from contracts.base import Envelope, partition_of
from deploy.waiting import until
from services.__main__ import app
from services.names import SERVICES
from services.runtime.delivery import parking
from services.runtime.delivery.locks import lock
from services.runtime.kafka.topics import topic_table
from tests.stack.chronicle import number_told
from tests.stack.served import PARTITIONS, RUNNER, Served, Told, tideover


def as_told(envelope: Envelope, **wrong: object) -> Told:
    """The event as a claimant's office sends it, perhaps with something wrong in it."""
    said = json.loads(envelope.to_bytes())
    said["data"] |= wrong
    return ("intake", envelope.subject, json.dumps(said).encode())


def test_lag_names_who_is_behind_where_by_how_much_and_since_when(empty_world: Served) -> None:
    world = empty_world
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
    for_people = RUNNER.invoke(app, ["lag", "--behind"], env=world.environment)
    looked_at = f"{len(quiet['partitions'])} partitions were looked at, and {len(SERVICES)} outboxes"
    assert for_people.stdout == f"Nothing waits: {looked_at}.\n"


def test_a_parked_event_is_set_aside_by_a_person_and_who_waited_behind_it_goes_on(empty_world: Served) -> None:
    world = empty_world
    wrong = as_told(number_told("p-1", 1), filed_on="the day before")
    world.hears([wrong, as_told(number_told("p-1", 2)), as_told(number_told("p-2", 3))])
    world.works()
    said_of_another = world.said("claims")
    assert said_of_another > 0, "others are not held up"

    first, behind = [one for one in tideover(world, "parked", "list") if one["service"] == "claims"]
    assert (first["about"], first["code"], behind["code"]) == ("p-1", "bad-data", "behind-parked")
    assert world.mirrored("claims") == 2, "dead letters have them too"
    number = str(first["number"])
    shown = tideover(world, "parked", "show", "claims", number)
    assert shown["body"].encode() == wrong[2]
    assert "filed_on" in shown["reason"]

    still = tideover(world, "parked", "replay", "claims", "--subject", "p-1")
    assert (still[0]["done"], still[0]["parked"]) == (0, 2), "nothing was mended, nothing is gone"
    discard = ("parked", "discard", "claims", number, "--officer", "staff-1", "--reason", "Filed again, correctly.")
    assert tideover(world, *discard)["officer"] == "staff-1"
    tideover(world, *discard, status=2)  # it waits no more
    done = tideover(world, "parked", "replay", "claims")
    assert [(one["about"], one["done"], one["parked"], one["refused"]) for one in done] == [("p-1", 1, 0, False)]
    said = world.said("claims") - said_of_another
    assert said > 0, "what follows stands in the outbox"
    assert world.publishes() == said, "and goes out with the relay"
    assert [one for one in tideover(world, "parked", "list") if one["service"] == "claims"] == []


def test_a_replay_waits_for_the_worker_that_is_about_to_park_more_of_the_person(empty_world: Served) -> None:
    world, claims = empty_world, empty_world.stack.databases["claims"]
    first, second = (number_told("p-1", number) for number in (1, 2))
    with claims.begin() as connection:
        parking.park(connection, [to_park(first, "handler-failed", 0)])
    with ThreadPoolExecutor(1) as pool:
        with claims.begin() as worker:
            lock(worker, claims, ["p-1"])
            parking.park(worker, [to_park(second, "behind-parked", 1)])
            replaying = pool.submit(world.stack.replay, "claims", "p-1")
            until(lambda: somebody_waits(world), "the replay to wait for the person")
        receipt = replaying.result()
    assert receipt is not None
    assert (receipt.done, receipt.parked) == (2, 0), "both are seen, in order"


def to_park(one: Envelope, code: str, offset: int) -> parking.ToPark:
    """An event on its way to the parked table."""
    origin = f"intake/{partition_of(one.subject, PARTITIONS)}/{offset}"
    return parking.ToPark(str(one.id), one.subject, code, "as a test says", origin, one.to_bytes())


def somebody_waits(world: Served) -> bool:
    """Whether a transaction waits for a lock of another."""
    with world.stack.databases["oversight"].reading() as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
        return bool(connection.scalar(text(waiting)))


def test_a_service_that_is_none_is_said_to_be_so(empty_world: Served) -> None:
    for words in (("parked", "show", "pensions", "1"), ("parked", "replay", "pensions")):
        tideover(empty_world, *words, status=2)
