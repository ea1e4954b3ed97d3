"""What came to a laptop from outside, told once more to the real world, a day at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from kafka import KafkaProducer
from sqlalchemy import select

from contracts.bank import BankReported
from contracts.base import Envelope, derived_id, partition_of, read, seal
from contracts.clock import DayClosed
from contracts.intake import ClaimFiled, ClaimWithdrawn
from contracts.registry import EmploymentEnded
from deploy.waiting import until
from services.operations.stillness import Stillness
from services.runtime.kafka.names import CONTENT_TYPE
from services.runtime.kafka.topics import topic_name
from services.runtime.laptop.laptop import Laptop, feed

CLOCK = DayClosed.publisher()
QUIET_SECONDS = 120


class Told(NamedTuple):
    """A message from outside; a broken one has no subject."""

    topic: str
    subject: str | None
    body: bytes

    def partition(self, partitions: int) -> int:
        """Where its sender puts it: a day where it belongs, a person by the person, a broken message anywhere."""
        if self.topic == CLOCK and self.subject is not None:
            return int(self.subject.removeprefix("partition-"))
        return partition_of(self.subject, partitions) if self.subject else 0


def told_to(laptop: Laptop) -> list[Told]:
    """All that came, in order."""
    with laptop.feed.reading() as connection:
        rows = connection.execute(select(feed.c.topic, feed.c.subject, feed.c.body).order_by(feed.c.position))
        return [Told(row.topic, row.subject, bytes(row.body)) for row in rows]


def stretches(told: Iterable[Told]) -> Iterator[list[Told]]:
    """What is told at once: all that came on a day, then the end of the day in every partition."""
    for _, together in groupby(told, key=lambda one: one.topic == CLOCK):
        yield from _days(list(together))


def _days(together: list[Told]) -> Iterator[list[Told]]:
    """The ends of days that follow each other directly are told one after the other."""
    if together[0].topic != CLOCK:
        yield together
        return
    of_a_day: list[Told] = []
    for one in together:
        if one.subject in {before.subject for before in of_a_day}:
            yield of_a_day
            of_a_day = []
        of_a_day.append(one)
    yield of_a_day


@dataclass
class Outside:
    """Institutions, claimants, officers, the bank and the clock, as the real world hears them."""

    producer: KafkaProducer
    stillness: Stillness
    partitions: int

    def says(self, told: Sequence[Told]) -> None:
        """Say everything, a stretch at a time, and let everybody come to rest after each."""
        for stretch in stretches(told):
            for one in stretch:
                key = one.subject.encode() if one.subject else None
                self.producer.send(
                    topic_name(one.topic),
                    one.body,
                    key=key,
                    headers=[CONTENT_TYPE],
                    partition=one.partition(self.partitions),
                )
            self.producer.flush()
            until(self.stillness.holds, "everybody to come to rest", seconds=QUIET_SECONDS)


def last_word_of_the_bank(told: Sequence[Told]) -> Told:
    """The last message of the bank: it settles the last payment."""
    return [one for one in told if one.topic == BankReported.publisher()][-1]


def first_claim(told: Sequence[Told]) -> Envelope:
    """The first claim that was filed."""
    return next(one for one in _envelopes(told) if one.type == ClaimFiled.type_())


def separation_of(person: str, told: Sequence[Told]) -> bytes:
    """What the registry first said of the end of the person's job."""
    ended = (one for one in _envelopes(told) if one.type == EmploymentEnded.type_() and one.subject == person)
    return next(ended).to_bytes()


def taken_back(filed: Envelope) -> Told:
    """A claim's withdrawal, on the day on which it was filed."""
    claim = read(filed)
    assert isinstance(claim, ClaimFiled)
    event = ClaimWithdrawn(key=claim.key, source_version=1, recorded_at=claim.recorded_at, withdrawn_on=claim.filed_on)
    event_id = derived_id("taken-back", claim.key)
    sealed = seal(event, subject=filed.subject, source=filed.source, time=filed.time, event_id=event_id)
    return Told(event.publisher(), filed.subject, sealed.to_bytes())


def _envelopes(told: Sequence[Told]) -> Iterator[Envelope]:
    return (Envelope.from_bytes(one.body) for one in told if one.subject is not None)
