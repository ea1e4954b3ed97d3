"""Two pseudonyms of one person on two partitions: their facts meet through Kafka, and part again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from contracts.base import Event, partition_of, read
from contracts.eligibility import DeterminationMade, DeterminationOutcome
from deploy.kafka.cluster import Cluster
from deploy.waiting import until
from services.eligibility.archive import every_decision, replay
from services.eligibility.tables import TABLES
from services.payments.joined_tables import joined_account
from services.payments.tables import TABLES as TABLES_OF_PAYMENTS
from services.runtime.database.store import Database
from tests.stack.real_world import PARTITIONS, RealWorld, real_world
from tests.stack.test_one_claim import said_by
from tests.stories.test_merged import EARLY, LATE, OTHER, merged, separated
from tests.stories.town import PERSON, born, certifies, files_claim, lost_work, said


def tells(world: RealWorld, topic: str, person: str, *events: Event) -> None:
    world.hears(topic, *((person.encode(), said(event, person=person).to_bytes()) for event in events))


@contextmanager
def eligibility_at(url: str) -> Iterator[Database]:
    database = Database.on_postgresql(url, "eligibility", TABLES, partitions=PARTITIONS)
    yield database
    database.close()


def last_outcome(database: Database) -> DeterminationOutcome | None:
    made = [read(envelope) for envelope in said_by(database, "eligibility.determination-made")]
    outcomes = [event.outcome for event in made if isinstance(event, DeterminationMade)]
    return outcomes[-1] if outcomes else None


def test_wages_on_another_partition_count_while_the_two_are_one_person(
    kafka: Cluster, database_url: str, tmp_path: Path
) -> None:
    assert partition_of(PERSON, PARTITIONS) != partition_of(OTHER, PARTITIONS)
    with real_world(tmp_path, kafka.servers, database_url) as world, eligibility_at(database_url) as eligibility:
        tells(world, "registry", OTHER, *EARLY)
        tells(world, "registry", PERSON, *LATE[6:], born(), lost_work())
        tells(world, "intake", PERSON, files_claim())
        until(lambda: last_outcome(eligibility) is DeterminationOutcome.REFUSED, "the claim to be refused")
        tells(world, "registry", OTHER, merged())
        until(lambda: last_outcome(eligibility) is DeterminationOutcome.GRANTED, "the claim to be granted")
        tells(world, "registry", PERSON, separated())
        until(lambda: last_outcome(eligibility) is DeterminationOutcome.REFUSED, "the claim to be refused again")
        with eligibility.reading() as connection:
            replayed = [replay(connection, decision) for decision in every_decision(connection)]
        assert len(replayed) >= len(DeterminationOutcome) - 1
        assert {one.verdict for one in replayed} == {"equal"}


def asked_by(database: Database, person: str) -> list[int]:
    """What the accounts of a person's other pseudonyms last asked of this one, in minor units."""
    with database.reading() as connection:
        heard = connection.scalars(select(joined_account.c.heard).where(joined_account.c.person == person)).all()
    return [money["minor"] for statement in heard if statement for money in statement["withholdable"]]


def test_an_account_on_another_partition_asks_what_may_be_withheld_from_its_payment(
    kafka: Cluster, database_url: str, tmp_path: Path
) -> None:
    with real_world(tmp_path, kafka.servers, database_url) as world:
        payments = Database.on_postgresql(database_url, "payments", TABLES_OF_PAYMENTS, partitions=PARTITIONS)
        tells(world, "registry", PERSON, *EARLY, *LATE, born(), lost_work())
        tells(world, "intake", PERSON, files_claim(), certifies(0))
        tells(world, "registry", OTHER, merged())
        until(lambda: len(asked_by(payments, OTHER)) == 1, "the account of the one that joined to be asked")
        tells(world, "registry", PERSON, separated())
        until(lambda: asked_by(payments, OTHER) == [], "nothing to be asked any more")
        payments.close()
