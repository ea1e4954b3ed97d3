"""On PostgreSQL two workers answer those who ask for seats of one programme at the same time, and sell none twice."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from contracts.almp_referral import Occasion, SeatAsked, SeatGiven
from contracts.base import Envelope, read
from contracts.wait_lists import WaitJoined
from services.almp_referral.handlers import make_service
from services.almp_referral.views import roster, seats_held
from services.runtime.database.store import Database, outbox
from services.runtime.delivery.delivery import deliver
from services.runtime.delivery.messages import Message
from tests.services.almp_referral.offering import (
    LIMITS,
    NEXT_DAY,
    OFFERED,
    RULES,
    WAIT_LISTS,
    Terms,
    fact,
)

SEATS, PEOPLE, AT_ONCE = 7, 40, 3
TERMS = Terms.of(RULES + LIMITS + WAIT_LISTS, OFFERED.replace("seats: 2", f"seats: {SEATS}"))
PROGRAMME = "programme-open"


def asked(number: int) -> Envelope:
    event = SeatAsked(
        programme=PROGRAMME,
        referral=f"referral-{number}",
        person=f"p-{number}",
        claim=f"claim-{number}",
        occasion=Occasion.REGISTRATION,
        reasons=("It fits.",),
        asked_on=NEXT_DAY,
        else_waits=True,
    )
    return fact(event, NEXT_DAY, PROGRAMME)


def worker(url: str, partition: int, asks: Sequence[Envelope], starts: Barrier) -> None:
    """A worker of its own, with its own connections; whatever it asks is in a place of the log of its own."""
    service = make_service(TERMS.procedure)
    database = Database.on_postgresql(url, service.name, service.tables, partitions=1)
    try:
        starts.wait()
        for first in range(0, len(asks), AT_ONCE):
            batch = asks[first : first + AT_ONCE]
            deliver(
                [Message(one.to_bytes(), "almp_referral", partition, first + n) for n, one in enumerate(batch)],
                service,
                database,
            )
    finally:
        database.close()


def test_two_workers_never_sell_a_seat_twice_and_lose_nobody(migrated_database_url: str) -> None:
    service = make_service(TERMS.procedure)
    database = Database.on_postgresql(migrated_database_url, service.name, service.tables, partitions=1)
    statements = [Message(one.to_bytes(), "providers", 0, n) for n, one in enumerate(TERMS.offered.messages())]
    deliver(statements, service, database)
    asks, starts = [asked(number) for number in range(2 * PEOPLE)], Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        halves = [pool.submit(worker, migrated_database_url, n, asks[n::2], starts) for n in (0, 1)]
        for half in halves:
            half.result()
    with database.reading() as connection:
        assert seats_held(connection) == {PROGRAMME: SEATS}
        shown = roster(connection, PROGRAMME, NEXT_DAY)
        said = [read(Envelope.from_bytes(body)) for body in connection.scalars(select(outbox.c.body))]
    database.close()
    assert shown is not None
    assert len(shown.waiting) == 2 * PEOPLE - SEATS
    assert sum(isinstance(event, SeatGiven) for event in said) == SEATS
    assert sum(isinstance(event, WaitJoined) for event in said) == 2 * PEOPLE - SEATS
