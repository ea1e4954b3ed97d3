"""A producer that sends facts as it should, and one that makes every mistake there is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.base import Envelope, derived_id, partition_of, seal
from contracts.registry import ContributionRecorded, EmploymentStarted, Fact, FactRetracted
from contracts.values import Money, Period
from services.registry_kit.timestamps import milliseconds_of

PARTITIONS = 4
BEGAN = datetime(2020, 4, 1, 8, 0, tzinfo=UTC)
RECORDED = BEGAN - timedelta(days=1)
CONTENT_TYPE = b"application/cloudevents+json"


@dataclass(frozen=True)
class Sent:
    """A message on its way to a topic."""

    at_ms: int
    key: bytes | None
    value: bytes
    partition: int
    content_type: bytes | None = CONTENT_TYPE

    @classmethod
    def of(cls, envelope: Envelope, hour: int) -> Sent:
        """An envelope as it should be sent, so many hours after the beginning."""
        key, at = envelope.subject.encode(), BEGAN + timedelta(hours=hour)
        return cls(milliseconds_of(at), key, envelope.to_bytes(), partition_of(envelope.subject, PARTITIONS))

    def saying(self, **changes: Any) -> Sent:
        """The same with some fields of its envelope or data changed, as a careless program writes them."""
        body = json.loads(self.value)
        for way, value in changes.items():
            *steps, last = way.split("__")
            place = body
            for step in steps:
                place = place[step]
            place[last] = value
        return replace(self, value=json.dumps(body).encode())


def person(number: int) -> str:
    return f"p-{hashlib.sha256(str(number).encode()).hexdigest()[:32]}"


def contribution(number: int = 1, *, version: int = 1, hour: int = 0, minor: int = 240_000, salt: str = "") -> Sent:
    """One month of one person; another `salt` gives it another id."""
    fact = ContributionRecorded(
        key=f"E7-{number}-2020-02",
        source_version=version,
        recorded_at=RECORDED,
        employer="E7",
        period=Period.of_days(RECORDED.date() - timedelta(days=60), 29),
        earnings=Money(minor=minor, currency="USD"),
    )
    return Sent.of(_sealed(fact, person(number), derived_id(number, version, salt)), hour)


def job(number: int, *, occupation: str, industry: str) -> Sent:
    """The beginning of one person's job, with its codes."""
    fact = EmploymentStarted(
        key=f"E7-{number}",
        source_version=1,
        recorded_at=RECORDED,
        employment=f"E7-{number}",
        employer="E7",
        started_on=RECORDED.date() - timedelta(days=60),
        occupation=occupation,
        industry=industry,
    )
    return Sent.of(_sealed(fact, person(number), derived_id(number, occupation)), 40)


def retraction(number: int, version: int, hour: int) -> Sent:
    fact = FactRetracted(
        key=f"E7-{number}-2020-02",
        source_version=version,
        recorded_at=RECORDED,
        kind=ContributionRecorded.name,
        reason="Entered by mistake.",
    )
    return Sent.of(_sealed(fact, person(number), derived_id(number, version)), hour)


def _sealed(fact: Fact, subject: str, event_id: UUID) -> Envelope:
    return seal(fact, subject=subject, source="https://fund.example.org", time=RECORDED, event_id=event_id)


def as_it_should_be() -> Iterator[Sent]:
    """A working week of a producer that does everything right, corrections and a retraction included."""
    for hour in range(40):
        yield contribution(hour, hour=hour)
    yield contribution(3, version=2, hour=40, minor=250_000)
    yield retraction(4, 2, hour=40)
    yield contribution(4, version=3, hour=41, minor=260_000)
    yield job(5, occupation="isco08:22", industry="isic4:Q")


def mistakes(number: int = 1) -> dict[str, list[Sent]]:
    """By the code of the finding: what a producer sends who makes this one mistake about this person."""
    good = contribution(number, hour=40)
    reply = {"question": "q-1", "filed_on": "2020-01-01"}
    january = {"start": "2018-12-01", "end": "2020-01-01"}
    return {
        "not-json": [replace(good, value=b"E7;2020-02;2400,00")],
        "bad-envelope": [good.saying(id="4417")],
        "unknown-type": [good.saying(type="tideover.registry.wages-paid.v1")],
        "unknown-version": [good.saying(type="tideover.registry.contribution-recorded.v9")],
        "bad-data": [good.saying(data__earnings__minor=2400.5)],
        "wrong-topic": [
            good.saying(
                type="tideover.intake.reply-filed.v1", dataschema="urn:tideover:schema:intake.reply-filed:1", data=reply
            )
        ],
        "wrong-dataschema": [good.saying(dataschema="urn:tideover:schema:registry.contribution:1")],
        "unknown-field": [good.saying(data__minutes_workd=9600)],
        "too-fine": [job(number, occupation="isco08:2221", industry="isic4:86")],
        "no-content-type": [replace(good, content_type=None)],
        "no-key": [replace(good, key=None)],
        "key-not-subject": [replace(good, key=b'"' + (good.key or b"") + b'"')],
        "wrong-partition": [replace(good, partition=(good.partition + 1) % PARTITIONS)],
        "no-pseudonym": [_about("00-4417", good)],
        "version-gap": [good, contribution(number, version=3, hour=41)],
        "version-backwards": [contribution(number, version=2, hour=40), contribution(number, version=1, hour=41)],
        "contradiction": [good, contribution(number, hour=41, minor=1, salt="again")],
        "recorded-in-the-future": [good.saying(data__recorded_at="2021-04-01T08:00:00Z")],
        "period-not-begun": [good.saying(data__period={"start": "2020-05-01", "end": "2020-06-01"})],
        "period-too-long": [good.saying(data__period=january)],
        "id-reused": [good, contribution(number + 1, hour=41).saying(id=json.loads(good.value)["id"])],
        "repeated": [good, good],
        "same-fact-again": [good, contribution(number, hour=41, salt="again")],
        "silence": [good, contribution(number + 1, hour=40 + 98)],
        "nothing-there": [],
    }


def _about(subject: str, sent: Sent) -> Sent:
    changed = sent.saying(subject=subject)
    return replace(changed, key=subject.encode(), partition=partition_of(subject, PARTITIONS))
