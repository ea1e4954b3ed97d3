"""What is stated of a person, from the bare fields of messages: the newest version of each fact, unless retracted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Fields = Mapping[str, Any]
RETRACTIONS = ("registry.fact-retracted", "intake.filing-retracted", "casework.record-retracted")


@dataclass(frozen=True)
class Stated:
    """One message: its name such as `intake.claim-filed`, and its fields."""

    name: str
    fields: Fields


def day(text: str) -> date:
    """A day as messages write it."""
    return date.fromisoformat(text)


def standing(statements: Iterable[Stated], name: str) -> list[Fields]:
    """The facts of one kind that stand: of each key the highest version, if no higher version retracts it."""
    everything = list(statements)
    newest: dict[str, Fields] = {}
    for statement in everything:
        fields = statement.fields
        if statement.name != name:
            continue
        before = newest.get(fields["key"])
        if before is None or _replaces(fields, before):
            newest[fields["key"]] = fields
    for statement in everything:
        fields = statement.fields
        if statement.name in RETRACTIONS and fields["kind"] == name:
            found = newest.get(fields["key"])
            if found is not None and found["source_version"] < fields["source_version"]:
                del newest[fields["key"]]
    return [newest[key] for key in sorted(newest)]


def _replaces(fields: Fields, before: Fields) -> bool:
    """A higher version does; of one version stated twice alike, the one that was recorded first."""
    if fields["source_version"] != before["source_version"]:
        return bool(fields["source_version"] > before["source_version"])
    return datetime.fromisoformat(fields["recorded_at"]) < datetime.fromisoformat(before["recorded_at"])
