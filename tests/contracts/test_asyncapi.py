"""The AsyncAPI document is made of the contracts, is valid, and every example in it is what its schema says."""

from __future__ import annotations

import copy
import json
import re
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


CONTRIBUTION, LISTENS = "registry.contribution-recorded.v1", "eligibility.receives.registry"


def small() -> dict[str, Any]:
    """The document of one event and of one service that listens to it; the parser needs some seconds for the whole."""
    made = copy.deepcopy(DOCUMENT)
    channel = made["channels"]["registry"]
    channel["messages"] = {"contribution-recorded.v1": channel["messages"]["contribution-recorded.v1"]}
    message = made["components"]["messages"][CONTRIBUTION]
    return made | {
        "channels": {"registry": channel},
        "operations": {LISTENS: made["operations"][LISTENS]},
        "components": {"messages": {CONTRIBUTION: message}, "schemas": schemas_of(message)},
    }


def schemas_of(part: object) -> dict[str, Any]:
    """The schemas that a part of the document refers to, and those that these refer to."""
    named = re.findall('#/components/schemas/([^"]+)"', json.dumps(part))
    own = {name: DOCUMENT["components"]["schemas"][name] for name in named}
    return copy.deepcopy(own) | {name: one for schema in own.values() for name, one in schemas_of(schema).items()}


def _unknown_action(planted: dict[str, Any]) -> None:
    planted["operations"][LISTENS]["action"] = "consume"


def _lost_message(planted: dict[str, Any]) -> None:
    del planted["components"]["messages"][CONTRIBUTION]


def _lost_schema(planted: dict[str, Any]) -> None:
    del planted["components"]["schemas"]["Money"]


def _wrong_type(planted: dict[str, Any]) -> None:
    planted["components"]["schemas"]["Money"]["type"] = "coins"


def _with(plant: Callable[[dict[str, Any]], None]) -> str:
    planted = small()
    plant(planted)
    return json.dumps(planted)


PLANTED = (_unknown_action, _lost_message, _lost_schema, _wrong_type)


@pytest.fixture(scope="module")
def parsed() -> list[list[str]]:
    """What the parser says of the document, of a small one, and of that with each planted fault, in one start of it."""
    return faults_in(FILE.read_text("utf-8"), json.dumps(small()), *map(_with, PLANTED))


def test_the_parser_finds_it_valid(parsed: list[list[str]]) -> None:
    assert parsed[:2] == [[], []]


@pytest.mark.parametrize("place", range(len(PLANTED)), ids=[plant.__name__ for plant in PLANTED])
def test_the_parser_finds_a_planted_fault(place: int, parsed: list[list[str]]) -> None:
    assert parsed[2 + place]


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
