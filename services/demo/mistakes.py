"""Broken messages, as registries and networks really send them: planted on fixed days, about people who never filed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.base import Body, derived_id
from contracts.registry import ContributionRecorded, PersonRecorded
from services.demo.announcement import REGISTRY

Raw = tuple[str, bytes]
"""A topic and the bytes that came."""

DAY_OF_MISTAKES = date(2020, 4, 20)
"""After the last monthly report of those who never filed, so that little else of theirs waits behind."""

MONTH = {"start": "2020-02-01", "end": "2020-03-01"}
EARNINGS = {"minor": 120000, "currency": "USD"}

BAD_CONTRIBUTIONS: dict[str, Body] = {
    "negative amount": {"earnings": {"minor": -120000, "currency": "USD"}},
    "fraction of a cent": {"earnings": {"minor": 120000.5, "currency": "USD"}},
    "no such currency": {"earnings": {"minor": 120000, "currency": "DOLLARS"}},
    "another country's currency": {"earnings": {"minor": 120000, "currency": "JPY"}},
    "ends before it starts": {"period": {"start": "2020-03-01", "end": "2020-02-01"}},
    "typing slip in the year": {"period": {"start": "0202-02-01", "end": "2020-03-01"}},
}
"""What is wrong with each, and the fields that make it so."""

PEOPLE = len(BAD_CONTRIBUTIONS) + 2
"""How many people the mistakes are about."""


def mistakes(people: Sequence[str], *, seed: str) -> list[Raw]:
    """Twelve broken messages, each its own kind; those that are about someone are about one of `people` each."""
    about = iter(people)
    topic = PersonRecorded.publisher()
    bad = [_contribution(next(about), what, changes, seed) for what, changes in BAD_CONTRIBUTIONS.items()]
    person = {"valid_from": "2020-04-01", "birth_month": "1980-01", "region": "north"}
    odd = [
        _message(next(about), "registry.person-vanished", 1, {**_fact("person"), **person}, seed),
        _message(next(about), PersonRecorded.name, 9, {**_fact("person"), **person}, seed),
        {**_message("p-nobody", PersonRecorded.name, 1, {**_fact("person"), **person}, seed), "subject": ""},
        {**_message("p-nobody", PersonRecorded.name, 1, {**_fact("person"), **person}, seed), "time": "20 April"},
    ]
    whole = json.dumps(_message("p-nobody", PersonRecorded.name, 1, {**_fact("person"), **person}, seed)).encode()
    broken = [whole[: len(whole) // 2], b"\xff\xfe" + whole]
    return [(topic, json.dumps(message).encode()) for message in (*bad, *odd)] + [(topic, raw) for raw in broken]


def _contribution(person: str, what: str, changes: Body, seed: str) -> Body:
    body = {**_fact(f"mistake/{what.replace(' ', '-')}".replace("'", "")), "employer": "e-9999", "period": MONTH}
    return _message(person, ContributionRecorded.name, 1, {**body, "earnings": EARNINGS, **changes}, seed)


def _fact(key: str) -> Body:
    return {"key": key, "source_version": 1, "recorded_at": f"{DAY_OF_MISTAKES}T09:00:00Z"}


def _message(person: str, name: str, version: int, data: Body, seed: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": str(derived_id("demo-mistake", seed, person, name, version, json.dumps(data))),
        "source": f"{REGISTRY}/contributions",
        "type": f"tideover.{name}.v{version}",
        "subject": person,
        "time": f"{DAY_OF_MISTAKES}T09:00:00Z",
        "datacontenttype": "application/json",
        "dataschema": f"urn:tideover:schema:{name}:{version}",
        "data": data,
    }
