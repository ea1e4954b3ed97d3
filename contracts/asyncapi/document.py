"""The AsyncAPI 3 document of all topics and events, as one mapping."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from contracts.base import Envelope
from contracts.schemas import EXAMPLES, RELEASED, published, released_in, schema_of

VERSION = "2.0.0"
"""Raised with every released change: the first number where an old reader would break."""
CONTENT_TYPE = "application/cloudevents+json"
BINDING = "0.5.0"
DAY_MS = 24 * 60 * 60 * 1000
TOPICS_FILE = Path(RELEASED).with_name("topics.yaml")
DEAD = "dead"

Json = dict[str, Any]


def document() -> Json:
    """The whole document."""
    table: Json = yaml.safe_load(TOPICS_FILE.read_text("utf-8"))
    schemas = _Schemas()
    messages = {stem: _message(stem, schema, schemas) for stem, schema in _every_version().items()}
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": "Tideover",
            "version": VERSION,
            "description": "An unemployment insurance benefit engine: what institutions publish to it, and what it "
            "says. The operations are the engine's own; an institution sends where the engine receives.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {**_channels(table, messages), DEAD: _dead_letters(table)},
        "operations": dict(_operations(table)),
        "components": {
            "messages": messages,
            "schemas": {"Envelope": _envelope(), **dict(sorted(schemas.found.items()))},
        },
    }


def _every_version() -> dict[str, Json]:
    """The schema of every version that is or was published, by file stem."""
    now = {stem: schema_of(event) for stem, event in published().items()}
    return {stem: dict(schema) for stem, schema in sorted((released_in(RELEASED) | now).items())}


def _envelope() -> Json:
    """The envelope; CloudEvents lets others add attributes of their own."""
    schema = {name: part for name, part in schema_of(Envelope).items() if name != "$schema"}
    return {**schema, "additionalProperties": True}


def _message(stem: str, schema: Json, schemas: _Schemas) -> Json:
    name, _, version = stem.rpartition(".v")
    example = json.loads((EXAMPLES / f"{stem}.json").read_text("utf-8"))
    return {
        "name": f"tideover.{stem}",
        "title": f"{name} version {version}",
        "summary": schema["description"].partition("\n\n")[0],
        "contentType": CONTENT_TYPE,
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/Envelope"},
                {
                    "type": "object",
                    "properties": {
                        "type": {"const": f"tideover.{stem}"},
                        "dataschema": {"const": f"urn:tideover:schema:{name}:{version}"},
                        "data": {"$ref": schemas.place(stem, schema)},
                    },
                },
            ]
        },
        "bindings": {"kafka": {"key": {"type": "string", "description": "The subject."}, "bindingVersion": BINDING}},
        "examples": [{"name": "example", "payload": example}],
    }


class _Schemas:
    """Schemas in one place, each definition once; where two of one name differ, the later is named after its event."""

    def __init__(self) -> None:
        self.found: dict[str, Json] = {}

    def place(self, stem: str, schema: Json) -> str:
        """Take the schema and its definitions up; the reference to it."""
        names: dict[str, str] = {}
        for name, definition in schema.get("$defs", {}).items():
            taken = self.found.get(name)
            names[name] = name if taken is None or taken == definition else f"{stem}.{name}"
        for name, definition in schema.get("$defs", {}).items():
            self.found[names[name]] = _referring(definition, names)
        bare = {key: part for key, part in schema.items() if key not in {"$schema", "$id", "$defs"}}
        self.found[stem] = _referring(bare, names)
        return f"#/components/schemas/{stem}"


def _referring(part: Any, names: Mapping[str, str]) -> Any:
    """The same with every reference leading into the document."""
    if isinstance(part, list):
        return [_referring(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: f"#/components/schemas/{names[value.rpartition('/')[2]]}" if key == "$ref" else _referring(value, names)
        for key, value in part.items()
    }


def _channels(table: Json, messages: Mapping[str, Json]) -> Json:
    return {
        publisher: {
            "address": f"{table['prefix']}{publisher}",
            "description": f"{topic['meaning']} Keyed by {topic['key']}. An event of any other publisher "
            "is parked here as `wrong-topic`.",
            "messages": {
                stem.partition(".")[2]: {"$ref": f"#/components/messages/{stem}"}
                for stem in messages
                if stem.partition(".")[0] == publisher
            },
            "bindings": _binding(table, topic),
        }
        for publisher, topic in table["topics"].items()
    }


def _dead_letters(table: Json) -> Json:
    return {
        "address": f"{table['prefix']}dead.{{service}}",
        "description": table["dead_letters"]["meaning"],
        "parameters": {"service": {"enum": _services(table), "description": "Who could not let it take effect."}},
        "messages": {
            "parked": {
                "name": "parked",
                "title": "A message as it came",
                "summary": "Whatever came, unchanged; it may be no event at all.",
            }
        },
        "bindings": _binding(table, table["dead_letters"]),
    }


def _binding(table: Json, topic: Json) -> Json:
    policy: str = topic.get("cleanup_policy") or table["cleanup_policy"]
    return {
        "kafka": {
            "partitions": table["partitions"],
            "replicas": table["replication"],
            "topicConfiguration": {
                "cleanup.policy": policy.split(","),
                "retention.ms": topic["retention_days"] * DAY_MS,
            },
            "bindingVersion": BINDING,
        }
    }


def _services(table: Json) -> list[str]:
    return sorted({reader for topic in table["topics"].values() for reader in topic["readers"]})


def _operations(table: Json) -> Iterator[tuple[str, Json]]:
    for service in _services(table):
        if service in table["topics"]:
            yield f"{service}.sends", _operation("send", service, f"What {service} says.")
        for topic, entry in table["topics"].items():
            if service in entry["readers"]:
                yield f"{service}.receives.{topic}", _operation("receive", topic, f"{service} listens to {topic}.")
    yield "parks", _operation("send", DEAD, "What a service could not let take effect.")


def _operation(action: str, channel: str, summary: str) -> Json:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}, "summary": summary}
