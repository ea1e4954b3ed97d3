"""The AsyncAPI document is made of the contracts, is valid, and every example in it is what its schema says."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from contracts.asyncapi.document import TOPICS_FILE, document
from contracts.asyncapi.written import FILE, as_yaml
from contracts.schemas import EXAMPLES
from tests.contracts.asyncapi_parser import faults_in

DOCUMENT: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)
TABLE: dict[str, Any] = yaml.safe_load(TOPICS_FILE.read_text("utf-8"))


def test_the_file_is_what_the_contracts_say_byte_for_byte() -> None:
    assert FILE.read_text("utf-8") == as_yaml(), "run: python -m contracts.asyncapi"


def test_a_changed_topic_or_event_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = TOPICS_FILE.read_text("utf-8").replace("retention_days: 90", "retention_days: 91", 1)
    monkeypatch.setattr("contracts.asyncapi.document.yaml.safe_load", lambda _: yaml.load(changed, yaml.SafeLoader))
    assert FILE.read_text("utf-8") != as_yaml()


def _unknown_action(planted: dict[str, Any]) -> None:
    planted["operations"]["claims.sends"]["action"] = "consume"


def _lost_message(planted: dict[str, Any]) -> None:
    del planted["components"]["messages"]["registry.contribution-recorded.v1"]


def _lost_schema(planted: dict[str, Any]) -> None:
    del planted["components"]["schemas"]["Money"]


def _wrong_type(planted: dict[str, Any]) -> None:
    planted["components"]["schemas"]["Money"]["type"] = "coins"


def _with(plant: Callable[[dict[str, Any]], None]) -> str:
    planted = copy.deepcopy(DOCUMENT)
    plant(planted)
    return json.dumps(planted)


PLANTED = (_unknown_action, _lost_message, _lost_schema, _wrong_type)


@pytest.fixture(scope="module")
def parsed() -> list[list[str]]:
    """What the parser says of the document and then of each planted fault, in one start of it."""
    return faults_in(FILE.read_text("utf-8"), *map(_with, PLANTED))


def test_the_parser_finds_it_valid(parsed: list[list[str]]) -> None:
    assert parsed[0] == []


@pytest.mark.parametrize("place", range(len(PLANTED)), ids=[plant.__name__ for plant in PLANTED])
def test_the_parser_finds_a_planted_fault(place: int, parsed: list[list[str]]) -> None:
    assert parsed[1 + place]


def test_every_topic_is_a_channel_with_its_settings() -> None:
    for publisher, topic in TABLE["topics"].items():
        channel = DOCUMENT["channels"][publisher]
        kafka = channel["bindings"]["kafka"]
        assert channel["address"] == f"tideover.{publisher}"
        assert channel["messages"], f"{publisher} says nothing"
        assert (kafka["partitions"], kafka["replicas"]) == (TABLE["partitions"], TABLE["replication"])
        assert kafka["topicConfiguration"]["retention.ms"] == topic["retention_days"] * 86_400_000


def test_every_reader_has_its_operation() -> None:
    for publisher, topic in TABLE["topics"].items():
        for reader in topic["readers"]:
            operation = DOCUMENT["operations"][f"{reader}.receives.{publisher}"]
            assert operation["action"] == "receive"
            assert operation["channel"] == {"$ref": f"#/channels/{publisher}"}


COMPONENTS = document()["components"]


def checker(stem: str) -> Draft202012Validator:
    """Judges whole messages by the document alone, formats included: the parser does not look at examples."""
    message = {"$ref": f"#/components/messages/{stem}/payload"}
    return Draft202012Validator({**message, "components": COMPONENTS}, format_checker=FormatChecker())


MESSAGES: dict[str, Any] = DOCUMENT["components"]["messages"]


def test_every_example_that_there_is_stands_in_the_document() -> None:
    assert MESSAGES.keys() == {path.stem for path in EXAMPLES.glob("*.json")}


@pytest.mark.parametrize("stem", MESSAGES)
def test_every_example_is_what_the_document_says(stem: str) -> None:
    [example] = MESSAGES[stem]["examples"]
    checker(stem).validate(example["payload"])


CONTRIBUTION = "registry.contribution-recorded.v1"


@pytest.mark.parametrize(
    ("way", "wrong"),
    [
        (("time",), "yesterday"),
        (("id",), "4417"),
        (("subject",), "Jane Doe"),
        (("type",), "tideover.registry.person-recorded.v1"),
        (("dataschema",), "urn:tideover:schema:registry.contribution-recorded:2"),
        (("data", "recorded_at"), "2020-01-14"),
        (("data", "period", "end"), "2019-02-30"),
        (("data", "earnings", "minor"), 24.5),
        (("data", "earnings", "currency"), "usd"),
        (("data", "minutes_workd"), 1),
        (("data", "key"), None),
    ],
)
def test_a_planted_wrong_example_is_caught(way: tuple[str, ...], wrong: Any) -> None:
    [example] = copy.deepcopy(MESSAGES[CONTRIBUTION]["examples"])
    place = example["payload"]
    *steps, last = way
    for step in steps:
        place = place[step]
    place[last] = wrong

    assert not checker(CONTRIBUTION).is_valid(example["payload"])
